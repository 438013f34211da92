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
    slugs: defaultdict[str, list[str]] = defaultdict(list)
    hits = search(words, staff=True, map_slug=map_slug, limit=MOST_FOUND)
    for hit in hits:
        if hit.kind == "concept":
            slugs[hit.map_slug].append(hit.slug)
    ids = dict(KnowledgeMap.objects.order_by().values_list("slug", "pk"))
    chosen = Q(map_id__in=list(ids.values()), slug=words.strip())
    for slug, found in slugs.items():
        chosen |= Q(map_id=ids.get(slug), slug__in=found)
    places = [
        When(map_id=ids.get(hit.map_slug), slug=hit.slug, then=Value(place))
        for place, hit in enumerate(hits)
        if hit.kind == "concept"
    ]
    at_this_address = When(slug=words.strip(), then=Value(-1))
    place = Case(at_this_address, *places, default=Value(len(hits)), output_field=IntegerField())
    return Found(concepts.filter(chosen), place, len(hits) == MOST_FOUND)
