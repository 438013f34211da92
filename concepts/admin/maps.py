"""Curating maps."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import IntegerField, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils.html import format_html

from concepts import services
from concepts.admin.deletions import maps_to_delete
from concepts.admin.long_lists import MOST_LISTED, BoundedCount, told
from concepts.admin.one_change import OneChangeAdmin
from concepts.admin.opened import OpenedForm
from concepts.admin.ordering import order_page
from concepts.formats import EXPORT_FORMATS
from concepts.map_deletion import delete_map
from concepts.models import Concept, KnowledgeMap

IN_THE_BACKGROUND = "“{}” is large: nobody is shown it any more, and the relay deletes it within minutes."


class MapForm(OpenedForm):
    class Meta:
        model = KnowledgeMap
        exclude: ClassVar[list[str]] = []

    def rows_shown(self) -> Iterable[Any]:
        return list(self.instance.topics.order_by("pk").values_list("pk"))


@admin.register(KnowledgeMap)
class KnowledgeMapAdmin(OneChangeAdmin):
    form = MapForm
    list_display = ["title", "published", "featured", "concept_count", "topic_titles", "revision", "updated"]
    list_filter = ["published", "featured", "topics"]
    search_fields = ["title", "summary", "slug"]
    search_help_text = "Title, summary, address"
    show_full_result_count = False
    prepopulated_fields = {"slug": ["title"]}
    filter_horizontal = ["topics"]
    readonly_fields = ["revision", "updated"]
    actions = ["publish", "unpublish"]

    class Media:
        css = {"all": ["curation/curation.css"]}

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(self.order_view)
        return [path("<int:map_id>/order/", page, name="concepts_knowledgemap_order"), *super().get_urls()]

    def order_view(self, request: HttpRequest, map_id: int) -> HttpResponse:
        return order_page(self, request, map_id)

    def view_on_site(self, knowledge_map: KnowledgeMap) -> str:
        return knowledge_map.get_absolute_url()

    def map_of_form(self, request: HttpRequest, object_id: str | None) -> int | None:
        return int(object_id) if object_id and object_id.isdecimal() and len(object_id) < 19 else None

    def get_queryset(self, request: HttpRequest) -> QuerySet[KnowledgeMap]:
        concepts = Concept.objects.filter(map=OuterRef("pk")).order_by().values("pk")[: MOST_LISTED + 1]
        count = BoundedCount(concepts, output_field=IntegerField())
        maps: QuerySet[KnowledgeMap] = super().get_queryset(request)
        return maps.annotate(concept_total=count).prefetch_related("topics")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        may_change = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        state = ["published", "featured", "position", "revision", "updated"]
        return [
            (None, {"fields": ["title", "slug", "summary", "detail", "topics"]}),
            ("State", {"fields": [*state, *(["opened"] if may_change else [])]}),
        ]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return {} if obj else self.prepopulated_fields

    @admin.display(description="concepts", ordering="concept_total")
    def concept_count(self, knowledge_map: Any) -> str:
        address = reverse("admin:concepts_concept_changelist")
        return format_html(
            '<a href="{}?map__id__exact={}">{}</a>',
            address,
            knowledge_map.pk,
            told(knowledge_map.concept_total),
        )

    @admin.display(description="topics")
    def topic_titles(self, knowledge_map: KnowledgeMap) -> str:
        return ", ".join(topic.title for topic in knowledge_map.topics.all())

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        return super().change_view(
            request, object_id, form_url, {"export_formats": list(EXPORT_FORMATS), **(extra_context or {})}
        )

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        return maps_to_delete(objs, allowed=self.has_delete_permission(request))

    def delete_model(self, request: HttpRequest, obj: KnowledgeMap) -> None:
        if not delete_map(obj):
            self.message_user(request, IN_THE_BACKGROUND.format(obj.title), messages.INFO)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[KnowledgeMap]) -> None:
        with transaction.atomic():
            for knowledge_map in queryset:
                self.delete_model(request, knowledge_map)

    @admin.action(description="Publish the selected maps", permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet[KnowledgeMap]) -> None:
        self._publish(request, queryset, published=True)

    @admin.action(description="Unpublish the selected maps: drafts for staff alone", permissions=["change"])
    def unpublish(self, request: HttpRequest, queryset: QuerySet[KnowledgeMap]) -> None:
        self._publish(request, queryset, published=False)

    def _publish(self, request: HttpRequest, queryset: QuerySet[KnowledgeMap], *, published: bool) -> None:
        ids = list(queryset.values_list("pk", flat=True))
        count = services.publish_maps(map_ids=ids, published=published)
        word = "published" if published else "unpublished"
        self.message_user(request, f"{count:,} of {len(ids):,} selected maps {word}.", messages.SUCCESS)
