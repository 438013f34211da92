"""Curating topics."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from concepts.admin.one_change import OneChangeAdmin, OneChangeList
from concepts.admin.opened import OpenedForm
from concepts.models import KnowledgeMap, Topic, changing_all


class TopicForm(OpenedForm):
    class Meta:
        model = Topic
        fields = ["title", "slug", "position"]


@admin.register(Topic)
class TopicAdmin(OneChangeList, OneChangeAdmin):
    form = TopicForm
    list_display = ["title", "position", "map_count"]
    list_editable = ["position"]
    search_fields = ["title", "slug"]
    show_full_result_count = False

    def view_on_site(self, topic: Topic) -> str:
        return topic.get_absolute_url()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Topic]:
        topics: QuerySet[Topic] = super().get_queryset(request)
        return topics.annotate(map_total=Count("maps"))

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return {} if obj else {"slug": ["title"]}

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        may_change = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        return ["title", "slug", "position", *(["opened"] if may_change else [])]

    @admin.display(description="maps", ordering="map_total")
    def map_count(self, topic: Any) -> str:
        address = reverse("admin:concepts_knowledgemap_changelist")
        return format_html('<a href="{}?topics__id__exact={}">{}</a>', address, topic.pk, topic.map_total)

    def save_model(self, request: HttpRequest, obj: Topic, form: Any, change: bool) -> None:
        if not isinstance(form, TopicForm):
            self.hold_change(request, list(obj.maps.values_list("pk", flat=True)))
        super().save_model(request, obj, form, change)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Topic]) -> None:
        """A topic stands on the pages of its maps: deleting it changes them."""
        map_ids = list(
            KnowledgeMap.objects.filter(topics__in=queryset).order_by().values_list("pk", flat=True)
        )
        with changing_all(map_ids):
            super().delete_queryset(request, queryset)
