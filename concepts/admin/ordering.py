"""The page on which a map's concepts are put in order: by dragging, by buttons, or by numbers without JavaScript."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from concepts import services
from concepts.models import Concept, KnowledgeMap, Link, LinkKind

# One number a concept; Django refuses forms of more than a thousand values.
MOST_CONCEPTS = 900
_DEEPEST_INDENT = 8

Siblings = dict[int, list[Concept]]
_TOP = 0


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """A concept in the outline under the first of its parents. `place`: its number among its siblings, from 1."""

    concept: Concept
    parent_id: int
    parent_title: str
    depth: int
    place: int
    siblings: int

    @property
    def indent(self) -> int:
        return min(self.depth, _DEEPEST_INDENT)


def order_page(model_admin: admin.ModelAdmin, request: HttpRequest, map_id: int) -> HttpResponse:
    """Shows the outline; saves the numbers that were posted. Queries: as many for ten concepts as for a thousand."""
    knowledge_map = KnowledgeMap.objects.filter(pk=map_id).first()
    if knowledge_map is None:
        raise Http404("There is no such map.")
    if not model_admin.has_change_permission(request, knowledge_map) or not request.user.has_perm(
        "concepts.change_concept"
    ):
        raise PermissionDenied
    concepts = list(Concept.objects.filter(map=knowledge_map).defer("detail")[: MOST_CONCEPTS + 1])
    if len(concepts) > MOST_CONCEPTS:
        return _by_number(request, map_id)
    siblings = _siblings(concepts, map_id)
    if request.method == "POST":
        return _save(model_admin, request, knowledge_map, siblings)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "Order concepts",
        "subtitle": knowledge_map.title,
        "original": knowledge_map,
        "opts": KnowledgeMap._meta,
        "rows": list(outline(siblings)),
    }
    return TemplateResponse(request, "admin/concepts/knowledgemap/order.html", context)


def outline(siblings: Siblings) -> Iterator[OutlineRow]:
    """Every concept once, each before its children."""
    waiting = _rows_under(siblings, None, depth=0)
    while waiting:
        row = waiting.pop()
        yield row
        waiting += _rows_under(siblings, row.concept, depth=row.depth + 1)


def places_read(siblings: Siblings, places: Mapping[int, int]) -> Siblings:
    """The siblings in the order that the typed numbers ask for. Who typed 3 gets the third place, from either side."""

    def wish(numbered: tuple[int, Concept]) -> tuple[int, int]:
        before, concept = numbered
        wanted = places.get(concept.pk, before)
        return wanted, (wanted > before) - (wanted < before)

    return {
        parent: [concept for _, concept in sorted(enumerate(children, start=1), key=wish)]
        for parent, children in siblings.items()
    }


def _save(
    model_admin: admin.ModelAdmin, request: HttpRequest, knowledge_map: KnowledgeMap, siblings: Siblings
) -> HttpResponse:
    ordered = outline(places_read(siblings, _posted_places(request)))
    positions = {
        row.concept.pk: position for position, row in enumerate(ordered) if row.concept.position != position
    }
    if positions:
        services.order_concepts(positions=positions)
        model_admin.log_change(request, knowledge_map, "Put its concepts in order.")
        messages.success(request, f"The order was saved. {len(positions):,} concepts have a new place.")
    else:
        messages.info(request, "The order is as it was: there was nothing to save.")
    return HttpResponseRedirect(request.path)


def _posted_places(request: HttpRequest) -> dict[int, int]:
    """The numbers typed, by concept. What is no number leaves the concept where it is."""
    typed = {name.removeprefix("place-"): str(place) for name, place in request.POST.items()}
    return {
        int(pk): int(place)
        for pk, place in typed.items()
        if pk.isdecimal() and place.isdecimal() and len(pk) < 20 and len(place) < 10
    }


def _siblings(concepts: list[Concept], map_id: int) -> Siblings:
    """The children of each concept in order, under 0 those without a parent. Queries: 1."""
    rank = {concept.pk: number for number, concept in enumerate(concepts)}
    links = Link.objects.filter(map_id=map_id, kind=LinkKind.PARENT).values_list("target_id", "source_id")
    first_parent: dict[int, int] = {}
    for child, parent in links:
        if parent in rank and rank[parent] < rank.get(first_parent.get(child, _TOP), len(rank)):
            first_parent[child] = parent
    siblings: Siblings = defaultdict(list)
    for concept in concepts:
        siblings[first_parent.get(concept.pk, _TOP)].append(concept)
    return siblings


def _rows_under(siblings: Siblings, parent: Concept | None, *, depth: int) -> list[OutlineRow]:
    """The rows of one parent's children, the last first, as a stack gives them back."""
    children = siblings.get(parent.pk if parent else _TOP, [])
    under: dict[str, Any] = {
        "parent_id": parent.pk if parent else _TOP,
        "parent_title": parent.title if parent else "",
    }
    rows = [
        OutlineRow(concept=child, depth=depth, place=place, siblings=len(children), **under)
        for place, child in enumerate(children, start=1)
    ]
    return rows[::-1]


def _by_number(request: HttpRequest, map_id: int) -> HttpResponse:
    messages.info(
        request,
        f"This map has more than {MOST_CONCEPTS} concepts, too many to drag on one page. "
        "Type their numbers into this list.",
    )
    return HttpResponseRedirect(f"{reverse('admin:concepts_concept_changelist')}?map__id__exact={map_id}")
