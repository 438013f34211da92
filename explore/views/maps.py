"""Pages about what is in a map: its concepts, learning paths and connections."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from concepts.selectors import find_concept
from concepts.snapshots import MapState
from explore import places, routes
from explore.caching import Rendered, answer_from_map, answer_from_tag, state_for
from explore.drawing.place_drawing import draw_place
from explore.ends import asked_connection, read_ends
from explore.errors import unknown_is_404
from explore.export_choice import EXPORTS
from explore.meta import PageMeta, absolute, concept_meta, path_meta, picture_path, shortened
from explore.parameters import known_slugs, line
from explore.relations import relations_of
from explore.way_contexts import ConnectPage, PathPage


@require_safe
@unknown_is_404
def concept_page(request: HttpRequest, map_slug: str, concept_slug: str) -> HttpResponse:
    """A concept."""

    def render(state: MapState, staff: bool) -> Rendered:
        page = places.concept_page(map_slug, concept_slug, staff=staff)
        context = {
            "page": page,
            "card": page.map,
            "meta": concept_meta(page),
            "drawing": draw_place(page),
            "relations": relations_of(page),
            "choices": routes.choices_in(state, staff=staff),
            "edit_url": concept_edit_url(state, concept_slug) if staff else "",
        }
        return Rendered(render_to_string("explore/concept.html", context))

    return answer_from_map(request, map_slug, view=f"concept:{concept_slug}", render=render)


@require_safe
@unknown_is_404
def path_page(request: HttpRequest, map_slug: str, concept_slug: str) -> HttpResponse:
    """The learning path to a concept. `?know=` leaves out what is known."""
    known = known_slugs(request.GET)

    def render(state: MapState, staff: bool) -> Rendered:
        page = routes.path_page(map_slug, concept_slug, known=known, staff=staff)
        path_url = reverse("explore:path", args=[map_slug, concept_slug])
        context = {
            "page": page,
            "card": page.map,
            "meta": path_meta(page),
            "path_url": path_url,
            "other_known": known_elsewhere(page),
            "share_url": absolute(path_url) + (f"?know={','.join(page.known)}" if page.known else ""),
            "exports": EXPORTS,
        }
        # Every set of known steps is a page of its own: too many to keep.
        return Rendered(render_to_string("explore/path.html", context), lasting=not known)

    return answer_from_map(request, map_slug, view=f"path:{concept_slug}:{','.join(known)}", render=render)


@require_safe
@unknown_is_404
def connect_page(request: HttpRequest, map_slug: str) -> HttpResponse:
    """How the concepts `?from=` and `?to=` are connected. Titles lead on to the address that has their addresses."""
    source, target = line(request.GET, "from"), line(request.GET, "to")
    connect_url = reverse("explore:connect", args=[map_slug])
    state, staff = state_for(request, map_slug)
    asked = read_ends(state, map_slug, source, target, staff=staff)
    if asked.slugs != (source, target):
        return HttpResponseRedirect(f"{connect_url}?{_ends_query(*asked.slugs)}")

    def render() -> Rendered:
        page = asked_connection(map_slug, asked, staff=staff)
        query = _ends_query(page.source.slug if page.source else "", page.target.slug if page.target else "")
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

    view = f"connect:{source}:{target}"
    return answer_from_tag(request, state.etag, view=view, staff=staff, render=render)


def _ends_query(source: str, target: str) -> str:
    return urlencode({name: slug for name, slug in (("from", source), ("to", target)) if slug})


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


def known_elsewhere(page: PathPage) -> list[str]:
    """The known concepts that the path does not list: a form must carry them along."""
    listed = {link.slug for link in page.known_links}
    return [slug for slug in page.known if slug not in listed]


def concept_edit_url(state: MapState, concept_slug: str) -> str:
    """Where curators change a concept. Queries: 1."""
    concept = find_concept(state.map_id, concept_slug, staff=True)
    return reverse("admin:concepts_concept_change", args=[concept.pk])
