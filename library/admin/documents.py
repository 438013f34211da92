"""Curating documents: what is said of them, and the way to what they propose."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, Field, Q, QuerySet, URLField
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils.html import format_html

from library import services
from library.admin.new_text import new_text_page
from library.admin.review import review_page
from library.models import Document, Proposal

_TEXT_SHOWN = 20_000


@admin.register(Document)
class DocumentAdmin(admin.ModelAdmin):
    list_display = ["title", "kind", "status", "open_proposals", "publisher", "published_on", "updated"]
    list_filter = ["status", "kind", "topics"]
    search_fields = ["title", "authors", "summary", "slug"]
    search_help_text = "Title, authors, summary, address"
    show_full_result_count = False
    filter_horizontal = ["topics"]
    autocomplete_fields = ["map"]
    readonly_fields = ["kind", "beginning", "minutes", "created", "updated"]
    actions = ["publish", "unpublish"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "summary", "topics"]}),
        ("Where it is from", {"fields": ["authors", "publisher", "published_on", "source_url", "licence"]}),
        ("State", {"fields": ["status", "map", "kind", "minutes", "created", "updated"]}),
        ("Text", {"fields": ["beginning"], "description": "To change it, hand the changed file in again."}),
    ]

    class Media:
        css = {"all": ["curation/curation.css"]}

    def formfield_for_dbfield(self, db_field: Field[Any, Any], request: Any, **kwargs: Any) -> Any:
        if isinstance(db_field, URLField):
            # An address typed without a scheme, as all will be from Django 6 on.
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Documents come from files: they are handed in."""
        return False

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(self.review_view)
        new_text = self.admin_site.admin_view(self.new_text_view)
        return [
            path("<int:document_id>/review/", page, name="library_document_review"),
            path("<int:document_id>/new-text/", new_text, name="library_document_new_text"),
            *super().get_urls(),
        ]

    def review_view(self, request: HttpRequest, document_id: int) -> HttpResponse:
        return review_page(self, request, document_id)

    def new_text_view(self, request: HttpRequest, document_id: int) -> HttpResponse:
        return new_text_page(self, request, document_id)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Document]:
        documents: QuerySet[Document] = super().get_queryset(request)
        is_open = Q(proposals__state=Proposal.State.OPEN)
        counted = documents.annotate(open_count=Count("proposals", filter=is_open))
        return (
            counted
            if request.resolver_match and request.resolver_match.kwargs
            else counted.defer("text", "parts")
        )

    def view_on_site(self, document: Document) -> str:
        return document.get_absolute_url()

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What goes, counted: a document may have thousands of proposals."""
        rows = list(objs)
        counts = Document.objects.filter(pk__in=[row.pk for row in rows]).aggregate(
            citations=Count("citations", distinct=True),
            facts=Count("facts", distinct=True),
            proposals=Count("proposals", distinct=True),
        )
        lines = [format_html("Document: {}", row) for row in rows]
        lines += [
            format_html("with all {} {}", f"{count:,}", name) for name, count in counts.items() if count
        ]
        missing = set() if self.has_delete_permission(request) else {"document"}
        return lines, {"documents": len(rows), **counts}, missing, []

    @admin.display(description="open proposals", ordering="open_count")
    def open_proposals(self, document: Any) -> str:
        page = reverse("admin:library_document_review", args=[document.pk])
        return format_html('<a href="{}">{}</a>', page, f"{document.open_count:,}")

    @admin.display(description="text")
    def beginning(self, document: Document) -> str:
        more = len(document.text) - _TEXT_SHOWN
        rest = f"\n… and {more:,} characters more." if more > 0 else ""
        return format_html('<div class="document-text">{}{}</div>', document.text[:_TEXT_SHOWN], rest)

    @admin.action(description="Publish the selected documents", permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet[Document]) -> None:
        self._publish(request, queryset, published=True)

    @admin.action(
        description="Unpublish the selected documents: drafts for staff alone", permissions=["change"]
    )
    def unpublish(self, request: HttpRequest, queryset: QuerySet[Document]) -> None:
        self._publish(request, queryset, published=False)

    def _publish(self, request: HttpRequest, queryset: QuerySet[Document], *, published: bool) -> None:
        ids = list(queryset.values_list("pk", flat=True))
        count = services.publish_documents(document_ids=ids, published=published)
        word = "published" if published else "unpublished"
        self.message_user(request, f"{count:,} of {len(ids):,} selected documents {word}.", messages.SUCCESS)
