"""Long lists in pages: all that is linked to a concept, and the top concepts of a map."""

import orjson
from django.http import HttpRequest, HttpResponse

from concepts.errors import UnknownConcept
from explore.api.cursors import MOST_A_PAGE, PAGE, next_address, read_cursor
from explore.api.description import cursor, described, number
from explore.api.parameters import whole_number
from explore.api.problems import Problem
from explore.api.reading import ReadView, begin_map
from explore.api.serializers import LinkedSerializer, TopsSerializer
from explore.children import tops_page
from explore.links import index_of
from explore.places import KIND_OF_ROLE, links_of
from graph.relations import ROLES, linked


class LinkedView(ReadView):
    """Its parents, children, prerequisites, what it leads to, or what is related: in the teaching order, page by page.

    The concept itself lists the first of each; a hub may have tens of thousands.
    """

    @described(
        LinkedSerializer,
        summary="All that is one thing to a concept",
        operation="list_linked",
        tag="Concepts",
        parameters=[cursor(), number("limit", default=PAGE, most=MOST_A_PAGE, what="Concepts a page.")],
    )
    def get(self, request: HttpRequest, map_slug: str, concept_slug: str, role: str) -> HttpResponse:
        size = whole_number(request.GET, "limit", default=PAGE, most=MOST_A_PAGE)
        after = read_cursor(request.GET, int)
        reading = begin_map(request, map_slug)
        snapshot = reading.snapshot
        index = index_of(snapshot, concept_slug)
        if index is None:
            raise UnknownConcept(concept_slug)
        if role not in ROLES:
            raise Problem("not-found", f"There is no such list: take one of {', '.join(ROLES)}.")
        beyond = int(after[0]) if after else None
        part = linked(snapshot, index, ROLES[role], beyond=beyond, most=size)
        links = links_of(snapshot, part, KIND_OF_ROLE[ROLES[role]])
        page = {
            "map": map_slug,
            "revision": reading.state.revision,
            "concept": concept_slug,
            "role": role,
            "total": part.before + len(links) + part.after,
            "concepts": links,
            "next": next_address(request, (int(part.others[-1]),) if part.after else None),
        }
        return reading.answer(orjson.dumps(LinkedSerializer(page).data))


class TopsView(ReadView):
    """Those without a parent, under which all others stand."""

    @described(
        TopsSerializer,
        summary="The top concepts of a map",
        operation="list_tops",
        tag="Concepts",
        parameters=[cursor(), number("limit", default=PAGE, most=MOST_A_PAGE, what="Concepts a page.")],
    )
    def get(self, request: HttpRequest, map_slug: str) -> HttpResponse:
        size = whole_number(request.GET, "limit", default=PAGE, most=MOST_A_PAGE)
        after = read_cursor(request.GET, int)
        reading = begin_map(request, map_slug)
        beyond = int(after[0]) if after else None
        page = tops_page(reading.snapshot, after=beyond, size=size, staff=reading.staff)
        answer = {
            "map": map_slug,
            "revision": reading.state.revision,
            "concepts": page.children,
            "next": next_address(request, None if page.last is None else (page.last,)),
        }
        return reading.answer(orjson.dumps(answer))
