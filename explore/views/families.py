"""Long lists in parts, each part an address of its own: the outline below a concept, and what is linked to it."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from concepts.snapshots import MapState
from explore.caching import Rendered, answer_from_map
from explore.errors import unknown_is_404
from explore.families import family_page, linked_page
from explore.family_contexts import FamilyPage, LinkedPage
from explore.map_address import with_query
from explore.meta import PageMeta
from explore.parameters import line
from explore.relations import relation_named
from graph.relations import ROLES


@require_safe
@unknown_is_404
def outline(request: HttpRequest, map_slug: str) -> HttpResponse:
    """What stands right below the concept `?under=`, or at the top of a map, after the concept `?beyond=`."""
    under, beyond = line(request.GET, "under"), line(request.GET, "beyond")
    address = reverse("explore:outline", args=[map_slug])

    def render(state: MapState, staff: bool) -> Rendered:
        page = family_page(map_slug, under=under, beyond=beyond, staff=staff)
        context = {
            "page": page,
            "card": page.map,
            "meta": _family_meta(page),
            "outline_url": address,
            "first_url": with_query(address, urlencode({"under": under} if under else {})),
            "more_url": with_query(address, _beyond(page.last, under=under)) if page.after else "",
        }
        return Rendered(render_to_string("explore/family.html", context), lasting=not beyond)

    return answer_from_map(request, map_slug, view=f"outline:{under}:{beyond}", render=render)


@require_safe
@unknown_is_404
def linked(request: HttpRequest, map_slug: str, concept_slug: str, role: str) -> HttpResponse:
    """What is one thing to a concept, such as its children, after the concept `?beyond=`."""
    if role not in ROLES:
        raise Http404(f"There is no list of “{role}”.")
    beyond = line(request.GET, "beyond")
    address = reverse("explore:linked", args=[map_slug, concept_slug, role])

    def render(state: MapState, staff: bool) -> Rendered:
        page = linked_page(map_slug, concept_slug, ROLES[role], beyond=beyond, staff=staff)
        context = {
            "page": page,
            "card": page.map,
            "meta": _linked_meta(page),
            "relation": relation_named(page.role, page.links),
            "first_url": address,
            "more_url": with_query(address, _beyond(page.last)) if page.after else "",
        }
        return Rendered(render_to_string("explore/linked.html", context), lasting=not beyond)

    return answer_from_map(request, map_slug, view=f"linked:{concept_slug}:{role}:{beyond}", render=render)


def _beyond(last: str, *, under: str = "") -> str:
    return urlencode({**({"under": under} if under else {}), "beyond": last})


def _family_meta(page: FamilyPage) -> PageMeta:
    about = page.parent.title if page.parent else page.map.title
    return PageMeta(
        title=f"Outline of {about}" + (f" – {page.map.title}" if page.parent else ""),
        description=f"What {about} is made of, concept by concept.",
        indexed=False,
    )


def _linked_meta(page: LinkedPage) -> PageMeta:
    name = relation_named(page.role, ()).name
    return PageMeta(
        title=f"{page.concept.title}: {name.lower()} – {page.map.title}",
        description=f"All that is linked to {page.concept.title} in this way.",
        indexed=False,
    )
