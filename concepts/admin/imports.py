"""Handing files in, and watching what becomes of them."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html

from concepts.imports import ask_for_import, import_progress
from concepts.models import MapImport
from concepts.models.map_import import FILE_NAME_LENGTH

MOST_BYTES = 20_000_000
TOO_LARGE = "This file is larger than 20 MB: import it on the server, with import_map."
NAME_TOO_LONG = f"This file's name is too long: keep it to {FILE_NAME_LENGTH} characters."


class ImportForm(forms.ModelForm[MapImport]):
    file = forms.FileField(help_text="A map as Markdown, JSON, packed tables (.csv.zip) or RDF.")

    class Meta:
        model = MapImport
        fields = ["slug"]

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        if len(file.name or "") > FILE_NAME_LENGTH:
            raise forms.ValidationError(NAME_TOO_LONG)
        return file


@admin.register(MapImport)
class MapImportAdmin(admin.ModelAdmin):
    list_display = ["file_name", "state", "asked_by", "created"]
    list_filter = ["state"]
    list_select_related = ["asked_by"]
    search_fields = ["file_name", "slug"]
    show_full_result_count = False

    def has_change_permission(self, request: HttpRequest, obj: MapImport | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: MapImport | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[MapImport]:
        imports: QuerySet[MapImport] = super().get_queryset(request)
        return imports.defer("content")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, **kwargs) if obj else ImportForm

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return (
            ["file_name", "slug", "state", "progress", "said", "asked_by", "created"]
            if obj
            else ["file", "slug"]
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.get_fields(request, obj) if obj else []

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

    def response_add(
        self, request: HttpRequest, obj: MapImport, post_url_continue: Any = None
    ) -> HttpResponse:
        self.message_user(request, "The file was handed in. This page shows how far it is.", messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:concepts_mapimport_change", args=[obj.pk]))

    @admin.display(description="progress")
    def progress(self, asked: MapImport) -> str:
        if asked.state != MapImport.State.WAITING:
            return "–"
        come = import_progress(asked)
        if not come.steps:
            return "Not begun: the relay takes it up within seconds."
        return format_html(
            '<progress value="{}" max="{}"></progress> {} % ({} of {} rows)',
            *(come.done, come.steps, come.percent, f"{come.done:,}", f"{come.steps:,}"),
        )

    @admin.display(description="what became of it")
    def said(self, asked: MapImport) -> str:
        return asked.outcome or "–"
