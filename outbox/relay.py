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
from outbox.leases import LATE, lease_next
from outbox.models import Job
from outbox.outages import through_outages
from outbox.publisher import published
from outbox.registry import group_of, kinds_of
from outbox.tidying import Clock

# Mail servers keep one waiting; a few hands at once, and one of them is never taken by the group of kinds that fills
# the others: all mails are one, since they wait for the same server.
HANDS = 4
POLL_SECONDS = 0.5

logger = logging.getLogger("kinapse.outbox")


def run(
    *, stopped: Callable[[], bool], hands: int = HANDS, publish_due: Callable[[], int] | None = None
) -> None:
    """Do jobs as they come due until `stopped`; those in hand are finished first.

    With `publish_due`, which hands them to workers, only those are done here that have been due for long: a queue
    that is away, or workers that are stuck, delay work and do not end it.
    """
    heart, clock, in_hand = Heart(), Clock(), dict[Future[None], str]()
    late = LATE if publish_due else timedelta(0)
    publishing = published(publish_due, stopped=stopped) if publish_due else nullcontext(_nothing_to_publish)
    with ThreadPoolExecutor(hands, thread_name_prefix="outbox") as pool, publishing as still_publishing:

        def take() -> float:
            heart.beat()
            clock.strike()
            while not stopped() and len(in_hand) < hands:
                job = _next(in_hand, hands, late)
                if job is None:
                    break
                in_hand[pool.submit(_do_in_thread, job)] = job.kind
            return POLL_SECONDS

        while not stopped():
            still_publishing()
            seconds = through_outages(take)
            if in_hand:
                _drop_done(in_hand, seconds)
            else:
                time.sleep(seconds)


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


def _nothing_to_publish() -> None:
    """Without a queue all is done here."""


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
