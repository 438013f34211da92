"""Publishing in a thread of its own: a queue that hangs holds up nothing that the relay does itself."""

import logging
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.db import connection

from outbox.errors import NoQueue
from outbox.outages import OUTAGE_SECONDS, through_outages

POLL_SECONDS = 0.5
# Workers that have done so many since last time are quick, or many; for fewer, each look would cost more than a job.
MANY = 24
BUSY_SECONDS = 0.05

logger = logging.getLogger("kinapse.outbox")


@contextmanager
def published(publish_due: Callable[[], int], *, stopped: Callable[[], bool]) -> Iterator[Callable[[], None]]:
    """Publish what comes due for as long as the block runs and `stopped` does not say otherwise.

    The block calls what it is given from time to time: it raises what has ended the publishing, if anything has.
    """
    left = False

    def step() -> float:
        try:
            return BUSY_SECONDS if publish_due() >= MANY else POLL_SECONDS
        except NoQueue as error:
            logger.warning("The queue does not answer (%s); trying again.", error)
            return OUTAGE_SECONDS

    def publish() -> None:
        try:
            while not (left or stopped()):
                time.sleep(through_outages(step))
        finally:
            connection.close()

    with ThreadPoolExecutor(1, thread_name_prefix="publisher") as pool:
        ending = pool.submit(publish)
        try:
            yield lambda: ending.result() if ending.done() else None
        finally:
            left = True
