"""The explorable map: its page, the same for frames on other sites, and the panel beside it alone.

The panel alone is for scripts that change a page in place, and the same wherever it is put.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from concepts.layouts import DRAWN_AT_ONCE, Atlas, atlas_of
from concepts.snapshots import MapState
from explore import pages, panels
from explore.caching import Rendered, answer_from_map
from explore.contexts import OutlineEntry
from explore.drawing.map_drawing import draw_map
from explore.embedding import embed_code
from explore.errors import unknown_is_404
from explore.export_choice import EXPORTS
from explore.levels import outline_markup
from explore.map_address import CLOSED, EVERYTHING, with_query
from explore.map_contexts import MapPage, Panel
from explore.meta import absolute, map_meta
from explore.parameters import map_address, state_query
from explore.relations import relations_of
from explore.views.maps import concept_edit_url, known_elsewhere

# A notice that lists more is read by nobody.
_MOST_NAMED = 3
_STAY = SafeString(' target="_self"')
_NOWHERE_ELSE = SafeString()


@require_safe
@unknown_is_404
def map_page(request: HttpRequest, map_slug: str) -> HttpResponse:
    """A map in the state that its address gives."""
    address = map_address(request.GET)

    def render(state: MapState, staff: bool) -> Rendered:
        page = pages.map_page(map_slug, address, staff=staff)
        map_url = reverse("explore:map", args=[map_slug])
        context = {
            **_panel_context(page.panel, state, map_url, staff=staff),
            **_map_context(page, map_url, atlas_of(state, drafts=staff)),
            "meta": map_meta(page),
            "share_url": absolute(with_query(map_url, page.panel.address.query)),
            "embed_code": embed_code(page.card) if state.published else "",
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
    address = replace(map_address(request.GET), opening=None)

    def render(state: MapState, staff: bool) -> Rendered:
        shown = panels.panel_page(map_slug, address, staff=staff)
        context = _panel_context(shown, state, reverse("explore:map", args=[map_slug]), staff=staff)
        lasting = address.lasting and not shown.unknown
        return Rendered(render_to_string("explore/panel.html", context), lasting=lasting)

    response = answer_from_map(request, map_slug, view=f"panel:{address.query}", render=render)
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})  # type: ignore[arg-type]
@unknown_is_404
def embed(request: HttpRequest, map_slug: str) -> HttpResponse:
    """A map in a frame of another site, in the state that its address gives. Links that leave it open beside.

    The page reads no cookie: it is the map that everyone sees, whoever asks. Its scripts fetch panels and the API with
    cookies where the browser sends them, which for a session's, `SameSite=Lax`, is not in frames on other sites.
    """
    address, query = map_address(request.GET), state_query(request.GET)

    def render(state: MapState, staff: bool) -> Rendered:
        page = pages.map_page(map_slug, address, staff=False)
        embed_url = reverse("explore:embed", args=[map_slug])
        context = {
            **_panel_context(page.panel, state, embed_url, staff=False),
            **_map_context(page, embed_url, atlas_of(state), stay=_STAY),
            "meta": replace(map_meta(page), indexed=False, embeddable=False),
            "open_url": with_query(reverse("explore:map", args=[map_slug]), query),
        }
        lasting = address.lasting and not page.unknown and query == address.query
        return Rendered(render_to_string("explore/embed.html", context), lasting=lasting)

    return answer_from_map(request, map_slug, view=f"embed:{query}", render=render, for_staff=False)


def _map_context(
    page: MapPage, map_url: str, atlas: Atlas | None, *, stay: SafeString = _NOWHERE_ELSE
) -> dict[str, Any]:
    """`stay`: the attribute of links that lead to another state of the same page, where others open beside it."""
    address = page.panel.address
    all_open = address.opening == EVERYTHING
    # Without a word on it the levels around a chosen concept would stay open.
    closed = CLOSED if page.chosen else None
    other = replace(address, opening=closed if all_open else EVERYTHING)
    return {
        "page": page,
        "stay": stay,
        "drawing": draw_map(page, stay=stay),
        "outline": outline_markup(
            page.card.slug,
            page.outline,
            top_count=page.top_count,
            opening=address.opening,
            chosen=page.chosen,
            way=page.way,
        ),
        "all_open": all_open,
        # A kept page may know an older one: its tiles lead on to the present ones.
        "atlas_version": atlas.version if atlas else "",
        "is_large": page.card.concept_count > DRAWN_AT_ONCE,
        "further_top_count": page.top_count - len(page.outline),
        "levels": _levels(page.outline),
        "levels_url": with_query(map_url, other.query),
    }


def _levels(outline: Sequence[OutlineEntry]) -> int:
    """How many levels of an outline can be opened."""
    return max((1 + _levels(entry.children) for entry in outline if entry.children), default=0)


def _panel_context(shown: Panel, state: MapState, map_url: str, *, staff: bool) -> dict[str, Any]:
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


def _notice(unknown: tuple[str, ...]) -> str:
    if not unknown:
        return ""
    # Set apart from the direction of the text around it, as `bdi` does where markup can be.
    named = [f"“\u2068{slug}\u2069”" for slug in unknown[:_MOST_NAMED]]
    if len(unknown) > _MOST_NAMED:
        named.append(f"{len(unknown) - _MOST_NAMED} others")
    return f"This map has no concept {' or '.join(named)}. Choose one on the map, or search."
