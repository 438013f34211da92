"""Does what is due, several jobs at a time, or hands it to Celery's workers."""

import logging
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from django.db import InterfaceError, OperationalError, close_old_connections, connection

from outbox.beats import Heart
from outbox.doing import do
from outbox.errors import NoQueue
from outbox.leases import lease_next
from outbox.models import Job

# Mail servers keep one waiting; a few hands at once, and one of them is never taken by the kind that fills the others.
HANDS = 4
POLL_SECONDS = 0.5
BUSY_SECONDS = 0.05
OUTAGE_SECONDS = 2.0

logger = logging.getLogger("kinapse.outbox")


def run(*, stopped: Callable[[], bool], hands: int = HANDS) -> None:
    """Do jobs as they come due until `stopped`; those in hand are finished first."""
    heart, in_hand = Heart(), dict[Future[None], str]()
    with ThreadPoolExecutor(hands, thread_name_prefix="outbox") as pool:

        def take() -> float:
            heart.beat()
            while not stopped() and len(in_hand) < hands:
                job = lease_next(but=_full(in_hand, hands))
                if job is None:
                    break
                in_hand[pool.submit(_do_in_thread, job)] = job.kind
            return POLL_SECONDS

        while not stopped():
            seconds = _through_outages(take)
            if in_hand:
                _drop_done(in_hand, seconds)
            else:
                time.sleep(seconds)


def run_publishing(publish_due: Callable[[], int], *, stopped: Callable[[], bool]) -> None:
    """Let `publish_due` hand jobs to workers as they come due, until `stopped`."""
    heart = Heart()

    def publish() -> float:
        heart.beat()
        try:
            return BUSY_SECONDS if publish_due() else POLL_SECONDS
        except NoQueue as error:
            logger.warning("The queue does not answer (%s); trying again.", error)
            return OUTAGE_SECONDS

    while not stopped():
        time.sleep(_through_outages(publish))


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
