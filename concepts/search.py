"""Stand-in until the search is there."""
from dataclasses import dataclass
from concepts.models import Concept


@dataclass(frozen=True, slots=True)
class Hit:
    kind: str
    map_slug: str
    map_title: str
    slug: str
    title: str
    summary: str
    score: float = 0


def search(query: str, *, staff: bool = False, map_slug: str | None = None, limit: int = 20) -> tuple[Hit, ...]:
    rows = Concept.objects.filter(title__icontains=query, map__published=True).select_related("map")[:limit]
    return tuple(Hit("concept", r.map.slug, r.map.title, r.slug, r.title, r.summary) for r in rows)
