"""Handing documents in, and watching what becomes of them."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from concepts.admin.handed_in import HandedInAdmin, OneFileForm
from library.intake import ask_for_intake, job_of
from library.models import Intake
from library.models.intake import FILE_NAME_LENGTH
from library.reading.text import MOST_BYTES
from outbox.models import Job
from outbox.progress import progress_of

TOO_LARGE = f"This file is larger than {MOST_BYTES // 1_000_000} MB: hand in its text alone, or part of it."
EMPTY = "This file is empty. Look whether it was saved, and hand it in again."


class IntakeForm(OneFileForm):
    most_bytes, too_large, longest_name = MOST_BYTES, TOO_LARGE, FILE_NAME_LENGTH

    file = forms.FileField(
        help_text="Plain text, Markdown, HTML, PDF or Word (.docx).", error_messages={"empty": EMPTY}
    )

    class Meta:
        model = Intake
        fields = ["map"]


@admin.register(Intake)
class IntakeAdmin(HandedInAdmin):
    handing_in = IntakeForm
    list_display = ["file_name", "state", "document", "asked_by", "created"]
    list_filter = ["state"]
    list_select_related = ["asked_by", "document"]
    search_fields = ["file_name", "document__title"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Intake]:
        intakes: QuerySet[Intake] = super().get_queryset(request)
        return intakes.defer("content", "document__text", "document__parts")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        told = ["file_name", "map", "state", "progress", "said", "review", "asked_by", "created"]
        return told if obj else ["file", "map"]

    def save_model(self, request: HttpRequest, obj: Intake, form: Any, change: bool) -> None:
        file: UploadedFile = form.cleaned_data["file"]
        asked = ask_for_intake(
            file_name=file.name or "",
            content=file.read(),
            knowledge_map=form.cleaned_data["map"],
            # Who is on this page has signed in.
            asked_by=request.user if request.user.is_authenticated else None,
        )
        obj.pk = asked.pk

    @admin.display(description="progress")
    def progress(self, asked: Intake) -> str:
        if asked.state != Intake.State.WAITING:
            return "–"
        job = job_of(asked)
        if job is None or job.state == Job.State.FAILED:
            return "Given up. Hand the file in again."
        if job.last_error:
            return f"Attempt {job.attempts:,} went wrong. It is tried again by itself; the outbox says what happened."
        come = progress_of(job)
        if not come.steps:
            return "Not begun: the relay takes it up within seconds."
        return format_html(
            '<progress value="{}" max="{}"></progress> {} % ({} of {} steps)',
            *(come.done, come.steps, come.percent, come.done, come.steps),
        )

    @admin.display(description="proposals")
    def review(self, asked: Intake) -> str:
        if not asked.document_id:
            return "–"
        page = reverse("admin:library_document_review", args=[asked.document_id])
        return format_html('<a href="{}">Review what it proposes</a>', page)
