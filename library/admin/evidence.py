"""Curating what documents say: citations, facts, and the AI models that facts are about."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, F, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from library.models import AIModel, Citation, Fact
from library.services import confirm_facts

_QUOTE_SHOWN = 120


class WordsFilter(admin.SimpleListFilter):
    """Passages that a newer text of their document has lost."""

    title = "words"
    parameter_name = "words"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("gone", "No longer in the text"), ("there", "In the text")]

    def queryset(self, request: HttpRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
        match self.value():
            case "gone":
                return rows.filter(start=F("end"))
            case "there":
                return rows.filter(start__lt=F("end"))
        return rows


class ConfirmedFilter(admin.SimpleListFilter):
    title = "confirmed"
    parameter_name = "confirmed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("no", "Not yet"), ("yes", "Confirmed")]

    def queryset(self, request: HttpRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
        return (
            rows.filter(confirmed_by__isnull=self.value() == "no") if self.value() in {"no", "yes"} else rows
        )


class PassageAdmin(admin.ModelAdmin):
    """Rows that quote a document. They come from proposals, so that their words stand where they say."""

    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.defer("document__text", "document__parts")

    @admin.display(description="quote")
    def words(self, row: Any) -> str:
        return row.quote if len(row.quote) <= _QUOTE_SHOWN else f"{row.quote[: _QUOTE_SHOWN - 1]}…"

    @admin.display(description="document")
    def source(self, row: Any) -> str:
        page = reverse("admin:library_document_change", args=[row.document_id])
        return format_html('<a href="{}">{}</a>', page, row.document)


@admin.register(Citation)
class CitationAdmin(PassageAdmin):
    list_display = ["concept", "words", "source", "section"]
    list_filter = [WordsFilter, "document__kind"]
    list_select_related = ["concept", "document"]
    search_fields = ["concept__title", "document__title", "quote"]
    fields = ["concept", "source", "section", "quote"]
    readonly_fields = ["concept", "source", "section", "quote"]


@admin.register(Fact)
class FactAdmin(PassageAdmin):
    list_display = ["model", "attribute", "value", "number", "unit", "source", "confidence", "confirmed"]
    list_filter = [ConfirmedFilter, WordsFilter, "attribute"]
    list_select_related = ["model", "document", "confirmed_by"]
    search_fields = ["model__name", "document__title", "value", "quote"]
    autocomplete_fields = ["model"]
    fields = [
        *("model", "attribute", "value", "number", "unit"),
        *("source", "quote", "confidence", "confirmed_by", "confirmed_at"),
    ]
    readonly_fields = ["source", "quote", "confidence", "confirmed_by", "confirmed_at"]
    actions = ["confirm"]

    def save_model(self, request: HttpRequest, obj: Fact, form: Any, change: bool) -> None:
        """What somebody has written over is no longer what another confirmed: who edits a fact answers for it."""
        if form.changed_data and request.user.is_authenticated:
            obj.confirmed_by, obj.confirmed_at = request.user, timezone.now()
        super().save_model(request, obj, form, change)

    @admin.display(description="confirmed", boolean=True, ordering="confirmed_at")
    def confirmed(self, fact: Fact) -> bool:
        return fact.confirmed_by_id is not None

    @admin.action(
        description="Confirm the selected facts: checked against their documents", permissions=["change"]
    )
    def confirm(self, request: HttpRequest, queryset: QuerySet[Fact]) -> None:
        assert request.user.is_authenticated
        ids = list(queryset.values_list("pk", flat=True))
        count = confirm_facts(fact_ids=ids, by=request.user)
        self.message_user(request, f"{count:,} of {len(ids):,} selected facts confirmed.", messages.SUCCESS)


@admin.register(AIModel)
class AIModelAdmin(admin.ModelAdmin):
    list_display = ["name", "maker", "fact_count"]
    list_filter = ["maker"]
    search_fields = ["name", "aliases", "maker"]
    show_full_result_count = False
    prepopulated_fields = {"slug": ["name"]}

    class Media:
        css = {"all": ["curation/curation.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[AIModel]:
        models: QuerySet[AIModel] = super().get_queryset(request)
        return models.annotate(fact_total=Count("facts"))

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return {} if obj else self.prepopulated_fields

    @admin.display(description="facts", ordering="fact_total")
    def fact_count(self, model: Any) -> str:
        page = f"{reverse('admin:library_fact_changelist')}?model__id__exact={model.pk}"
        return format_html('<a href="{}">{}</a>', page, f"{model.fact_total:,}")
