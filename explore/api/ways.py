"""Ways through a map: learning paths and connections."""

import orjson
from django.http import HttpRequest, HttpResponse

from explore.api.description import described, slugs, text
from explore.api.parameters import required_text, words_in
from explore.api.problems import Fault, Problem
from explore.api.reading import ReadView, begin_map
from explore.api.serializers import ConnectionSerializer, PathSerializer
from explore.routes import connect_page, path_page
from explore.way_contexts import ConnectPage

_ENDS = {"from": "the slug of a concept", "to": "the slug of another"}


class PathView(ReadView):
    """All that comes before a concept in the teaching order, less what is known and what only the known parts need."""

    @described(
        PathSerializer,
        summary="What to learn before a concept, in order",
        operation="get_path",
        tag="Ways",
        parameters=[
            slugs(
                "know", "Slugs of what is known already, joined by commas; others than the map's are ignored."
            )
        ],
    )
    def get(self, request: HttpRequest, map_slug: str, concept_slug: str) -> HttpResponse:
        known = words_in(request.GET, "know")
        reading = begin_map(request, map_slug)
        page = path_page(map_slug, concept_slug, known=known, staff=reading.staff)
        return reading.answer(orjson.dumps(PathSerializer(page).data))


class ConnectionView(ReadView):
    """A shortest route, links followed both ways, and up to two more that avoid hubs."""

    @described(
        ConnectionSerializer,
        summary="How two concepts are connected",
        operation="get_connection",
        tag="Ways",
        parameters=[text(name, what.capitalize() + ".", required=True) for name, what in _ENDS.items()],
    )
    def get(self, request: HttpRequest, map_slug: str) -> HttpResponse:
        ends = {name: required_text(request.GET, name, what) for name, what in _ENDS.items()}
        reading = begin_map(request, map_slug)
        page = connect_page(map_slug, source=ends["from"], target=ends["to"], staff=reading.staff)
        _refuse_unknown(ends, page)
        return reading.answer(orjson.dumps(ConnectionSerializer(page).data))


def _refuse_unknown(ends: dict[str, str], page: ConnectPage) -> None:
    faults = [
        Fault("parameter", name, "There is no such concept in this map.")
        for name, slug in ends.items()
        if slug in page.unknown
    ]
    if faults:
        raise Problem(
            "not-found", f"There is no such concept in this map: {', '.join(page.unknown)}.", faults=faults
        )
