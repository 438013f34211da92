"""Who has a job in hand, and until when. Only under its lease is a job finished, so it is never finished twice."""

import secrets
from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Now

from outbox.backoff import ATTEMPTS, delay_after
from outbox.errors import LeaseLost
from outbox.models import ERROR_LENGTH, Job
from outbox.registry import is_secret, is_unrecorded, tell_given_up

LEASE = timedelta(seconds=30)
# Work that nobody has begun for so long is not entrusted to messages alone any more.
LATE = timedelta(seconds=90)
_FREE: dict[str, Any] = {"lease": "", "leased_until": None, "begun": None}


def lease_next(*, but: Collection[str] = (), late: timedelta = timedelta(0)) -> Job | None:
    """What has been due longest, of no kind in `but`, now in the caller's hand. Queries: 1 if nothing is, else 3.

    `late`: how long it must have been due at least.
    """
    waiting = _takeable(but).filter(due__lte=Now() - late)
    # Looked for before the transaction, because beginning one takes SQLite's only write lock.
    while waiting.exists():
        with transaction.atomic():
            job = waiting.select_for_update(skip_locked=True).order_by("due", "pk").first()
            if job is None:
                return None
            if _lease(job, in_hand=True):
                return job
    return None


def reserve(*, count: int, but: Collection[str] = ()) -> list[Job]:
    """Up to `count` due jobs of no kind in `but`, leased to messages that carry the lease to a worker.

    They are in nobody's hand yet: `begin` counts the attempt. Those whose message was lost and that are late by now are
    left to whoever does not rely on messages. Queries: 1 when nothing is due, else 2 and 1 a job.
    """
    publishable = _takeable(but).exclude(_lost())
    if count < 1 or not publishable.exists():
        return []
    with transaction.atomic():
        due = publishable.select_for_update(skip_locked=True).order_by("due", "pk")[:count]
        return [job for job in due if _lease(job)]


def is_any_lost() -> bool:
    """Whether workers do not follow: a late job was published, and nobody has begun it within its lease. Queries: 1."""
    # Counted, since who is asked for one row alone may read the whole backlog to find it.
    unfollowed = Job.objects.filter(_lost(), state=Job.State.WAITING, leased_until__lte=Now())
    return unfollowed.count() > 0


def begin(*, job_id: int, lease: str) -> Job | None:
    """The job that was leased so, now in the caller's hand, for one attempt more. Queries: 2.

    The lease is changed: a second delivery of the same message finds it gone, gets None and does nothing.
    """
    waiting = Job.objects.filter(pk=job_id, lease=lease, begun=None, state=Job.State.WAITING)
    job = waiting.first()
    if job is None:
        return None
    job.lease = secrets.token_hex(16)
    taken = waiting.update(lease=job.lease, leased_until=Now() + LEASE, **_begun(job))
    return job if taken else None


def give_back(jobs: Collection[Job]) -> None:
    """Jobs that were reserved and could not be published are free again, as if never leased."""
    leases = [job.lease for job in jobs]
    Job.objects.filter(lease__in=leases, begun=None, state=Job.State.WAITING).update(**_FREE)


def in_hand() -> dict[str, int]:
    """How many jobs of each kind are leased now. Queries: 1."""
    leased = Job.objects.filter(leased_until__gt=Now()).order_by().values_list("kind")
    return dict(leased.annotate(Count("pk")))


def renew(job: Job) -> None:
    """Hold the lease for its full time from now. Raises: LeaseLost."""
    update_under_lease(job, leased_until=Now() + LEASE)


def finish(job: Job) -> None:
    """The job is done. Raises: LeaseLost."""
    if is_unrecorded(job.kind):
        deleted, _ = _held(job).delete()
        _must_be_held(job, deleted)
    else:
        come: dict[str, Any] = {"steps_done": job.steps, "steps": job.steps}
        if is_secret(job.kind):
            come["payload"] = {}
        update_under_lease(job, state=Job.State.DONE, finished=Now(), last_error="", **come, **_FREE)
    job.state = Job.State.DONE


def put_off(job: Job, error: str, *, for_good: bool = False, at_least: timedelta = timedelta(0)) -> None:
    """The attempt failed: the job waits longer each time, `at_least` so long; after a day, or `for_good`, it is over.

    Raises: LeaseLost.
    """
    delay = None if for_good else delay_after(job.attempts)
    changes: dict[str, Any] = {**_FREE, "last_error": error[:ERROR_LENGTH]}
    if delay is not None:
        update_under_lease(job, **changes, due=Now() + max(delay, at_least))
        return
    with transaction.atomic():
        update_under_lease(job, **changes, state=Job.State.FAILED, finished=Now())
        job.last_error = error[:ERROR_LENGTH]
        tell_given_up(job)


def update_under_lease(job: Job, **changes: Any) -> None:
    """Change the row of a job that is in hand. Raises: LeaseLost."""
    _must_be_held(job, _held(job).update(**changes))


def _held(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, lease=job.lease, state=Job.State.WAITING)


def _must_be_held(job: Job, rows: int) -> None:
    if not rows:
        raise LeaseLost(f"The lease of “{job.key}” is somebody else's now.")


def _begun(job: Job) -> dict[str, Any]:
    """What is written down when an attempt begins: also when the next would be due, if this one ends without a word."""
    job.attempts += 1
    delay = delay_after(job.attempts)
    return {
        "begun": Now(),
        "attempts": job.attempts,
        **({} if delay is None else {"due": Now() + delay}),
    }


def _lost() -> Q:
    """What was published, has not been begun and is late."""
    return ~Q(lease="") & Q(begun=None, due__lte=Now() - LATE)


def _takeable(but: Collection[str]) -> QuerySet[Job]:
    free = Q(leased_until=None) | Q(leased_until__lte=Now())
    due = Job.objects.filter(free, state=Job.State.WAITING, due__lte=Now())
    return due.exclude(kind__in=but) if but else due


def _lease(job: Job, *, in_hand: bool = False) -> bool:
    """Lease a free job, `in_hand` for an attempt at once.

    False when it had its last attempt, whose process ended before it could write that down.
    """
    row = Job.objects.filter(pk=job.pk)
    if job.begun:
        job.last_error = f"Whoever had it in hand stopped without a word at attempt {job.attempts}."
    if job.attempts >= ATTEMPTS:
        row.update(state=Job.State.FAILED, finished=Now(), last_error=job.last_error, **_FREE)
        tell_given_up(job)
        return False
    job.lease = secrets.token_hex(16)
    begun = _begun(job) if in_hand else {"begun": None}
    row.update(lease=job.lease, leased_until=Now() + LEASE, last_error=job.last_error, **begun)
    return True
