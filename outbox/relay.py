"""Does what is due, one job after the other."""

import logging
import time
from collections.abc import Callable

from django.db import InterfaceError, OperationalError, close_old_connections, connection

from outbox.errors import LeaseLost
from outbox.leases import finish, kept, lease_next, put_off
from outbox.models import Job
from outbox.registry import handler_of

POLL_SECONDS = 0.5
OUTAGE_SECONDS = 2.0

logger = logging.getLogger("kinapse.outbox")


def run(*, stopped: Callable[[], bool]) -> None:
    """Do jobs as they come due until `stopped`; the one in hand is finished first."""
    while not stopped():
        time.sleep(_work_through_outages(stopped))


def work_off(*, stopped: Callable[[], bool] = lambda: False) -> int:
    """Do all that is due now. Returns how many jobs were taken in hand."""
    count = 0
    while not stopped() and (job := lease_next()):
        do(job)
        count += 1
    return count


def do(job: Job) -> None:
    """Do one leased job and finish it under the same lease, or put it off with what went wrong."""
    try:
        with kept(job):
            handler_of(job.kind)(job)
    except LeaseLost:
        logger.warning("A job of kind %s was taken over by another relay.", job.kind)
        return
    except Exception as error:
        # Messages of mail servers hold addresses: the row keeps the message, the log only its type.
        logger.warning(
            "A job of kind %s failed at attempt %s (%s).", job.kind, job.attempts, type(error).__name__
        )
        _settle(job, error)
        return
    _settle(job, None)


def _settle(job: Job, error: Exception | None) -> None:
    try:
        if error is not None:
            put_off(job, f"{type(error).__name__}: {error}")
        elif job.state != Job.State.DONE:
            finish(job)
    except LeaseLost:
        logger.warning("A job of kind %s was settled by another relay.", job.kind)


def _work_through_outages(stopped: Callable[[], bool]) -> float:
    """Do what is due. Returns the seconds to wait before looking again."""
    close_old_connections()
    try:
        work_off(stopped=stopped)
    except (OperationalError, InterfaceError) as error:
        logger.warning("The database does not answer (%s); trying again.", type(error).__name__)
        connection.close()
        return OUTAGE_SECONDS
    return POLL_SECONDS
