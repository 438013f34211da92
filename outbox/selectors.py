"""How much work waits, and for how long."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, DateTimeField, Max, Min
from django.db.models.functions import Now

from outbox.models import Job


@dataclass(frozen=True, slots=True)
class Backlog:
    """Jobs that wait or have failed. `counts`: by kind and state. `oldest`, `late`: seconds since the oldest that waits
    was handed over, and since the first that could be done now came due; 0 when there is none."""

    counts: dict[tuple[str, str], int]
    oldest: float
    late: float

    @property
    def depth(self) -> int:
        """How many wait."""
        return sum(count for (_, state), count in self.counts.items() if state == Job.State.WAITING)


def backlog() -> Backlog:
    """What the outbox holds that is not done. Queries: 2."""
    waiting = Job.objects.filter(state=Job.State.WAITING).order_by()
    undone = Job.objects.filter(state__in=[Job.State.WAITING, Job.State.FAILED]).order_by()
    rows = undone.values_list("kind", "state").annotate(Count("pk"))
    times = waiting.aggregate(
        oldest=Min("created"), first=Min("due"), now=Max(Now(), output_field=DateTimeField())
    )
    return Backlog(
        counts={(kind, state): count for kind, state, count in rows},
        oldest=_seconds(times["oldest"], times["now"]),
        late=_seconds(times["first"], times["now"]),
    )


def _seconds(since: datetime | None, now: datetime | None) -> float:
    return max((now - since).total_seconds(), 0.0) if since and now else 0.0
