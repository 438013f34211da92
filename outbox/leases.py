"""Who has a job in hand, and until when. Only under its lease is a job finished, so it is never finished twice."""

import logging
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from outbox.backoff import ATTEMPTS, delay_after
from outbox.errors import LeaseLost
from outbox.models import ERROR_LENGTH, Job

LEASE = timedelta(seconds=30)
RENEWED_EVERY_SECONDS = 10.0

logger = logging.getLogger("kinapse.outbox")


def lease_next() -> Job | None:
    """The job that has been due longest, leased to the caller. Queries: 1 when nothing is due, else 3."""
    # Looked for before the transaction, because beginning one takes SQLite's only write lock.
    while _takeable().exists():
        with transaction.atomic():
            job = _takeable().select_for_update(skip_locked=True).order_by("due", "pk").first()
            if job is None:
                return None
            if _take(job):
                return job
    return None


def renew(job: Job) -> None:
    """Hold the lease for its full time from now. Raises: LeaseLost."""
    _update_under_lease(job, leased_until=Now() + LEASE)


def finish(job: Job) -> None:
    """The job is done. Raises: LeaseLost."""
    _update_under_lease(job, state=Job.State.DONE, finished=Now(), lease="", leased_until=None, last_error="")
    job.state = Job.State.DONE


def put_off(job: Job, error: str) -> None:
    """The attempt failed: the job waits longer each time, and after a day it has failed. Raises: LeaseLost."""
    delay = delay_after(job.attempts)
    changes: dict[str, Any] = {"lease": "", "leased_until": None, "last_error": error[:ERROR_LENGTH]}
    if delay is None:
        changes |= {"state": Job.State.FAILED, "finished": Now()}
    else:
        changes["due"] = Now() + delay
    _update_under_lease(job, **changes)


@contextmanager
def kept(job: Job, *, every: float = RENEWED_EVERY_SECONDS) -> Iterator[None]:
    """Renew the lease for as long as the block runs, however slow a mail server or long an import."""
    ended = threading.Event()
    keeper = threading.Thread(target=_renew_until, args=(job, ended, every), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ended.set()
        keeper.join()


def _takeable() -> QuerySet[Job]:
    free = Q(leased_until=None) | Q(leased_until__lte=Now())
    return Job.objects.filter(free, state=Job.State.WAITING, due__lte=Now())


def _update_under_lease(job: Job, **changes: Any) -> None:
    held = Job.objects.filter(pk=job.pk, lease=job.lease, state=Job.State.WAITING)
    if not held.update(**changes):
        raise LeaseLost(f"The lease of “{job.key}” is somebody else's now.")


def _take(job: Job) -> bool:
    row = Job.objects.filter(pk=job.pk)
    if job.lease:
        job.last_error = f"Whoever had it in hand stopped without a word at attempt {job.attempts}."
    if job.attempts >= ATTEMPTS:
        # Its last attempt ended with the process, so nobody was left to write the failure down.
        row.update(
            state=Job.State.FAILED, finished=Now(), lease="", leased_until=None, last_error=job.last_error
        )
        return False
    job.lease = secrets.token_hex(16)
    job.attempts += 1
    row.update(lease=job.lease, leased_until=Now() + LEASE, attempts=job.attempts, last_error=job.last_error)
    return True


def _renew_until(job: Job, ended: threading.Event, every: float) -> None:
    try:
        while not ended.wait(every):
            try:
                renew(job)
            except DatabaseError as error:
                logger.warning("The lease of %s was not renewed (%s).", job.kind, type(error).__name__)
    except LeaseLost:
        logger.warning("The lease of %s was lost while it was in hand.", job.kind)
    finally:
        connection.close()
