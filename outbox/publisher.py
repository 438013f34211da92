"""Publishing in a thread of its own: a queue that hangs holds up nothing that the relay does itself."""

import logging
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Self

from django.db import connection

from outbox.errors import NoQueue
from outbox.outages import OUTAGE_SECONDS, through_outages

POLL_SECONDS = 0.5
# Workers that have done so many since last time are quick, or many; for fewer, each look would cost more than a job.
MANY = 24
BUSY_SECONDS = 0.05
# Publishing that has not come to a good end for so long hangs: most often the queue does.
HANGS_AFTER_SECONDS = 30.0

logger = logging.getLogger("kinapse.outbox")


class Publisher:
    """Publishes what comes due for as long as it is entered and `stopped` does not say otherwise."""

    def __init__(self, publish_due: Callable[[], int], *, stopped: Callable[[], bool]) -> None:
        self._publish_due, self._stopped = publish_due, stopped
        self._is_left = self._is_away = False
        self._answered = time.monotonic()
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="publisher")
        self._ending: Future[None] | None = None

    def __enter__(self) -> Self:
        self._ending = self._pool.submit(self._publish)
        return self

    def __exit__(self, *_: object) -> None:
        self._is_left = True
        self._pool.shutdown()

    def check(self) -> None:
        """Raises: what has ended the publishing, if anything has."""
        if self._ending and self._ending.done():
            self._ending.result()

    @property
    def is_held_up(self) -> bool:
        """Whether the queue is away, or publishing hangs, be it for the queue or for the database."""
        return self._is_away or time.monotonic() - self._answered > HANGS_AFTER_SECONDS

    def _publish(self) -> None:
        try:
            while not (self._is_left or self._stopped()):
                time.sleep(through_outages(self._step))
        finally:
            connection.close()

    def _step(self) -> float:
        try:
            count = self._publish_due()
        except NoQueue as error:
            logger.warning("The queue does not answer (%s); trying again.", error)
            self._is_away = True
            return OUTAGE_SECONDS
        self._is_away, self._answered = False, time.monotonic()
        return BUSY_SECONDS if count >= MANY else POLL_SECONDS
