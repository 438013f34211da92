"""The list of concepts: bounded in large maps, searched by the visitors' index, numbered and published in place."""

from functools import cached_property
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.main import ORDER_VAR, SEARCH_VAR, ChangeList
from django.db.models import Count, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from concepts import services
from concepts.admin.filters import DraftMapFilter, MissingFilter
from concepts.admin.long_lists import (
    MOST_LISTED,
    BoundedPaginator,
    is_long,
    looked_through,
    say_where_it_goes_on,
)
from concepts.admin.one_change import OneChangeList
from concepts.admin.searching import MOST_FOUND, concepts_found
from concepts.models import Concept, KnowledgeMap, Link, changing_all

TOO_MANY_CHOSEN = (
    f"More than {MOST_LISTED:,} concepts are too many to choose at once: choose fewer, or export the map, "
    "change the file and import it again."
)
_FOUND_MANY = f"Of many concepts the {MOST_FOUND} that match best are looked through. More words find fewer."
_IDS_A_QUERY = 10_000
# How an address names the one map that is listed.
OF_MAP = "map__id__exact"
_ORDER = ("map_id", "position", "pk")
# What is filtered by without an index.
_FILTERS = {"missing", "published__exact", "of"}


class PositionForm(forms.ModelForm):
    """A number in the list of one map's concepts."""

    class Meta:
        model = Concept
        fields = ["position"]


class ConceptList(ChangeList):
    """Counts the links of the page's concepts alone: over a million rows a count in the query would take seconds."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        if self.paginator.is_cut and self.page_num == self.paginator.num_pages:
            say_where_it_goes_on(request, list(self.result_list))
        ids = [concept.pk for concept in self.result_list]
        counts = {end: _count_links(end, ids) for end in ("source", "target")}
        for concept in self.result_list:
            concept.link_count = sum(count.get(concept.pk, 0) for count in counts.values())

    def get_queryset(self, request: HttpRequest, *args: Any, **kwargs: Any) -> QuerySet[Concept]:
        """What is filtered of a large map is looked through stretch by stretch."""
        concepts: QuerySet[Concept] = super().get_queryset(request, *args, **kwargs)
        if self._is_long and not self.query and self.params.keys() & _FILTERS:
            return looked_through(request, concepts)
        return concepts

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Concept]) -> Any:
        """A large map is shown in its own order alone, which an index keeps."""
        return list(_ORDER) if self._is_long else super().get_ordering(request, queryset)

    @cached_property
    def _is_long(self) -> bool:
        chosen = _number(self.params.get(OF_MAP))
        return is_long(self.root_queryset.filter(map_id=chosen) if chosen else self.root_queryset)


class ConceptListAdmin(OneChangeList):
    """All that the list of concepts shows and does."""

    list_display = ["title", "map", "published", "minutes", "position", "links"]
    list_editable = ["position"]
    list_select_related = ["map"]
    list_filter = ["map", "published", DraftMapFilter, MissingFilter]
    list_per_page = 100
    ordering = _ORDER
    # What is searched for is found by `get_search_results`.
    search_fields = ["title"]
    search_help_text = "Title, other names, summary, address"
    show_full_result_count = False
    paginator = BoundedPaginator
    actions = ["publish", "unpublish"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Concept], search_term: str
    ) -> tuple[QuerySet[Concept], bool]:
        """By the index that visitors search in: reading every title takes seconds in a large map."""
        if not search_term.strip():
            return queryset, False
        chosen = KnowledgeMap.objects.filter(pk=_number(request.GET.get(OF_MAP))).values_list(
            "slug", flat=True
        )
        found = concepts_found(queryset, search_term, map_slug=chosen.first())
        # Not where a field is completed while somebody types.
        if found.is_cut and SEARCH_VAR in request.GET:
            messages.info(request, _FOUND_MANY)
        if ORDER_VAR in request.GET:
            return found.concepts, False
        return found.concepts.order_by(found.place, *_ORDER), False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return ConceptList

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """Numbers can be typed when the list shows one map: they mean nothing between maps."""
        changelist = super().get_changelist_instance(request)
        if not request.GET.get(OF_MAP):
            changelist.list_editable = []
        return changelist

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> type[ModelForm]:
        return PositionForm

    @admin.display(description="links")
    def links(self, concept: Any) -> int:
        return int(concept.link_count)

    def save_model(self, request: HttpRequest, obj: Concept, form: Any, change: bool) -> None:
        if isinstance(form, PositionForm):
            self.hold_change(request, [obj.map_id])
            services.order_concepts(positions={obj.pk: obj.position})
        else:
            super().save_model(request, obj, form, change)

    def response_action(
        self, request: HttpRequest, queryset: QuerySet[Concept], *args: Any, **kwargs: Any
    ) -> HttpResponse | None:
        """Actions on all of a large map at once are no work for a page."""
        if request.POST.get("select_across", "0") != "0" and is_long(queryset):
            self.message_user(request, TOO_MANY_CHOSEN, messages.WARNING)
            return HttpResponseRedirect(request.get_full_path())
        return super().response_action(request, queryset, *args, **kwargs)

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


def _number(text: str | None) -> int:
    """An id that an address names, 0 for none."""
    return int(text) if text and text.isdecimal() and len(text) < 19 else 0


def _map_ids(concepts: QuerySet[Concept]) -> list[int]:
    return list(concepts.order_by().values_list("map_id", flat=True).distinct())


def _count_links(end: str, ids: list[int]) -> dict[int, int]:
    links = Link.objects.filter(**{f"{end}__in": ids}).order_by().values_list(end)
    return dict(links.annotate(count=Count("pk")))
