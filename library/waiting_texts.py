"""What is decided about the new text of a published document."""

from library.documents import replace_text
from library.errors import DecisionRefused
from library.models import Document, WaitingText, revising
from library.proposing import Proposed, propose
from library.readings import read_again
from library.suggesting.questions import ask_about_document

_GONE = "Another new text was handed in, or somebody else has decided. Nothing was done: look again."


def waiting_text_of(document: Document) -> WaitingText | None:
    """What waits to become the text of a document. Queries: 1."""
    return WaitingText.objects.filter(document=document).first()


def take_waiting_text(*, document: Document, fingerprint: str) -> Proposed:
    """Let everyone read the new text; what it proposes is proposed now. Raises: DecisionRefused."""
    with revising():
        recognized = read_again(_waiting(document, fingerprint).recognized)
        document = Document.objects.get(pk=document.pk)
        replace_text(document, recognized)
        document.save()
        proposed = propose(document, recognized)
        ask_about_document(document)
        return proposed


def drop_waiting_text(*, document: Document, fingerprint: str) -> None:
    """Keep the text as it is. Raises: DecisionRefused."""
    with revising():
        _waiting(document, fingerprint).delete()


def _waiting(document: Document, fingerprint: str) -> WaitingText:
    """The text that was looked at. Raises: DecisionRefused."""
    waiting = waiting_text_of(document)
    if waiting is None or waiting.fingerprint != fingerprint:
        raise DecisionRefused({0: _GONE})
    return waiting
