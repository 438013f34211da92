"""Finding concepts for curators by the index that visitors search in, however many concepts there are."""

from collections import defaultdict
from typing import NamedTuple

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from concepts.models import Concept, KnowledgeMap
from concepts.search import search

MOST_FOUND = 200


class Found(NamedTuple):
    """`place`: orders them, the best match first. `is_cut`: as many were found as are looked for; there may be more."""

    concepts: QuerySet[Concept]
    place: Case
    is_cut: bool


def concepts_found(concepts: QuerySet[Concept], words: str, *, map_slug: str | None = None) -> Found:
    """Those that are found for some words, and those at this very address. Queries: 4."""
    address = words.strip()
    hits = search(words, staff=True, map_slug=map_slug, limit=MOST_FOUND)
    found = [hit for hit in hits if hit.kind == "concept"]
    slugs: defaultdict[str, list[str]] = defaultdict(list)
    for hit in found:
        slugs[hit.map_slug].append(hit.slug)
    ids = dict(KnowledgeMap.objects.order_by().values_list("slug", "pk"))
    chosen = Q(map_id__in=list(ids.values()), slug=address)
    for slug, of_map in slugs.items():
        chosen |= Q(map_id=ids.get(slug), slug__in=of_map)
    places = [
        When(map_id=ids.get(hit.map_slug), slug=hit.slug, then=Value(place))
        for place, hit in enumerate(found)
    ]
    at_this_address = When(slug=address, then=Value(-1))
    place = Case(at_this_address, *places, default=Value(len(found)), output_field=IntegerField())
    return Found(concepts.filter(chosen), place, len(hits) == MOST_FOUND)
