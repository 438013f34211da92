"""The explorable map: its page, and the panel beside it alone for scripts that change the page in place."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from concepts.snapshots import MapState
from explore import pages, panels
from explore.caching import Rendered, answer_from_map
from explore.contexts import MapPage, Panel
from explore.drawing.map_drawing import draw_map
from explore.errors import unknown_is_404
from explore.levels import outline_markup
from explore.map_address import CLOSED, EVERYTHING, MapAddress
from explore.meta import absolute, map_meta
from explore.relations import relations_of
from explore.views.maps import EXPORTS, concept_edit_url, known_elsewhere
from explore.views.parameters import map_address

# A notice that lists more is read by nobody.
_MOST_NAMED = 3


@require_safe
@unknown_is_404
def map_page(request: HttpRequest, map_slug: str) -> HttpResponse:
    """A map in the state that its address gives."""
    address = map_address(request)

    def render(state: MapState, staff: bool) -> Rendered:
        page = pages.map_page(map_slug, address, staff=staff)
        context = {
            **_panel_context(page.panel, state, staff=staff),
            **_map_context(page, address),
            "meta": map_meta(page),
            "exports": EXPORTS,
            "map_edit_url": reverse("admin:concepts_knowledgemap_change", args=[state.map_id])
            if staff
            else "",
        }
        lasting = address.lasting and not page.unknown
        return Rendered(render_to_string("explore/map.html", context), lasting=lasting)

    return answer_from_map(request, map_slug, view=f"map:{address.query}", render=render)


@require_safe
@unknown_is_404
def panel(request: HttpRequest, map_slug: str) -> HttpResponse:
    """The panel that the map page shows in the same state, and nothing around it."""
    # Which levels are open does not change it, so that it is not kept once more for each.
    address = replace(map_address(request), opening=CLOSED)

    def render(state: MapState, staff: bool) -> Rendered:
        shown = panels.panel_page(map_slug, address, staff=staff)
        context = _panel_context(shown, state, staff=staff)
        lasting = address.lasting and not shown.unknown
        return Rendered(render_to_string("explore/panel.html", context), lasting=lasting)

    response = answer_from_map(request, map_slug, view=f"panel:{address.query}", render=render)
    response["X-Robots-Tag"] = "noindex"
    return response


def _map_context(page: MapPage, address: MapAddress) -> dict[str, Any]:
    map_url = reverse("explore:map", args=[page.card.slug])
    there = address.without(page.unknown)
    all_open = address.opening == EVERYTHING
    other = replace(there, opening=CLOSED if all_open else EVERYTHING)
    return {
        "page": page,
        "drawing": draw_map(page),
        "outline": outline_markup(page.card.slug, page.outline, opening=address.opening, chosen=page.chosen),
        "all_open": all_open,
        "levels_url": _with_query(map_url, other.query),
        "share_url": absolute(_with_query(map_url, there.query)),
    }


def _panel_context(shown: Panel, state: MapState, *, staff: bool) -> dict[str, Any]:
    map_url = reverse("explore:map", args=[shown.map.slug])
    context: dict[str, Any] = {
        "panel": shown,
        "panel_page": shown.concept or shown.path or shown.connection,
        "panel_template": f"explore/panels/{shown.kind}.html",
        "card": shown.map,
        "map_url": map_url,
        "notice": _notice(shown.unknown),
    }
    if shown.concept:
        context["relations"] = relations_of(shown.concept)
        context["edit_url"] = concept_edit_url(state, shown.concept.slug) if staff else ""
    if shown.path:
        context["path_state_url"] = f"{map_url}?path={shown.path.target.slug}"
        context["other_known"] = known_elsewhere(shown.path)
    return context


def _with_query(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


def _notice(unknown: tuple[str, ...]) -> str:
    if not unknown:
        return ""
    # Set apart from the direction of the text around it, as `bdi` does where markup can be.
    named = [f"“\u2068{slug}\u2069”" for slug in unknown[:_MOST_NAMED]]
    if len(unknown) > _MOST_NAMED:
        named.append(f"{len(unknown) - _MOST_NAMED} others")
    return f"This map has no concept {' or '.join(named)}. Choose one on the map, or search."
