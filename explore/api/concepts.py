"""Concepts: those of a map, one of them, and what lies around it."""

from collections.abc import Sequence

import orjson
from django.http import HttpRequest, HttpResponse

from concepts.errors import UnknownConcept
from concepts.listings import concepts_after
from concepts.models import Concept
from concepts.search import Hit, search
from explore.api.cursors import MOST_A_PAGE, PAGE, next_address, page_of, read_cursor
from explore.api.description import cursor, described, kinds, number, slugs, text
from explore.api.parameters import few_words, link_kinds, whole_number
from explore.api.reading import MapReading, ReadView, begin_map
from explore.api.serializers import (
    ChildrenSerializer,
    ConceptListSerializer,
    ConceptSerializer,
    NeighborhoodSerializer,
    TrailsSerializer,
)
from explore.children import children_page
from explore.cursors import Key
from explore.places import concept_page
from explore.trails import trails_of
from graph.errors import UnknownConcept as NotInGraph
from graph.neighborhood_json import neighborhood_json

MOST_RADIUS = 3
USUAL_LIMIT = 200
MOST_LIMIT = 500
# Search ranks so many; who needs what comes after them asks better.
MOST_FOUND = 200
MOST_TRAILS = 200


class ConceptListView(ReadView):
    """In the map's own order, or by how well they match `q`."""

    @described(
        ConceptListSerializer,
        summary="The concepts of a map",
        operation="list_concepts",
        tag="Concepts",
        parameters=[
            text("q", "Only what is found for these words, best first; typing errors are forgiven."),
            cursor(),
            number("limit", default=PAGE, most=MOST_A_PAGE, what="Concepts a page."),
        ],
    )
    def get(self, request: HttpRequest, map_slug: str) -> HttpResponse:
        size = whole_number(request.GET, "limit", default=PAGE, most=MOST_A_PAGE)
        words = request.GET.get("q", "").strip()
        after = read_cursor(request.GET, int) if words else read_cursor(request.GET, int, int)
        reading = begin_map(request, map_slug)
        shown: Sequence[Hit | Concept]
        if words:
            shown, key = _found(reading, map_slug, words, after, size)
        else:
            shown, key = _listed(reading, after, size)
        page = {
            "map": map_slug,
            "revision": reading.state.revision,
            "concepts": shown,
            "next": next_address(request, key),
        }
        return reading.answer(orjson.dumps(ConceptListSerializer(page).data))


class ConceptView(ReadView):
    """Its texts and sources, its ancestors, and every link with its reason, by what the other end is to it."""

    @described(
        ConceptSerializer,
        summary="One concept and what is linked to it",
        operation="get_concept",
        tag="Concepts",
    )
    def get(self, request: HttpRequest, map_slug: str, concept_slug: str) -> HttpResponse:
        reading = begin_map(request, map_slug)
        page = concept_page(map_slug, concept_slug, staff=reading.staff)
        return reading.answer(orjson.dumps(ConceptSerializer(page).data))


class ChildrenView(ReadView):
    """Those that have it as their first parent in the map's order, so that every concept is the child of one.

    `trail` leads to the parent from the top: what opens a picture there.
    """

    @described(
        ChildrenSerializer,
        summary="The children of a concept in the tree of its map",
        operation="list_children",
        tag="Concepts",
        parameters=[cursor(), number("limit", default=PAGE, most=MOST_A_PAGE, what="Children a page.")],
    )
    def get(self, request: HttpRequest, map_slug: str, concept_slug: str) -> HttpResponse:
        size = whole_number(request.GET, "limit", default=PAGE, most=MOST_A_PAGE)
        after = read_cursor(request.GET, int)
        reading = begin_map(request, map_slug)
        page = children_page(
            reading.snapshot,
            concept_slug,
            after=int(after[0]) if after else None,
            size=size,
            staff=reading.staff,
        )
        answer = {
            "map": map_slug,
            "revision": reading.state.revision,
            "parent": concept_slug,
            "trail": page.trail,
            "children": page.children,
            "next": next_address(request, None if page.last is None else (page.last,)),
        }
        return reading.answer(orjson.dumps(answer))


class TrailsView(ReadView):
    """Each once, what is above before what is below: enough to draw just these of a large map as a tree.

    `parent` is the first one; `colour` is that of the concept's region on the atlas, null where there is none.
    """

    @described(
        TrailsSerializer,
        summary="Some concepts with all that is above them",
        operation="get_trails",
        tag="Concepts",
        parameters=[
            slugs("concepts", f"Slugs joined by commas, at most {MOST_TRAILS}; unknown ones are left out.")
        ],
    )
    def get(self, request: HttpRequest, map_slug: str) -> HttpResponse:
        asked = few_words(request.GET, "concepts", most=MOST_TRAILS)
        reading = begin_map(request, map_slug, drawn=True)
        steps = trails_of(reading.snapshot, asked, atlas=reading.atlas, staff=reading.staff)
        answer = {"map": map_slug, "revision": reading.state.revision, "concepts": steps}
        return reading.answer(orjson.dumps(answer))


class NeighborhoodView(ReadView):
    """All within `radius` links, followed both ways, nearest first, capped at `limit`; `total` is the whole count."""

    @described(
        NeighborhoodSerializer,
        summary="What lies around a concept",
        operation="get_neighborhood",
        tag="Concepts",
        parameters=[
            number("radius", default=1, most=MOST_RADIUS, what="How many links away."),
            number("limit", default=USUAL_LIMIT, most=MOST_LIMIT, what="Concepts to give, the nearest ones."),
            kinds(),
        ],
    )
    def get(self, request: HttpRequest, map_slug: str, concept_slug: str) -> HttpResponse:
        query = request.GET
        radius = whole_number(query, "radius", default=1, most=MOST_RADIUS)
        limit = whole_number(query, "limit", default=USUAL_LIMIT, most=MOST_LIMIT)
        chosen = link_kinds(query)
        reading = begin_map(request, map_slug)
        snapshot = reading.snapshot
        try:
            center = snapshot.index_of_slug(concept_slug)
        except NotInGraph:
            raise UnknownConcept(concept_slug) from None
        found = neighborhood_json(snapshot, center, radius=radius, limit=limit, kinds=chosen)
        about = (map_slug.encode(), reading.state.revision, concept_slug.encode())
        head = b'{"map":"%b","revision":%d,"center":"%b",' % about
        # The members of the neighborhood follow without its brace; a view of them is not copied twice.
        return reading.answer(b"".join((head, memoryview(found)[1:])))


def _found(
    reading: MapReading, map_slug: str, words: str, after: Key | None, size: int
) -> tuple[Sequence[Hit], Key | None]:
    first = int(after[0]) if after else 0
    # Besides the concepts of the page, the one after it and the map itself may be among the best.
    most = min(first + size + 2, MOST_FOUND)
    hits = [
        hit
        for hit in search(words, staff=reading.staff, map_slug=map_slug, limit=most)
        if hit.kind == "concept"
    ]
    shown, last = page_of(hits[first:], size)
    return shown, (first + size,) if last else None


def _listed(reading: MapReading, after: Key | None, size: int) -> tuple[Sequence[Concept], Key | None]:
    place = (int(after[0]), int(after[1])) if after else None
    concepts = concepts_after(reading.state.map_id, place, staff=reading.staff)
    shown, last = page_of(list(concepts[: size + 1]), size)
    return shown, (last.position, last.pk) if last else None
