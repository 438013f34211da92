"""What the neighborhood API is measured against: the same answer made in the usual ways."""

from collections.abc import Iterable
from typing import Any

import orjson
from django.core.cache import cache
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from rest_framework.renderers import JSONRenderer

from concepts.models import Concept, KnowledgeMap, Link
from concepts.selectors import state_of
from concepts.snapshots import snapshot_of
from explore.api.serializers import NeighborhoodSerializer
from explore.views.explorer import map_page
from graph.kinds import LinkKind
from graph.neighborhood import neighborhood


def bare(request: HttpRequest) -> HttpResponse:
    """Two letters, behind the middleware of the site."""
    return HttpResponse("ok", content_type="text/plain")


def uncached_map_page(request: HttpRequest, map_slug: str) -> HttpResponse:
    """The page of a map, made anew."""
    cache.clear()
    return map_page(request, map_slug)


def rows_by_orm(request: HttpRequest, map_slug: str, concept_slug: str) -> HttpResponse:
    """The neighborhood from the snapshot, what is said of its concepts by the ORM."""
    shown = KnowledgeMap.objects.get(slug=map_slug, published=True)
    snapshot = snapshot_of(state_of(shown))
    center = snapshot.id_of(snapshot.index_of_slug(concept_slug))
    found = neighborhood(snapshot, center, radius=int(request.GET["radius"]), limit=int(request.GET["limit"]))
    concepts = Concept.objects.only("slug", "title", "summary").in_bulk(found.concepts)
    places = snapshot.indices_of(found.concepts)
    positions = zip(snapshot.rows.x[places].tolist(), snapshot.rows.y[places].tolist(), strict=True)
    nodes = [
        _node(concepts[concept], distance, x, y)
        for concept, distance, (x, y) in zip(found.concepts, found.distances, positions, strict=True)
    ]
    links = [
        {
            "source": concepts[link.source].slug,
            "target": concepts[link.target].slug,
            "kind": link.kind.word,
            "reason": link.reason,
        }
        for link in found.links
    ]
    about = {
        "map": map_slug,
        "revision": shown.revision,
        "center": concept_slug,
        "nodes": nodes,
        "links": links,
    }
    body = orjson.dumps({**about, "truncated": found.truncated, "total": found.total})
    return HttpResponse(body, content_type="application/json")


def all_by_orm(request: HttpRequest, map_slug: str, concept_slug: str) -> HttpResponse:
    """All by the ORM, level by level, and a serializer of the REST framework."""
    shown = KnowledgeMap.objects.get(slug=map_slug, published=True)
    center = Concept.objects.get(map=shown, slug=concept_slug, published=True).pk
    distances = _levels(center, int(request.GET["radius"]))
    chosen = list(distances)[: int(request.GET["limit"])]
    concepts = Concept.objects.only("slug", "title", "summary").in_bulk(chosen)
    about = {
        "map": map_slug,
        "revision": shown.revision,
        "center": concept_slug,
        "nodes": [_node(concepts[concept], distances[concept], 0.0, 0.0) for concept in chosen],
        "links": _links(chosen, concepts),
        "truncated": len(distances) > len(chosen),
        "total": len(distances),
    }
    return HttpResponse(
        JSONRenderer().render(NeighborhoodSerializer(about).data), content_type="application/json"
    )


def _levels(center: int, radius: int) -> dict[int, int]:
    distances, level = {center: 0}, [center]
    for distance in range(1, radius + 1):
        linked = Link.objects.filter(Q(source_id__in=level) | Q(target_id__in=level))
        ends = {end for pair in linked.values_list("source_id", "target_id") for end in pair}
        level = sorted(ends - distances.keys())
        distances.update(dict.fromkeys(level, distance))
    return distances


def _links(chosen: Iterable[int], concepts: dict[int, Concept]) -> list[dict[str, Any]]:
    rows = Link.objects.filter(source_id__in=chosen, target_id__in=chosen)
    return [
        {
            "source": concepts[source].slug,
            "target": concepts[target].slug,
            "kind": LinkKind(kind).word,
            "reason": reason,
        }
        for source, target, kind, reason in rows.values_list("source_id", "target_id", "kind", "reason")
    ]


def _node(concept: Concept, distance: int, x: float, y: float) -> dict[str, Any]:
    words = {"slug": concept.slug, "title": concept.title, "summary": concept.summary}
    return {**words, "x": x, "y": y, "distance": distance}
