"""Maps: the list of them, one of them, all of its graph."""

import orjson
from django.http import HttpRequest, HttpResponse

from concepts.listings import maps_after
from explore.api.cursors import MOST_A_PAGE, PAGE, next_address, page_of, read_cursor
from explore.api.description import cursor, described, number
from explore.api.parameters import whole_number
from explore.api.problems import Problem
from explore.api.reading import ReadView, begin_atlas, begin_map
from explore.api.serializers import GraphSerializer, MapListSerializer, MapSerializer
from explore.links import map_card
from explore.pages import map_page
from graph.whole import graph_json

MOST_AT_ONCE = 2_000


class MapListView(ReadView):
    """Those that everyone may see; staff sees drafts too."""

    @described(
        MapListSerializer,
        summary="All maps, in their order",
        operation="list_maps",
        tag="Maps",
        parameters=[cursor(), number("limit", default=PAGE, most=MOST_A_PAGE, what="Maps a page.")],
        refusals=(),
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        size = whole_number(request.GET, "limit", default=PAGE, most=MOST_A_PAGE)
        after = read_cursor(request.GET, int, str, int)
        reading = begin_atlas(request)
        place = (int(after[0]), str(after[1]), int(after[2])) if after else None
        shown, last = page_of(list(maps_after(place, staff=reading.staff)[: size + 1]), size)
        key = (last.position, last.title, last.pk) if last else None
        cards = [map_card(shown_map, staff=reading.staff) for shown_map in shown]
        page = {"maps": cards, "next": next_address(request, key)}
        return reading.answer(orjson.dumps(MapListSerializer(page).data))


class MapView(ReadView):
    """What it covers, its size and its topics; its concepts have addresses of their own."""

    @described(MapSerializer, summary="One map", operation="get_map", tag="Maps")
    def get(self, request: HttpRequest, map_slug: str) -> HttpResponse:
        reading = begin_map(request, map_slug)
        return reading.answer(orjson.dumps(MapSerializer(map_page(map_slug, staff=reading.staff)).data))


class GraphView(ReadView):
    """For maps of up to 2,000 concepts. Larger ones are read page by page, or by neighborhoods."""

    @described(
        GraphSerializer,
        summary="All concepts and links of a map",
        operation="get_graph",
        tag="Maps",
        refusals=("not-found", "map-too-large"),
    )
    def get(self, request: HttpRequest, map_slug: str) -> HttpResponse:
        reading = begin_map(request, map_slug)
        snapshot = reading.snapshot
        if snapshot.concept_count > MOST_AT_ONCE:
            raise Problem(
                "map-too-large",
                f"This map has {snapshot.concept_count:,} concepts and at most {MOST_AT_ONCE:,} are given at once. "
                f"Ask for /api/v1/maps/{map_slug}/concepts/ page by page, or for the neighborhood of a concept.",
            )
        head = b'{"map":"%b","revision":%d,' % (map_slug.encode(), reading.state.revision)
        # The members of the graph follow without its brace.
        return reading.answer(head + graph_json(snapshot, snapshot.map_order())[1:])
