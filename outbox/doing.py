"""One job done under its lease, and settled under the same one."""

import logging
import time
from datetime import timedelta

from django.db import InterfaceError, OperationalError, connection

from outbox.errors import GivenUp, LeaseLost, NotYet
from outbox.keeping import kept
from outbox.leases import LEASE, begin, finish, put_off
from outbox.models import Job
from outbox.registry import handler_of

SETTLED_EVERY_SECONDS = 1.0

logger = logging.getLogger("kinapse.outbox")


def do(job: Job) -> None:
    """Do a job that is in hand and finish it, or put it off with what went wrong."""
    try:
        with kept(job):
            handler_of(job.kind)(job)
    except LeaseLost:
        logger.warning("A job of kind %s was taken over by another.", job.kind)
        return
    except Exception as error:
        # Messages of mail servers hold addresses: the row keeps the message, the log only its type.
        logger.warning(
            "A job of kind %s failed at attempt %s (%s).", job.kind, job.attempts, type(error).__name__
        )
        _settle(job, error)
        return
    _settle(job, None)


def do_published(*, job_id: int, lease: str) -> bool:
    """Do the job that a message brought, once. False when it was delivered before, or leased anew since."""
    job = begin(job_id=job_id, lease=lease)
    if job is None:
        return False
    do(job)
    return True


def _settle(job: Job, error: Exception | None) -> None:
    """Write down how it ended, through an outage of the database as long as the lease lasts: a mail is sent already."""
    give_up = time.monotonic() + LEASE.total_seconds()
    while True:
        try:
            _write_down(job, error)
            return
        except LeaseLost:
            logger.warning("A job of kind %s was settled by another.", job.kind)
            return
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block or time.monotonic() > give_up:
                raise
            connection.close()
            time.sleep(SETTLED_EVERY_SECONDS)


def _write_down(job: Job, error: Exception | None) -> None:
    if isinstance(error, GivenUp):
        put_off(job, str(error), for_good=True)
    elif isinstance(error, NotYet):
        put_off(job, str(error), at_least=timedelta(seconds=error.seconds))
    elif error is not None:
        put_off(job, f"{type(error).__name__}: {error}")
    elif job.state != Job.State.DONE:
        finish(job)
