"""The mail server down, refusing for now, refusing for good, and slow."""

import time

from benchmarks.faults.report import Outcome
from benchmarks.faults.scene import Scene, until
from benchmarks.faults.visitors import Crowd

_OTHERS_WITHIN = 30.0
_LAST_ATTEMPT = "from outbox.backoff import ATTEMPTS; print(ATTEMPTS - 1)"


def mail_refused(scene: Scene) -> Outcome:
    """What is refused is retried and given up visibly; other mail goes out meanwhile."""
    port, mailbox, site = scene.site.port, scene.mailbox, scene.site
    busy, never, slow, others = (Crowd(name) for name in ("mail-4xx", "mail-5xx", "mail-slow", "mail-other"))
    answers = {"mail-4xx": "451 Try later", "mail-5xx": "550 Nobody here"}
    mailbox.answer = lambda recipient: answers.get(recipient.split(".")[0], "250 OK")
    mailbox.seconds = lambda recipient: 8.0 if recipient.startswith("mail-slow") else 0.0
    began = time.monotonic()
    for crowd in (busy, never, slow, others):
        for _ in range(5):
            crowd.one(port)
    until(lambda: others.acknowledged <= mailbox.arrived.keys(), 4 * _OTHERS_WITHIN)
    others_took = time.monotonic() - began
    answers.pop("mail-4xx")
    retried = until(lambda: busy.acknowledged <= mailbox.arrived.keys(), 90)
    slow_came = until(lambda: slow.acknowledged <= mailbox.arrived.keys(), 90)
    mailbox.seconds = lambda recipient: 0.0

    mailbox.close()
    down = Crowd("mail-down")
    down.one(port)
    time.sleep(4)
    mailbox.open()
    came = until(lambda: down.acknowledged <= mailbox.arrived.keys(), 60)

    until(lambda: _waiting_5xx(scene) == 5, 20)
    last = site.run("-c", f"import os, django; django.setup(); {_LAST_ATTEMPT}").strip()
    site.run("manage.py", "shell", "--verbosity=0", "-c", _bring_to_an_end(last))
    given_up = until(lambda: site.count("SELECT count(*) FROM outbox_job WHERE state = 'failed'") == 5, 60)
    errors = site.rows("SELECT DISTINCT last_error FROM outbox_job WHERE state = 'failed'")
    visible = all("550" in str(error) for (error,) in errors)
    mailbox.answer = lambda recipient: "250 OK"
    held = None not in (retried, slow_came, came, given_up) and visible and others_took <= _OTHERS_WITHIN
    return scene.outcome(
        "mail",
        "down, 4xx, 5xx, slow: retried, given up visibly, other mail not held back",
        held,
        f"other mail out after {others_took:.1f} s; after 4xx came {_after(retried)}; slow came {_after(slow_came)}; "
        f"after an outage came {_after(came)}; 5xx given up {_after(given_up)}, the server's words shown: {visible}",
    )


def _waiting_5xx(scene: Scene) -> int:
    return scene.site.count(
        "SELECT count(*) FROM outbox_job WHERE state = 'waiting' AND last_error LIKE '%550%'"
    )


def _bring_to_an_end(last: str) -> str:
    """A day of attempts, passed over."""
    return (
        "from outbox.models import Job; from django.db.models.functions import Now; "
        f"Job.objects.filter(state='waiting', last_error__contains='550').update(attempts={last}, due=Now())"
    )


def _after(seconds: float | None) -> str:
    return "never" if seconds is None else f"within {seconds:.1f} s"
