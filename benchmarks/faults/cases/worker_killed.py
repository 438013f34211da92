"""A worker killed in the middle of its task."""

import time

from benchmarks.faults.report import Outcome
from benchmarks.faults.scene import Scene, until
from benchmarks.faults.visitors import Crowd

_DONE_WITHIN = 60.0


def worker_killed(scene: Scene) -> Outcome:
    """The task is done within a minute, and its effects are there once."""
    crowd, mailbox = Crowd("worker"), scene.mailbox
    mailbox.seconds = lambda recipient: 5.0
    crowd.one(scene.site.port)
    (email,) = crowd.acknowledged
    until(lambda: mailbox.arrived[email] == 1, 30)
    part = "worker" if "worker" in scene.site.parts else "relay"
    scene.site.kill(part)
    killed = time.monotonic()
    mailbox.seconds = lambda recipient: 0.0
    scene.site.start(part)
    done = f"""SELECT count(*) FROM outbox_job WHERE state = 'done' AND attempts = 2 AND key LIKE 'waitlist.confirm:' ||
        (SELECT id FROM waitlist_signup WHERE email = '{email}') || ':%'"""
    until(lambda: scene.site.count(done) == 1, 2 * _DONE_WITHIN)
    took = time.monotonic() - killed
    rows = scene.site.count(f"SELECT count(*) FROM waitlist_signup WHERE email = '{email}'")
    return scene.outcome(
        "worker",
        f"a {part} killed in mid-task: done within 60 s, effects once",
        took <= _DONE_WITHIN and rows == 1 and len(mailbox.names[email]) == 1,
        f"done after {took:.0f} s; {rows} row; {mailbox.arrived[email]} deliveries of one Message-ID",
    )
