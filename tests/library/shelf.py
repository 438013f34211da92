"""Documents for tests, with little in them."""

from typing import Any

from concepts.models import Concept
from library.models import Citation, Document

TEXT = "Executive overview\nLarge models learn from a few examples.\nScale is what makes the difference."


def document(title: str = "Learning from few examples", **fields: Any) -> Document:
    """A published digest."""
    given = {"kind": Document.Kind.DIGEST, "status": Document.Status.PUBLISHED, "text": TEXT, **fields}
    return Document.objects.create(title=title, **given)


def cite(concept: Concept, in_document: Document, quote: str) -> Citation:
    """The first passage with these words."""
    start = in_document.text.index(quote)
    return Citation.objects.create(
        concept=concept, document=in_document, start=start, end=start + len(quote), quote=quote
    )
