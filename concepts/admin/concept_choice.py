"""Choosing a concept of one map by typing, however many there are."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteMixin, AutocompleteSelect
from django.db.models import QuerySet
from django.urls import reverse

from concepts.models import Concept, Link


class ConceptsOfMap(AutocompleteJsonView):
    """Answers with the concepts of the map that the address names, and of no other."""

    def get_queryset(self) -> QuerySet[Concept]:
        return super().get_queryset().filter(map_id=self.kwargs["map_id"])

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        return {"id": str(obj.pk), "text": obj.title if obj.published else f"{obj.title} (draft)"}


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
