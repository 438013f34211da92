"""PostgreSQL restarted while people read and sign up."""

import time

from benchmarks.faults.cases.counting import lost_mails, lost_rows
from benchmarks.faults.report import Outcome
from benchmarks.faults.scene import Scene
from benchmarks.faults.visitors import PAGE, Answer, Crowd, ask, busy

_LONGEST_WAIT = 2.0


def postgresql_restarted(scene: Scene, *, restarts: int = 3) -> Outcome:
    """Reads wait, writes wait a little or are told when to come again, nothing acknowledged is lost."""
    assert scene.postgresql is not None
    port, crowd = scene.site.port, Crowd("postgresql")
    asking = {
        "page": lambda: ask(port, "GET", PAGE),
        "api": lambda: ask(port, "GET", "/api/v1/maps/"),
        "sign-up": lambda: crowd.one(port),
    }
    with busy(asking, hands=2) as seen:
        for _ in range(restarts):
            time.sleep(2)
            scene.postgresql.restart()
        time.sleep(4)
    reads = seen["page"].failures + seen["api"].failures
    writes = seen["sign-up"].answers
    unfair = sum(not _is_fair(answer) for answer in writes)
    without = lost_rows(scene, crowd) + lost_mails(scene, crowd)
    return scene.outcome(
        "postgresql",
        "no 5xx on reads; writes wait ≤ 2 s, or 503 with Retry-After",
        reads == unfair == without == 0,
        f"{restarts} restarts; reads: {seen['page'].statuses()}, api {seen['api'].statuses()}, slowest "
        f"{max(seen['page'].percentile(1), seen['api'].percentile(1)):.1f} s; writes: {seen['sign-up'].statuses()}, "
        f"{unfair} neither in time nor told, slowest {seen['sign-up'].percentile(1):.1f} s; {without} lost",
    )


def _is_fair(answer: Answer) -> bool:
    if answer.status == 503:
        return answer.retry_after.isdecimal()
    return answer.status == 202 and answer.seconds <= _LONGEST_WAIT
