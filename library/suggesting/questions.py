"""Questions handed to the outbox. Web processes need no more of it than this."""

from django.contrib.auth.models import User
from django.db import transaction

from concepts.models import Concept
from library.asking.server import server_to_ask
from library.models import Document, Question
from outbox.services import enqueue

# One kind for both: the relay keeps a hand free of any one kind, so slow answers hold no mail up.
KIND = "library.ask"


def ask_about_concept(concept: Concept, *, asked_by: User | None = None) -> Question | None:
    """Ask for what could stand under a concept. None without a server to ask; the same again while one waits.

    Two who ask at the same moment ask twice: what both answers suggest is proposed once.
    """
    if server_to_ask() is None:
        return None
    with transaction.atomic():
        waiting = Question.objects.filter(concept=concept, state=Question.State.WAITING).first()
        return waiting or _ask(Question(concept=concept, asked_by=asked_by))


def ask_about_document(document: Document) -> Question | None:
    """Ask for what a document says beyond its proposals, once for each text that it has. None without a server."""
    if server_to_ask() is None:
        return None
    with transaction.atomic():
        about = {"document": document, "fingerprint": document.fingerprint}
        asked = Question.objects.filter(concept=None, **about).first()
        return asked or _ask(Question(**about))


def last_question(concept: Concept) -> Question | None:
    """What was asked about a concept last, with the document of its proposals. Queries: 1."""
    asked = Question.objects.filter(concept=concept).select_related("document", "asked_by")
    return asked.defer("document__text", "document__parts").first()


def _ask(question: Question) -> Question:
    question.save()
    enqueue(kind=KIND, payload={"question": question.pk}, key=f"{KIND}:{question.pk}")
    return question
