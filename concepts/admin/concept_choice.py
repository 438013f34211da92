"""Choosing a concept of one map by typing, however many there are."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteMixin, AutocompleteSelect
from django.db.models import QuerySet
from django.urls import reverse

from concepts.models import Concept, Link
from concepts.search import suggest

# More than these nobody reads: one more letter is quicker.
_MOST_FOUND = 50
_TOLD_APART = 60


class ConceptsOfMap(AutocompleteJsonView):
    """Answers with the concepts of the map that the address names, and of no other; what is typed finds the best first.

    Queries: 5 when something is typed, however large the map.
    """

    def get_queryset(self) -> Any:
        concepts = self.model_admin.get_queryset(self.request).filter(map_id=self.kwargs["map_id"])
        return _found(concepts, self.term.strip()) if self.term.strip() else concepts

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        self.titles = Counter(concept.title for concept in context["object_list"])
        return context

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        text = obj.title if obj.published else f"{obj.title} (draft)"
        if self.titles[obj.title] > 1:
            text += f" – {_shortened(obj.summary) or obj.slug}"
        return {"id": str(obj.pk), "text": text}


def _found(concepts: QuerySet[Concept], term: str) -> list[Concept]:
    """What has this address, then what a search for these words finds, in its order."""
    knowledge_map = concepts.values_list("map__slug", flat=True).first()
    hits = suggest(term, staff=True, map_slug=knowledge_map, limit=_MOST_FOUND) if knowledge_map else ()
    slugs = list(dict.fromkeys([term, *(hit.slug for hit in hits if hit.kind == "concept")]))
    return sorted(concepts.filter(slug__in=slugs), key=lambda concept: slugs.index(concept.slug))


def _shortened(summary: str) -> str:
    return summary if len(summary) <= _TOLD_APART else f"{summary[: _TOLD_APART - 1].rstrip()}…"


class ConceptSelect(AutocompleteSelect):
    """Shows the concept it is told of in `show`, so that a page of many links costs no query for each."""

    map_id = 0

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(Link._meta.get_field("target"), admin.site, attrs)

    def show(self, concept: Concept) -> None:
        self.choices = [(concept.pk, concept.title)]

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> Any:
        return {**super().build_attrs(base_attrs, extra_attrs), "data-width": "22em"}

    def get_url(self) -> str:
        return reverse("admin:concepts_concept_of_map", args=[self.map_id])

    def optgroups(self, name: str, value: Sequence[str], attrs: dict[str, Any] | None = None) -> Any:
        # The stock method asks the database for the chosen row.
        return super(AutocompleteMixin, self).optgroups(name, list(value), attrs)
