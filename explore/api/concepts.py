"""Concepts: those of a map, one of them, and what lies around it."""

from collections.abc import Sequence

import orjson
from django.http import HttpRequest, HttpResponse

from concepts.errors import UnknownConcept
from concepts.listings import concepts_after
from concepts.models import Concept
from concepts.search import Hit, search
from explore.api.cursors import MOST_A_PAGE, PAGE, Key, next_address, page_of, read_cursor
from explore.api.description import cursor, described, kinds, number, text
from explore.api.parameters import link_kinds, whole_number
from explore.api.reading import MapReading, ReadView, begin_map
from explore.api.shapes import ConceptListShape, ConceptShape, NeighborhoodShape
from explore.pages import concept_page
from graph.errors import UnknownConcept as NotInGraph
from graph.neighborhood_json import neighborhood_json

MOST_RADIUS = 3
USUAL_LIMIT = 200
MOST_LIMIT = 500
# Search ranks so many; who needs what comes after them asks better.
MOST_FOUND = 200


@described(
    ConceptListShape,
    summary="The concepts of a map",
    operation="list_concepts",
    tag="Concepts",
    parameters=[
        text("q", "Only what is found for these words, best first; typing errors are forgiven."),
        cursor(),
        number("limit", default=PAGE, most=MOST_A_PAGE, what="Concepts a page."),
    ],
)
class ConceptListView(ReadView):
    """In the map's own order, or by how well they match `q`."""

    def get(self, request: HttpRequest, map: str) -> HttpResponse:
        size = whole_number(request.GET, "limit", default=PAGE, most=MOST_A_PAGE)
        words = request.GET.get("q", "").strip()
        after = read_cursor(request.GET, int) if words else read_cursor(request.GET, int, int)
        reading = begin_map(request, map)
        shown: Sequence[Hit | Concept]
        if words:
            shown, key = _found(reading, map, words, after, size)
        else:
            shown, key = _listed(reading, after, size)
        page = {
            "map": map,
            "revision": reading.state.revision,
            "concepts": shown,
            "next": next_address(request, key),
        }
        return reading.answer(orjson.dumps(ConceptListShape(page).data))


@described(ConceptShape, summary="One concept with all that is linked to it", operation="get_concept", tag="Concepts")
class ConceptView(ReadView):
    def get(self, request: HttpRequest, map: str, concept: str) -> HttpResponse:
        reading = begin_map(request, map)
        return reading.answer(orjson.dumps(ConceptShape(concept_page(map, concept, staff=reading.staff)).data))


@described(
    NeighborhoodShape,
    summary="What lies around a concept",
    operation="get_neighborhood",
    tag="Concepts",
    parameters=[
        number("radius", default=1, most=MOST_RADIUS, what="How many links away."),
        number("limit", default=USUAL_LIMIT, most=MOST_LIMIT, what="Concepts to give, the nearest ones."),
        kinds(),
    ],
)
class NeighborhoodView(ReadView):
    """All within `radius` links, links followed both ways, nearest first, capped at `limit`; `total` is the whole count."""

    def get(self, request: HttpRequest, map: str, concept: str) -> HttpResponse:
        query = request.GET
        radius = whole_number(query, "radius", default=1, most=MOST_RADIUS)
        limit = whole_number(query, "limit", default=USUAL_LIMIT, most=MOST_LIMIT)
        chosen = link_kinds(query)
        reading = begin_map(request, map)
        snapshot = reading.snapshot
        try:
            center = snapshot.index_of_slug(concept)
        except NotInGraph:
            raise UnknownConcept(concept) from None
        found = neighborhood_json(snapshot, center, radius=radius, limit=limit, kinds=chosen)
        parts = (map.encode(), reading.state.revision, concept.encode(), found[1:])
        return reading.answer(b'{"map":"%b","revision":%d,"center":"%b",%b' % parts)


def _found(
    reading: MapReading, map_slug: str, words: str, after: Key | None, size: int
) -> tuple[Sequence[Hit], Key | None]:
    first = int(after[0]) if after else 0
    most = min(first + size + 1, MOST_FOUND)
    hits = [hit for hit in search(words, staff=reading.staff, map_slug=map_slug, limit=most) if hit.kind == "concept"]
    shown, last = page_of(hits[first:], size)
    return shown, (first + size,) if last else None


def _listed(reading: MapReading, after: Key | None, size: int) -> tuple[Sequence[Concept], Key | None]:
    place = (int(after[0]), int(after[1])) if after else None
    concepts = concepts_after(reading.state.map_id, place, staff=reading.staff)
    shown, last = page_of(list(concepts[: size + 1]), size)
    return shown, (last.position, last.pk) if last else None
