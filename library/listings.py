"""All documents in stretches of ids, so that any of them is read as fast as the first."""

from datetime import datetime

from django.db.models import F, IntegerField, Max, QuerySet
from django.db.models.functions import Cast

from library.models import Document

DOCUMENTS_A_STRETCH = 5_000


def document_stretches() -> list[tuple[int, datetime]]:
    """The stretches of ids, numbered from 0, with a published document, and when one there was last updated.

    Queries: 1, which reads every document's date.
    """
    stretch = Cast((F("pk") - 1) / DOCUMENTS_A_STRETCH, IntegerField())
    newest = (
        _published().order_by().annotate(stretch=stretch).values("stretch").annotate(newest=Max("updated"))
    )
    return sorted((row["stretch"], row["newest"]) for row in newest)


def documents_in_stretch(number: int) -> QuerySet[Document]:
    """Slug and date of the published documents of a stretch. Queries: 1."""
    first = number * DOCUMENTS_A_STRETCH + 1
    chosen = _published().filter(pk__range=(first, first + DOCUMENTS_A_STRETCH - 1))
    return chosen.order_by("pk").only("slug", "updated")


def _published() -> QuerySet[Document]:
    return Document.objects.filter(status=Document.Status.PUBLISHED)
