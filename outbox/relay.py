"""Does what is due, several jobs at a time, or hands it to Celery's workers and does what they leave."""

import logging
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import timedelta

from django.db import InterfaceError, OperationalError, close_old_connections, connection

from outbox.beats import Heart
from outbox.doing import do
from outbox.errors import NoQueue
from outbox.leases import LATE, lease_next
from outbox.models import Job
from outbox.tidying import Clock

# Mail servers keep one waiting; a few hands at once, and one of them is never taken by the kind that fills the others.
HANDS = 4
POLL_SECONDS = 0.5
BUSY_SECONDS = 0.05
OUTAGE_SECONDS = 2.0

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
    queue = _Queue(publish_due) if publish_due else None
    with ThreadPoolExecutor(hands, thread_name_prefix="outbox") as pool:

        def take() -> float:
            heart.beat()
            clock.strike()
            while not stopped() and len(in_hand) < hands:
                job = lease_next(but=_full(in_hand, hands), late=late)
                if job is None:
                    break
                in_hand[pool.submit(_do_in_thread, job)] = job.kind
            return queue.publish() if queue else POLL_SECONDS

        while not stopped():
            seconds = _through_outages(take)
            if in_hand:
                _drop_done(in_hand, seconds)
            else:
                time.sleep(seconds)


class _Queue:
    """Messages to workers, not tried all the time while nobody takes them."""

    def __init__(self, publish_due: Callable[[], int]) -> None:
        self._publish_due, self._closed_until = publish_due, 0.0

    def publish(self) -> float:
        """Publish what is due. Returns the seconds to wait before the next time."""
        if time.monotonic() < self._closed_until:
            return POLL_SECONDS
        try:
            return BUSY_SECONDS if self._publish_due() else POLL_SECONDS
        except NoQueue as error:
            logger.warning("The queue does not answer (%s); trying again.", error)
            self._closed_until = time.monotonic() + OUTAGE_SECONDS
            return POLL_SECONDS


def work_off(*, stopped: Callable[[], bool] = lambda: False) -> int:
    """Do all that is due now, one after the other. Returns how many jobs were taken in hand."""
    count = 0
    while not stopped() and (job := lease_next()):
        do(job)
        count += 1
    return count


def _full(in_hand: dict[Future[None], str], hands: int) -> list[str]:
    most = max(hands - 1, 1)
    return [kind for kind, count in Counter(in_hand.values()).items() if count >= most]


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


def _through_outages(step: Callable[[], float]) -> float:
    """Take a step. Returns the seconds to wait before the next."""
    close_old_connections()
    try:
        return step()
    except (OperationalError, InterfaceError) as error:
        logger.warning("The database does not answer (%s); trying again.", type(error).__name__)
        connection.close()
        return OUTAGE_SECONDS
