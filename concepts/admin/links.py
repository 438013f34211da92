"""The links of a concept that has too many for its own page, in lists that are turned page by page."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from concepts.admin.long_lists import BoundedPaginator
from concepts.admin.one_change import OneChangeAdmin
from concepts.admin.opened import OpenedForm
from concepts.models import Link


class LinkForm(OpenedForm):
    """Kind and reason of a link between the ends that it has."""

    class Meta:
        model = Link
        fields = ["kind", "reason"]

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        same = Link.objects.filter(source=self.instance.source_id, target=self.instance.target_id)
        if same.filter(kind=self.instance.kind).exclude(pk=self.instance.pk).exists():
            self.add_error(
                "kind", "There is such a link already: choose another kind, or delete one of the two."
            )


@admin.register(Link)
class LinkAdmin(OneChangeAdmin):
    """Reached from a concept: `?source=` lists what it leads to, `?target=` what it comes after."""

    form = LinkForm
    list_display = ["source", "kind", "target", "reason"]
    list_display_links = ["kind"]
    list_per_page = 100
    sortable_by = ()
    show_full_result_count = False
    paginator = BoundedPaginator
    readonly_fields = ["source", "target"]
    fields = ["source", "kind", "target", "reason", "opened"]

    def has_module_permission(self, request: HttpRequest) -> bool:
        """It stands in no menu: a list of all links says nothing."""
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Links are added on the page of one of their ends."""
        return False

    def map_of_form(self, request: HttpRequest, object_id: str | None) -> int | None:
        if not object_id or not object_id.isdecimal() or len(object_id) > 18:
            return None
        return Link.objects.filter(pk=object_id).values_list("map_id", flat=True).first()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Link]:
        return super().get_queryset(request).select_related("source", "target")

    def get_ordering(self, request: HttpRequest) -> Any:
        """As an index has them, so that a page of a hub's links is read without the others."""
        return ["target_id", "pk"] if "target" in request.GET else ["source_id", "target_id", "kind"]
