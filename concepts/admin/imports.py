"""Handing files in, and watching what becomes of them."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html

from concepts.admin.handed_in import HandedInAdmin, OneFileForm
from concepts.imports import ask_for_import, import_progress, is_in_hand
from concepts.models import MapImport
from concepts.models.map_import import FILE_NAME_LENGTH

MOST_BYTES = 20_000_000
READING = "It is being read and checked. Nothing has been written so far."
TOO_LARGE = "This file is larger than 20 MB: import it on the server, with import_map."


class ImportForm(OneFileForm):
    most_bytes, too_large, longest_name = MOST_BYTES, TOO_LARGE, FILE_NAME_LENGTH

    file = forms.FileField(help_text="A map as Markdown, JSON, packed tables (.csv.zip) or RDF.")

    class Meta:
        model = MapImport
        fields = ["slug"]


@admin.register(MapImport)
class MapImportAdmin(HandedInAdmin):
    handing_in = ImportForm
    list_display = ["file_name", "state", "asked_by", "created"]
    list_filter = ["state"]
    list_select_related = ["asked_by"]
    search_fields = ["file_name", "slug"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[MapImport]:
        imports: QuerySet[MapImport] = super().get_queryset(request)
        return imports.defer("content")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return (
            ["file_name", "slug", "state", "progress", "said", "asked_by", "created"]
            if obj
            else ["file", "slug"]
        )

    def save_model(self, request: HttpRequest, obj: MapImport, form: Any, change: bool) -> None:
        file: UploadedFile = form.cleaned_data["file"]
        asked = ask_for_import(
            file_name=file.name or "",
            content=file.read(),
            slug=form.cleaned_data["slug"],
            # Who is on this page has signed in.
            asked_by=request.user if request.user.is_authenticated else None,
        )
        obj.pk = asked.pk

    @admin.display(description="progress")
    def progress(self, asked: MapImport) -> str:
        if asked.state != MapImport.State.WAITING:
            return "–"
        come = import_progress(asked)
        if not come.steps:
            return READING if is_in_hand(asked) else "Not begun: the relay takes it up within seconds."
        return format_html(
            '<progress value="{}" max="{}"></progress> {} % ({} of {} rows)',
            *(come.done, come.steps, come.percent, f"{come.done:,}", f"{come.steps:,}"),
        )
