"""SQLite's only write lock held by somebody else, as by an import that stores much."""

import sqlite3
import time
from contextlib import closing

from benchmarks.faults.cases.counting import lost_mails, lost_rows
from benchmarks.faults.report import Outcome
from benchmarks.faults.scene import Scene
from benchmarks.faults.visitors import PAGE, Crowd, ask, busy

_SECONDS = 10.0
# The lock is waited for 1.5 seconds; the rest is for a busy machine.
_TOLD_WITHIN = 2.5


def write_locked(scene: Scene) -> Outcome:
    """Whoever writes is told within two seconds when to come again, pages are read, nothing is lost."""
    port, crowd = scene.site.port, Crowd("locked")
    asking = {"page": lambda: ask(port, "GET", PAGE), "sign-up": lambda: crowd.one(port)}
    with (
        closing(sqlite3.connect(scene.site.sqlite, timeout=60, isolation_level=None)) as holder,
        busy(asking, pause=0.01) as seen,
    ):
        holder.execute("BEGIN IMMEDIATE")
        time.sleep(_SECONDS)
        holder.execute("ROLLBACK")
        time.sleep(1)
    joined, page = seen["sign-up"], seen["page"]
    told = [answer for answer in joined.answers if answer.status == 503]
    errors = page.failures + sum(answer.status not in {202, 503} for answer in joined.answers)
    slowest = max(answer.seconds for answer in joined.answers)
    without = lost_rows(scene, crowd) + lost_mails(scene, crowd)
    return scene.outcome(
        "lock",
        "SQLite's write lock held: 503 with Retry-After within 2 s, pages are read, nothing lost",
        bool(told and crowd.acknowledged)
        and all(answer.retry_after for answer in told)
        and slowest <= _TOLD_WITHIN
        and errors == without == 0,
        f"sign-ups {joined.statuses()}, slowest {slowest:.2f} s; pages {page.statuses()}; {without} lost",
    )
