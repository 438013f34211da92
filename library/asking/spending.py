"""The bound on what a day may cost. It is kept in the database, so that all processes share it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone

from library.asking.errors import AskingRefused, Unanswered
from library.models import Spending


@dataclass(frozen=True, slots=True)
class SetAside:
    """Tokens that count as spent until it is known how many were."""

    day: date
    tokens: int


def set_aside(tokens: int) -> SetAside:
    """Count tokens as spent before they are. Queries: 2.

    Raises: Unanswered until tomorrow when today has not so many left; AskingRefused when no day has.
    """
    most = settings.LLM_DAILY_TOKENS
    if tokens > most:
        raise AskingRefused(
            f"The question may cost {tokens:,} tokens, and a day {most:,}: raise KINAPSE_LLM_DAILY_TOKENS."
        )
    today = timezone.now().astimezone(UTC).date()
    Spending.objects.get_or_create(day=today)
    left = Spending.objects.filter(day=today, tokens__lte=most - tokens)
    if not left.update(tokens=F("tokens") + tokens):
        raise Unanswered(
            f"Today's {most:,} tokens are nearly spent: asked again tomorrow.", seconds=_until_tomorrow()
        )
    return SetAside(today, tokens)


def settle(aside: SetAside, spent: int) -> None:
    """Say how many tokens it were. Queries: 1."""
    Spending.objects.filter(day=aside.day).update(tokens=Greatest(F("tokens") + (spent - aside.tokens), 0))


def _until_tomorrow() -> float:
    now = datetime.now(UTC)
    midnight = datetime.combine(now.date() + timedelta(days=1), time(0), UTC)
    return (midnight - now).total_seconds() + 1
