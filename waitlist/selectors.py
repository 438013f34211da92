"""What is read from the waitlist."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count
from django.db.models.functions import TruncDate
from django.utils import timezone

from waitlist.models import Signup


@dataclass(frozen=True, slots=True)
class Counts:
    """How many asked on each of the last days by placement and state, and in all."""

    days: Sequence[date]
    recent: Counter[tuple[date, str, str]]
    all: Counter[tuple[str, str]]

    def on(self, day: date, placement: str) -> dict[str, int]:
        """How many asked at a placement on a day, for each state that occurs."""
        counts = {state: self.recent[day, placement, state] for state in Signup.State.values}
        return {state: count for state, count in counts.items() if count}

    def at(self, placement: str) -> list[int]:
        """How many ever asked at a placement, for every state in turn."""
        return [self.all[placement, state] for state in Signup.State.values]


def signup_counts(*, days: int) -> Counts:
    """Counts of the last days and of all time. Queries: 2."""
    today = timezone.now().date()
    first = today - timedelta(days=days - 1)
    signups = Signup.objects.order_by()
    recent = signups.filter(asked__date__gte=first).values_list(TruncDate("asked"), "placement", "state")
    return Counts(
        days=[first + timedelta(days=number) for number in range(days)],
        recent=Counter({(day, *where): count for day, *where, count in recent.annotate(Count("pk"))}),
        all=Counter(
            {
                (placement, state): count
                for placement, state, count in signups.values_list("placement", "state").annotate(Count("pk"))
            }
        ),
    )
