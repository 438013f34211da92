"""The page on which the new text of a published document is read, and taken or not."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from library.models import Document
from library.waiting_texts import drop_waiting_text, take_waiting_text, waiting_text_of

# Comparing costs more than in proportion: of longer texts the new one stands there by itself.
_MOST_LINES = 4_000
_MOST_SHOWN = 200_000
_KINDS = {"+": "added", "-": "removed", "@": "place"}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of either text. `kind`: "added", "removed", "place" where others are left out, or "" when both have it."""

    kind: str
    text: str


def new_text_page(model_admin: admin.ModelAdmin, request: HttpRequest, document_id: int) -> HttpResponse:
    """Shows what the new text says otherwise; does what was decided."""
    document = Document.objects.filter(pk=document_id).first()
    if document is None:
        raise Http404("There is no such document.")
    if not model_admin.has_change_permission(request, document):
        raise PermissionDenied
    refusals: list[str] = []
    if request.method == "POST":
        try:
            said = _decide(request, document)
            model_admin.log_change(request, document, said)
            messages.success(request, said)
            return HttpResponseRedirect(reverse("admin:library_document_review", args=[document.pk]))
        except ValidationError as refusal:
            refusals = list(refusal.messages)
    waiting = waiting_text_of(document)
    new = str(waiting.recognized["text"]) if waiting else ""
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "Read the new text",
        "subtitle": document.title,
        "original": document,
        "opts": Document._meta,
        "waiting": waiting,
        "lines": list(differences(document.text, new)) if waiting else [],
        "refusals": refusals,
    }
    return TemplateResponse(request, "admin/library/document/new_text.html", context)


def _decide(request: HttpRequest, document: Document) -> str:
    """Do what the pressed button says. Raises: DecisionRefused, when another text waits by now."""
    fingerprint = request.POST.get("fingerprint", "")
    if request.POST.get("do") == "take":
        proposed = take_waiting_text(document=document, fingerprint=fingerprint)
        return f"Everyone reads the new text now. It proposes {proposed.count:,} new things."
    drop_waiting_text(document=document, fingerprint=fingerprint)
    return "The text stays as it was."


def differences(before: str, after: str) -> Iterator[Line]:
    """What was added and removed, with the lines around it; of long texts the beginning of the new one."""
    old, new = before.splitlines(), after.splitlines()
    if len(old) + len(new) > _MOST_LINES:
        yield from (Line("", line) for line in after[:_MOST_SHOWN].splitlines())
        return
    compared = unified_diff(old, new, lineterm="", n=2)
    for number, line in enumerate(compared):
        # Two lines name the files.
        if number > 1:
            yield Line(_KINDS.get(line[:1], ""), "…" if line.startswith("@") else line[1:])
