"""Removing what has run out: allowances of an hour ago, links past their time."""

import time

from django.db import models, transaction
from django.utils import timezone

from waitlist.models import Allowance, Token

_AT_ONCE = 500


def tidy() -> int:
    """Remove some of what has run out; several at once take different rows. Returns how many. Queries: 2 or more."""
    allowances = Allowance.objects.filter(until__lte=int(time.time()))
    tokens = Token.objects.filter(expires__lte=timezone.now())
    return sum(_remove(rows) for rows in (allowances, tokens) if rows.exists())


def _remove(rows: models.QuerySet[Allowance] | models.QuerySet[Token]) -> int:
    with transaction.atomic():
        # Rows that somebody else is removing, or beginning anew, are passed over: nobody waits for anybody.
        free = [row.pk for row in rows.select_for_update(skip_locked=True)[:_AT_ONCE]]
        count, _ = rows.model._default_manager.filter(pk__in=free).delete()
    return count
