"""Finding concepts for curators by the index that visitors search in, however many concepts there are."""

from collections import defaultdict

from django.db.models import Q, QuerySet

from concepts.models import Concept, KnowledgeMap
from concepts.search import search

MOST_FOUND = 200


def concepts_found(
    concepts: QuerySet[Concept], words: str, *, map_slug: str | None = None
) -> QuerySet[Concept]:
    """Those that are found for some words, and those at this very address. Queries: 4."""
    slugs: defaultdict[str, list[str]] = defaultdict(list)
    for hit in search(words, staff=True, map_slug=map_slug, limit=MOST_FOUND):
        if hit.kind == "concept":
            slugs[hit.map_slug].append(hit.slug)
    ids = dict(KnowledgeMap.objects.order_by().values_list("slug", "pk"))
    chosen = Q(map_id__in=list(ids.values()), slug=words.strip())
    for slug, found in slugs.items():
        chosen |= Q(map_id=ids.get(slug), slug__in=found)
    return concepts.filter(chosen)
