"""Once an hour what has run out is removed: relays hand it over, once for all of them, and it is done as any job is."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from outbox.models import Job
from outbox.registry import tidiers
from outbox.services import hand_over

KIND = "outbox.tidy"
# Long enough to look into what happened. Failed ones stay until somebody tries them again.
DONE_KEPT = timedelta(days=30)
_AT_ONCE = 500


class Clock:
    """Which hour a relay has handed over already."""

    def __init__(self) -> None:
        self._hour = ""

    def strike(self) -> None:
        """Hand this hour's tidying over, unless it has been. Queries: 0, or 1 in a transaction."""
        hour = f"{timezone.now():%Y-%m-%dT%H}"
        if hour == self._hour:
            return
        with transaction.atomic():
            hand_over(kind=KIND, payload={}, key=f"{KIND}:{hour}")
        self._hour = hour


def tidy(_job: Job) -> None:
    """Let every room remove what has run out."""
    for tidier in tidiers():
        tidier()


def remove_done() -> int:
    """Remove jobs that were done long ago. Returns how many."""
    # No index helps to find them: each job would have to write it, and an hourly look through a month's rows is cheap.
    return remove(Job.objects.filter(state=Job.State.DONE, finished__lt=Now() - DONE_KEPT))


def remove(rows: QuerySet[Any]) -> int:
    """Remove rows, some at a time, so that nobody waits long for a lock. Returns how many.

    They are looked for outside of the transactions, since the first statement of one takes SQLite's only write lock.
    Rows that somebody else has locked are left for the next hour.
    """
    count = 0
    while found := list(rows.order_by().values_list("pk", flat=True)[:_AT_ONCE]):
        with transaction.atomic():
            free = rows.filter(pk__in=found).order_by().select_for_update(skip_locked=True)
            removed = list(free.values_list("pk", flat=True))
            rows.model._default_manager.filter(pk__in=removed).delete()
        count += len(removed)
        if not removed:
            break
    return count
