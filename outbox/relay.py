"""Does what is due, several jobs at a time, or hands it to Celery's workers and does what they leave."""

import logging
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import nullcontext
from datetime import timedelta

from django.db import connection

from outbox.beats import Heart
from outbox.doing import do
from outbox.leases import LATE, is_any_lost, lease_next
from outbox.models import Job
from outbox.outages import through_outages
from outbox.publisher import Publisher
from outbox.registry import group_of, kinds_of
from outbox.tidying import Clock

# Mail servers keep one waiting; a few hands at once, and one of them is never taken by the group of kinds that fills
# the others: all mails are one, since they wait for the same server.
HANDS = 4
POLL_SECONDS = 0.5
# Longer than what is published to nobody needs to be seen as lost: without workers there is help all the time.
HELPS_SECONDS = 60.0

logger = logging.getLogger("kinapse.outbox")


def run(
    *, stopped: Callable[[], bool], hands: int = HANDS, publish_due: Callable[[], int] | None = None
) -> None:
    """Do jobs as they come due until `stopped`; those in hand are finished first.

    With `publish_due`, which hands them to workers, only those are done here that have been due for long, and only
    while the queue is away or workers are stuck: that delays work and does not end it. A backlog alone is theirs.
    """
    heart, clock, in_hand = Heart(), Clock(), dict[Future[None], str]()
    late = LATE if publish_due else timedelta(0)
    publisher = Publisher(publish_due, stopped=stopped) if publish_due else None
    workers = _Workers(publisher) if publisher else None
    with ThreadPoolExecutor(hands, thread_name_prefix="outbox") as pool, publisher or nullcontext():

        def take() -> float:
            heart.beat()
            clock.strike()
            if workers and workers.follow():
                return POLL_SECONDS
            while not stopped() and len(in_hand) < hands:
                job = _next(in_hand, hands, late)
                if job is None:
                    break
                in_hand[pool.submit(_do_in_thread, job)] = job.kind
            return POLL_SECONDS

        while not stopped():
            if publisher:
                publisher.check()
            seconds = through_outages(take)
            if in_hand:
                _drop_done(in_hand, seconds)
            else:
                time.sleep(seconds)


class _Workers:
    """Those who do what is published."""

    def __init__(self, publisher: Publisher) -> None:
        self._publisher, self._helped_until = publisher, 0.0

    def follow(self) -> bool:
        """Whether they are reached and begin what they are sent, now and for a while. Queries: 0 or 1."""
        now = time.monotonic()
        if self._publisher.is_held_up or is_any_lost():
            self._helped_until = now + HELPS_SECONDS
        return now > self._helped_until


def work_off(*, stopped: Callable[[], bool] = lambda: False) -> int:
    """Do all that is due now, one after the other. Returns how many jobs were taken in hand."""
    count = 0
    while not stopped() and (job := lease_next()):
        do(job)
        count += 1
    return count


def _next(in_hand: dict[Future[None], str], hands: int, late: timedelta) -> Job | None:
    """What is due next. The last free hand goes in turn: first to a kind that no hand is busy with."""
    full, busy = _full(in_hand, hands), set(in_hand.values())
    if len(in_hand) == hands - 1 and not busy.issubset(full):
        job = lease_next(but={*full, *busy}, late=late)
        if job:
            return job
    return lease_next(but=full, late=late)


def _full(in_hand: dict[Future[None], str], hands: int) -> list[str]:
    counts, most = Counter(group_of(kind) for kind in in_hand.values()), max(hands - 1, 1)
    full = [group for group, count in counts.items() if count >= most]
    return kinds_of(full, among=set(in_hand.values()))


def _drop_done(in_hand: dict[Future[None], str], seconds: float) -> None:
    """Wait until a hand is free or it is time to look for other kinds."""
    for future in wait(in_hand, timeout=seconds, return_when=FIRST_COMPLETED).done:
        kind = in_hand.pop(future)
        if error := future.exception():
            # The lease runs out by itself, and the job is done again.
            logger.warning("A job of kind %s was not settled (%s).", kind, type(error).__name__)


def _do_in_thread(job: Job) -> None:
    try:
        do(job)
    finally:
        connection.close()
