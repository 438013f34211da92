"""How fast sign-ups are, and what a backlog and a long time do to pages and memory."""

import json
import time
from collections.abc import Callable
from itertools import count
from statistics import median

from benchmarks.faults.report import Outcome
from benchmarks.faults.scene import Scene, until
from benchmarks.faults.visitors import PAGE, Answer, Crowd, Seen, ask, busy
from benchmarks.serving import free_port
from script.steps.address import Address
from script.steps.parts import web_server
from script.steps.processes import start, stop

_ROUNDS = 5
_AT_REST_SECONDS, _DRAINING_SECONDS = 2.0, 4.0
_DRAINED_WITHIN = 1_200.0
_names = count()
_FILL = """
import django; django.setup()
from django.db import transaction
from outbox.models import Job
from waitlist.services import join
for start in range(0, {jobs}, 500):
    with transaction.atomic():
        for number in range(start, min(start + 500, {jobs})):
            join(email=f"backlog.{{number}}@example.com", placement="library")
"""


def rate(scene: Scene, *, seconds: float) -> Outcome:
    """Sign-ups a second beside a bare Django view that inserts one row, in turn.

    The bar is about the web server, so relay and worker are off: they do the mails that the bare view does not cause.
    What is left of the rate when they share the processors is told besides.
    """
    bare_port = free_port()
    scene.site.run("-c", "from benchmarks.faults.bare import make_table; make_table()")
    command = [*web_server(Address("127.0.0.1", bare_port))[:-1], "benchmarks.faults.bare:application"]
    with (scene.site.folder / "bare.log").open("ab") as log:
        bare = start(command, scene.site.environment, log)
    try:
        until(lambda: ask(bare_port, "GET", "/").status == 200, 60)
        together = _shares(scene, bare_port, seconds)
        for part in scene.site.parts[1:]:
            scene.site.kill(part)
        shares = _shares(scene, bare_port, seconds)
    finally:
        stop(bare)
    share = median(ours / theirs for ours, theirs in shares)
    return scene.outcome(
        "rate",
        "sign-ups ≥ 0.5 × a bare view that inserts one row",
        share >= 0.5,
        f"{share:.2f} ×: {median(r[0] for r in shares):.0f}/s beside {median(r[1] for r in shares):.0f}/s; rounds "
        + ", ".join(f"{ours / theirs:.2f}" for ours, theirs in shares)
        + f"; with the mails sent on the same processors {median(r[0] / r[1] for r in together):.2f} ×",
    )


def _shares(scene: Scene, bare_port: int, seconds: float) -> list[tuple[float, float]]:
    crowd, numbers = Crowd(f"rate-{next(_names)}"), count()

    def insert() -> Answer:
        return ask(bare_port, "POST", "/", f"{next(numbers)}@example.com")

    return [
        (
            _rate({"sign-up": lambda: crowd.one(scene.site.port)}, seconds / _ROUNDS),
            _rate({"insert": insert}, seconds / _ROUNDS),
        )
        for _ in range(_ROUNDS)
    ]


def backlog(scene: Scene, *, jobs: int) -> Outcome:
    """Pages while a backlog of mails drains, beside pages while it rests.

    In turn, every few seconds: whatever else the machine does then weighs on both alike.
    """
    site = scene.site
    site.stop()
    site.run("-c", _FILL.format(jobs=jobs))
    site.start()
    site.wait_for(PAGE)
    waiting = "SELECT count(*) FROM outbox_job WHERE state = 'waiting'"
    before, took = site.count(waiting), 0.0
    resting, draining = Seen(), Seen()
    while took < _DRAINED_WITHIN and site.count(waiting):
        with site.at_rest(*site.parts[1:]):
            resting.answers += _pages(scene, _AT_REST_SECONDS)
        began = time.monotonic()
        draining.answers += _pages(scene, _DRAINING_SECONDS)
        took += time.monotonic() - began
    left = site.count(waiting)
    ratios = {share: draining.percentile(share) / resting.percentile(share) for share in (0.5, 0.95)}
    return scene.outcome(
        "backlog",
        f"{jobs:,} mails drain without page p95 above 2 ×",
        left == 0 and ratios[0.95] <= 2 and draining.failures == 0,
        f"{before - left:,} mails in {took:.0f} s ({(before - left) / took:.0f}/s), {left} left; page p95 "
        f"{resting.percentile(0.95) * 1e3:.1f} → {draining.percentile(0.95) * 1e3:.1f} ms, {ratios[0.95]:.2f} × "
        f"(median {ratios[0.5]:.2f} ×), {len(resting.answers):,} and {len(draining.answers):,} answers",
    )


def soak(scene: Scene, *, minutes: float) -> Outcome:
    """Memory after a long time of reading and signing up."""
    port, crowd = scene.site.port, Crowd("soak")
    asking = {
        "page": lambda: ask(port, "GET", PAGE),
        "search": lambda: ask(port, "GET", "/search/?q=agent"),
        "sign-up": lambda: crowd.one(port),
    }
    with busy(asking, hands=1, pause=0.02) as seen:
        # Caches fill first; what grows after that does not stop growing.
        time.sleep(minutes * 60 / 3)
        before = scene.site.memory()
        time.sleep(minutes * 60 * 2 / 3)
        after = scene.site.memory()
    growth = after / before - 1
    failures = sum(kind.failures for kind in seen.values())
    return scene.outcome(
        "soak",
        "no growth in memory over 5 %",
        growth <= 0.05 and failures == 0,
        f"{minutes:g} minutes, {sum(len(kind.answers) for kind in seen.values()):,} requests, {failures} failures; "
        f"{before / 1e6:.0f} → {after / 1e6:.0f} MB, {growth:+.1%}",
    )


def _rate(asking: dict[str, Callable[[], Answer]], seconds: float) -> float:
    began = time.perf_counter()
    with busy(asking, hands=4) as seen:
        time.sleep(seconds)
    (kind,) = seen.values()
    if kind.failures or any(answer.status >= 400 for answer in kind.answers):
        raise RuntimeError(f"answered wrongly: {kind.statuses()}")
    return len(kind.answers) / (time.perf_counter() - began)


def _pages(scene: Scene, seconds: float) -> list[Answer]:
    """One visitor's answers, in a process that has nothing else to do."""
    came = json.loads(scene.site.run("-m", "benchmarks.faults.reader", str(scene.site.port), str(seconds)))
    return [Answer(status, took) for status, took in came]
