"""A lease kept and progress told while work goes on, by a thread with a connection of its own.

The work itself may be in a transaction for minutes: what it wrote there of its own progress, nobody would see.
"""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection

from outbox import progress
from outbox.errors import LeaseLost
from outbox.leases import renew
from outbox.models import Job

RENEWED_EVERY_SECONDS = 10.0
TOLD_EVERY_SECONDS = 1.0

logger = logging.getLogger("kinapse.outbox")


@contextmanager
def kept(job: Job, *, every: float = RENEWED_EVERY_SECONDS) -> Iterator[None]:
    """Renew the lease for as long as the block runs, however slow a mail server or long an import."""
    ended = threading.Event()
    keeper = threading.Thread(target=_keep_until, args=(job, ended, every), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ended.set()
        keeper.join()
        progress.forget(job)


def _keep_until(job: Job, ended: threading.Event, every: float) -> None:
    renewed, told = time.monotonic(), (0, 0)
    try:
        while not ended.wait(min(every, TOLD_EVERY_SECONDS)):
            steps = (job.steps_done, job.steps)
            try:
                if steps != told:
                    progress.tell(job)
                    told = steps
                if time.monotonic() - renewed >= every:
                    renew(job)
                    renewed = time.monotonic()
            except DatabaseError as error:
                logger.warning("The lease of %s was not renewed (%s).", job.kind, type(error).__name__)
    except LeaseLost:
        # What was finished in the work's own transaction has given its lease back.
        if not ended.is_set() and job.state != Job.State.DONE:
            logger.warning("The lease of %s was lost while it was in hand.", job.kind)
    finally:
        connection.close()
