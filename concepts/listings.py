"""Long lists in pages that begin after a row already seen: the last page costs no more than the first."""

from datetime import datetime

from django.db.models import F, IntegerField, Max, Q, QuerySet
from django.db.models.functions import Cast

from concepts.models import Concept, KnowledgeMap
from concepts.selectors import maps_listed

MapPlace = tuple[int, str, int]
ConceptPlace = tuple[int, int]
# Ids, not rows, are counted, so that any stretch is found as fast as the first.
CONCEPTS_A_STRETCH = 5_000


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


def concept_stretches() -> list[tuple[int, datetime]]:
    """The stretches of ids, numbered from 0, in which everyone may see a concept, and when one there was last updated.

    Queries: 1, which reads every concept.
    """
    stretch = Cast((F("pk") - 1) / CONCEPTS_A_STRETCH, IntegerField())
    newest = (
        _published().order_by().annotate(stretch=stretch).values("stretch").annotate(newest=Max("updated"))
    )
    return sorted((row["stretch"], row["newest"]) for row in newest)


def concepts_in_stretch(number: int) -> QuerySet[Concept]:
    """What everyone may see of the concepts of a stretch: slug, map and when updated. Queries: 1."""
    first = number * CONCEPTS_A_STRETCH + 1
    chosen = _published().filter(pk__range=(first, first + CONCEPTS_A_STRETCH - 1))
    return chosen.order_by("pk").select_related("map").only("slug", "updated", "map__slug")


def _published() -> QuerySet[Concept]:
    return Concept.objects.filter(published=True, map__published=True)
