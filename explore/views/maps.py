"""Pages of one map: the map itself, its concepts, learning paths and connections."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from concepts.selectors import find_concept
from concepts.snapshots import MapState
from explore import pages, routes
from explore.caching import Rendered, answer_from_map
from explore.contexts import ConnectPage
from explore.drawing.map_drawing import draw_map
from explore.drawing.place_drawing import draw_place
from explore.errors import unknown_is_404
from explore.levels import outline_markup
from explore.meta import PageMeta, absolute, concept_meta, map_meta, path_meta, picture_path, shortened
from explore.relations import relations_of
from explore.views.parameters import known_slugs, line

EXPORTS = (("md", "Markdown"), ("json", "JSON"), ("csv.zip", "CSV"))


@require_safe
@unknown_is_404
def map_page(request: HttpRequest, map_slug: str) -> HttpResponse:
    """A map. `?concept=` shows a concept beside it, `?open=all` opens the whole outline."""
    concept, all_open = line(request, "concept"), request.GET.get("open") == "all"

    def render(state: MapState, staff: bool) -> Rendered:
        page = pages.map_page(map_slug, concept=concept, staff=staff)
        map_url = reverse("explore:map", args=[map_slug])
        share = f"{map_url}?concept={page.chosen.slug}" if page.chosen else map_url
        context = {
            "page": page,
            "card": page.card,
            "meta": map_meta(page),
            "drawing": draw_map(page),
            "outline": outline_markup(map_slug, page.outline, chosen=page.chosen, all_open=all_open),
            "relations": relations_of(page.chosen) if page.chosen else (),
            "all_open": all_open,
            "map_url": map_url,
            "share_url": absolute(share),
            "exports": EXPORTS,
            "edit_url": reverse("admin:concepts_knowledgemap_change", args=[state.map_id]) if staff else "",
        }
        return Rendered(render_to_string("explore/map.html", context), lasting=not page.unknown_concept)

    return answer_from_map(request, map_slug, view=f"map:{all_open}:{concept}", render=render)


@require_safe
@unknown_is_404
def concept_page(request: HttpRequest, map_slug: str, concept_slug: str) -> HttpResponse:
    """A concept."""

    def render(state: MapState, staff: bool) -> Rendered:
        page = pages.concept_page(map_slug, concept_slug, staff=staff)
        context = {
            "page": page,
            "card": page.map,
            "meta": concept_meta(page),
            "drawing": draw_place(page),
            "relations": relations_of(page),
            "choices": routes.choices_in(state, staff=staff),
            "edit_url": _concept_edit_url(state, concept_slug) if staff else "",
        }
        return Rendered(render_to_string("explore/concept.html", context))

    return answer_from_map(request, map_slug, view=f"concept:{concept_slug}", render=render)


@require_safe
@unknown_is_404
def path_page(request: HttpRequest, map_slug: str, concept_slug: str) -> HttpResponse:
    """The learning path to a concept. `?know=` leaves out what is known."""
    known = known_slugs(request)

    def render(state: MapState, staff: bool) -> Rendered:
        page = routes.path_page(map_slug, concept_slug, known=known, staff=staff)
        path_url = reverse("explore:path", args=[map_slug, concept_slug])
        listed = {link.slug for link in page.known_links}
        context = {
            "page": page,
            "card": page.map,
            "meta": path_meta(page),
            "path_url": path_url,
            "other_known": [slug for slug in page.known if slug not in listed],
            "share_url": absolute(path_url) + (f"?know={','.join(page.known)}" if page.known else ""),
            "exports": EXPORTS,
        }
        # Every set of known steps is a page of its own: too many to keep.
        return Rendered(render_to_string("explore/path.html", context), lasting=not known)

    return answer_from_map(request, map_slug, view=f"path:{concept_slug}:{','.join(known)}", render=render)


@require_safe
@unknown_is_404
def connect_page(request: HttpRequest, map_slug: str) -> HttpResponse:
    """How the concepts `?from=` and `?to=` are connected."""
    source, target = line(request, "from"), line(request, "to")

    def render(state: MapState, staff: bool) -> Rendered:
        page = routes.connect_page(map_slug, source=source, target=target, staff=staff)
        connect_url = reverse("explore:connect", args=[map_slug])
        ends = {"from": page.source and page.source.slug, "to": page.target and page.target.slug}
        query = urlencode({name: slug for name, slug in ends.items() if slug})
        context = {
            "page": page,
            "card": page.map,
            "meta": _connect_meta(page, connect_url),
            "connect_url": connect_url,
            "share_url": absolute(f"{connect_url}?{query}"),
            "exports": EXPORTS,
        }
        # Every pair of concepts is a page of its own: too many to keep.
        return Rendered(render_to_string("explore/connect.html", context), lasting=not (source or target))

    return answer_from_map(request, map_slug, view=f"connect:{source}:{target}", render=render)


def _connect_meta(page: ConnectPage, connect_url: str) -> PageMeta:
    title = "How concepts are connected"
    if page.source and page.target:
        title = f"How {page.source.title} and {page.target.title} are connected"
    return PageMeta(
        title=f"{title} – {page.map.title}",
        description=shortened(
            f"The links that lead from one concept of {page.map.title} to another, and their reasons."
        ),
        path=connect_url,
        image_path=picture_path(page.map, "png"),
        indexed=False,
    )


def _concept_edit_url(state: MapState, concept_slug: str) -> str:
    concept = find_concept(state.map_id, concept_slug, staff=True)
    return reverse("admin:concepts_concept_change", args=[concept.pk])
