"""What is read from the waitlist."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count
from django.db.models.functions import TruncDate
from django.utils import timezone

from waitlist.models import Placement, Signup


@dataclass(frozen=True, slots=True)
class Counts:
    """How many asked on each of the last days, by state, and in all by placement and state."""

    days: Sequence[date]
    by_day: dict[tuple[date, str], int]
    by_placement: dict[tuple[str, str], int]

    def on(self, day: date) -> dict[str, int]:
        """How many asked on a day, for each state that occurs."""
        counts = {state: self.by_day.get((day, state), 0) for state in Signup.State.values}
        return {state: count for state, count in counts.items() if count}

    def at(self, placement: str) -> dict[str, int]:
        """How many joined at a placement, for every state."""
        return {state: self.by_placement.get((placement, state), 0) for state in Signup.State.values}


def signup_counts(*, days: int) -> Counts:
    """Counts of the last days and of all placements. Queries: 2."""
    today = timezone.now().date()
    first = today - timedelta(days=days - 1)
    recent = Signup.objects.filter(asked__gte=timezone.now() - timedelta(days=days))
    by_day = recent.order_by().values_list(TruncDate("asked"), "state").annotate(count=Count("pk"))
    by_placement = Signup.objects.order_by().values_list("placement", "state").annotate(count=Count("pk"))
    return Counts(
        days=[first + timedelta(days=number) for number in range(days)],
        by_day={(day, state): count for day, state, count in by_day},
        by_placement={
            (placement, state): count
            for placement, state, count in by_placement
            if placement in Placement.values
        },
    )
