"""Curating concepts, their links on the same page."""

from typing import Any
from urllib.parse import parse_qs

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, Max, Q, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import path
from django.urls.resolvers import URLPattern

from concepts import services
from concepts.admin.concept_choice import ConceptsOfMap
from concepts.admin.concept_form import ConceptForm
from concepts.admin.deletions import concepts_to_delete
from concepts.admin.filters import DraftMapFilter, MissingFilter
from concepts.admin.link_lists import ComesAfterList, LeadsToList, RelatedList
from concepts.admin.one_change import OneChangeAdmin, OneChangeList
from concepts.models import Concept, KnowledgeMap, Link, changing_all

# Browsers send six values a link, and Django refuses forms of more than a thousand.
MOST_LINKS = 140
TOO_MANY_LINKS = (
    "This concept has {count:,} links, too many for one page. "
    "Change a link on the page of the concept at its other end."
)
_IDS_A_QUERY = 10_000


class PositionForm(forms.ModelForm):
    """A number in the list of one map's concepts."""

    class Meta:
        model = Concept
        fields = ["position"]


class ConceptList(ChangeList):
    """Counts the links of the page's concepts alone: over a million rows a count in the query would take seconds."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        ids = [concept.pk for concept in self.result_list]
        counts = {end: _count_links(end, ids) for end in ("source", "target")}
        for concept in self.result_list:
            concept.link_count = sum(count.get(concept.pk, 0) for count in counts.values())


@admin.register(Concept)
class ConceptAdmin(OneChangeList, OneChangeAdmin):
    form = ConceptForm
    list_display = ["title", "map", "published", "minutes", "position", "links"]
    list_editable = ["position"]
    list_select_related = ["map"]
    list_filter = ["map", "published", DraftMapFilter, MissingFilter]
    list_per_page = 100
    ordering = ["map_id", "position", "pk"]
    search_fields = ["title", "aliases", "slug"]
    search_help_text = "Title, other names, address"
    show_full_result_count = False
    autocomplete_fields = ["map"]
    actions = ["publish", "unpublish"]

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

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return ConceptList

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """Numbers can be typed when the list shows one map: they mean nothing between maps."""
        changelist = super().get_changelist_instance(request)
        if not request.GET.get("map__id__exact"):
            changelist.list_editable = []
        return changelist

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> type[ModelForm]:
        return PositionForm

    @admin.display(description="links")
    def links(self, concept: Any) -> int:
        return int(concept.link_count)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        form = super().get_form(request, obj, change, **kwargs)
        if obj is None and issubclass(form, ConceptForm):
            form.preset_map = _preset_map(request)
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
        if obj is not None and (count := _links_of(obj)) > MOST_LINKS:
            if request.method == "GET":
                messages.info(request, TOO_MANY_LINKS.format(count=count))
            return []
        return [ComesAfterList, LeadsToList, RelatedList]

    def save_model(self, request: HttpRequest, obj: Concept, form: Any, change: bool) -> None:
        if isinstance(form, PositionForm):
            self.hold_change(request, [obj.map_id])
            services.order_concepts(positions={obj.pk: obj.position})
        else:
            super().save_model(request, obj, form, change)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        return concepts_to_delete(objs, allowed=self.has_delete_permission(request))

    @admin.action(description="Publish the selected concepts", permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet[Concept]) -> None:
        self._publish(request, queryset, published=True)

    @admin.action(
        description="Unpublish the selected concepts: drafts for staff alone", permissions=["change"]
    )
    def unpublish(self, request: HttpRequest, queryset: QuerySet[Concept]) -> None:
        self._publish(request, queryset, published=False)

    def _publish(self, request: HttpRequest, queryset: QuerySet[Concept], *, published: bool) -> None:
        ids = list(queryset.values_list("pk", flat=True))
        with changing_all(_map_ids(queryset.exclude(published=published))):
            count = sum(
                services.publish_concepts(concept_ids=ids[start : start + _IDS_A_QUERY], published=published)
                for start in range(0, len(ids), _IDS_A_QUERY)
            )
        word = "published" if published else "unpublished"
        self.message_user(request, f"{count:,} of {len(ids):,} selected concepts {word}.", messages.SUCCESS)


def _preset_map(request: HttpRequest) -> KnowledgeMap | None:
    """The map that the page was opened from: by its own link, or by a list that shows one map."""
    came_from = parse_qs(request.GET.get("_changelist_filters", "")).get("map__id__exact", [""])[0]
    number = request.GET.get("map") or came_from
    return KnowledgeMap.objects.filter(pk=number).first() if number.isdecimal() else None


def _map_ids(concepts: QuerySet[Concept]) -> list[int]:
    return list(concepts.order_by().values_list("map_id", flat=True).distinct())


def _count_links(end: str, ids: list[int]) -> dict[int, int]:
    links = Link.objects.filter(**{f"{end}__in": ids}).order_by().values_list(end)
    return dict(links.annotate(count=Count("pk")))


def _links_of(concept: Concept) -> int:
    return Link.objects.filter(Q(source=concept) | Q(target=concept)).count()
