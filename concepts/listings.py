"""Long lists in pages that begin after a row already seen: the last page costs no more than the first."""

from django.db.models import Q, QuerySet

from concepts.models import Concept, KnowledgeMap
from concepts.selectors import maps_listed

MapPlace = tuple[int, str, int]
ConceptPlace = tuple[int, int]


def maps_after(place: MapPlace | None, *, staff: bool = False) -> QuerySet[KnowledgeMap]:
    """Maps in their order that come after (position, title, id). Queries: 2 when it is read."""
    maps = maps_listed(staff=staff).order_by("position", "title", "pk")
    if place is None:
        return maps
    position, title, pk = place
    later = Q(position__gt=position) | Q(title__gt=title) | Q(title=title, pk__gt=pk)
    # That the position is no lower says nothing new, but lets the database start in its index.
    return maps.filter(Q(position__gte=position) & later)


def concepts_after(map_id: int, place: ConceptPlace | None, *, staff: bool = False) -> QuerySet[Concept]:
    """The concepts of a map in its own order that come after (position, id), without their long texts. Queries: 1."""
    concepts = (
        Concept.objects.filter(map_id=map_id).order_by("position", "pk").defer("detail", "sources", "aliases")
    )
    if not staff:
        concepts = concepts.filter(published=True)
    if place is None:
        return concepts
    position, pk = place
    return concepts.filter(Q(position__gte=position) & (Q(position__gt=position) | Q(pk__gt=pk)))
