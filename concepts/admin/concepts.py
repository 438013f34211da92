"""Curating concepts, their links on the same page."""

from typing import Any
from urllib.parse import parse_qs

from django.contrib import admin, messages
from django.db.models import Max, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import path
from django.urls.resolvers import URLPattern

from concepts.admin.concept_choice import ConceptsOfMap
from concepts.admin.concept_form import ConceptForm
from concepts.admin.concept_list import OF_MAP, ConceptListAdmin
from concepts.admin.deletions import concepts_to_delete
from concepts.admin.hubs import has_very_many_links, said_of_hub
from concepts.admin.link_lists import ComesAfterList, LeadsToList, RelatedList
from concepts.admin.one_change import OneChangeAdmin
from concepts.models import Concept, KnowledgeMap


@admin.register(Concept)
class ConceptAdmin(ConceptListAdmin, OneChangeAdmin):
    form = ConceptForm
    autocomplete_fields = ["map"]

    class Media:
        css = {"all": ["curation/curation.css"]}

    def get_urls(self) -> list[URLPattern]:
        choices = self.admin_site.admin_view(ConceptsOfMap.as_view(admin_site=self.admin_site))
        return [path("of-map/<int:map_id>/", choices, name="concepts_concept_of_map"), *super().get_urls()]

    def view_on_site(self, concept: Concept) -> str:
        return concept.get_absolute_url()

    def map_of_form(self, request: HttpRequest, object_id: str | None) -> int | None:
        if object_id is None:
            preset = _preset_map(request)
            return preset.pk if preset else None
        if not object_id.isdecimal():
            return None
        return Concept.objects.filter(pk=object_id).values_list("map_id", flat=True).first()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Concept]:
        return super().get_queryset(request).select_related("map")

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        form = super().get_form(request, obj, change, **kwargs)
        if obj is None and issubclass(form, ConceptForm):
            form.preset_map = _preset_map(request)
        if obj is not None and issubclass(form, ConceptForm):
            form.shows_links = not self._is_hub(request, obj)
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        may_change = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        order = ["position", "published", *(["opened"] if may_change else [])]
        return [
            (None, {"fields": ["map", "title", "slug", "summary", "detail"]}),
            ("More", {"fields": ["aliases", "sources", "minutes"]}),
            ("Place and state", {"fields": order}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """A concept stays in its map."""
        return ["map"] if obj or _preset_map(request) else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return {} if obj else {"slug": ["title"]}

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        preset = _preset_map(request)
        last = Concept.objects.filter(map=preset).aggregate(last=Max("position"))["last"] if preset else None
        return {"position": 0 if last is None else last + 1}

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Links need a map to choose from, and must be few enough for one form."""
        if obj is None and _preset_map(request) is None:
            return []
        if obj is not None and self._is_hub(request, obj):
            if request.method == "GET":
                messages.info(request, said_of_hub(obj))
            return []
        return [ComesAfterList, LeadsToList, RelatedList]

    def _is_hub(self, request: HttpRequest, concept: Concept) -> bool:
        """Whether a concept has too many links for its page. Queries: 2, once a request."""
        known = vars(request).setdefault("hubs", {})
        if concept.pk not in known:
            known[concept.pk] = has_very_many_links(concept)
        return bool(known[concept.pk])

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        return concepts_to_delete(objs, allowed=self.has_delete_permission(request))


def _preset_map(request: HttpRequest) -> KnowledgeMap | None:
    """The map that the page was opened from: by its own link, or by a list that shows one map."""
    came_from = parse_qs(request.GET.get("_changelist_filters", "")).get(OF_MAP, [""])[0]
    number = request.GET.get("map") or came_from
    return KnowledgeMap.objects.filter(pk=number).first() if number.isdecimal() else None
