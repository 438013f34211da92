"""Recognised texts stored as documents: the same text is known again, a changed one takes the place of the former."""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from concepts.formats.summaries import summary_and_detail
from concepts.models import KnowledgeMap, Topic
from concepts.text import TITLE_LENGTH, clean_line
from library.errors import OtherMap
from library.models import Document, Proposal, WaitingText, revising
from library.models.document import fingerprint_of, key_of_title, stored_parts
from library.passages import move_passages
from library.readings import reading_of, written
from library.recognizing.found import Recognized
from library.slugs import free_slug

_NAMELESS = "document"
# What is accepted of these kinds stands in the map.
_IN_THE_MAP = (Proposal.Kind.CONCEPT, Proposal.Kind.CHANGE, Proposal.Kind.LINK)


class Outcome(Enum):
    """What became of a document."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    # The new text of a published document is kept until somebody takes it.
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Stored:
    """A document as it is now. `SAME`: nothing was written, neither its text nor where its concepts belong."""

    document: Document
    outcome: Outcome


def store_document(
    recognized: Recognized, *, file_name: str, knowledge_map: KnowledgeMap | None = None
) -> Stored:
    """Store a text as a draft, or as the new text of the document with its title.

    What everyone reads is changed by those alone who may change documents: of a published document the new text
    waits. Citations and facts move along with their words. Raises: OtherMap, ValidationError.
    """
    title = _title(recognized, file_name)
    with revising():
        document = _stored(recognized.text, title)
        if document is None:
            return Stored(_create(recognized, title, knowledge_map), Outcome.NEW)
        redirected = _redirect(document, knowledge_map)
        if not _is_read_so(document, recognized):
            if _shows_otherwise(document, recognized):
                if redirected:
                    document.save()
                return Stored(_let_wait(document, recognized), Outcome.WAITING)
            replace_text(document, recognized)
        elif not redirected:
            return Stored(document, Outcome.SAME)
        document.save()
        return Stored(document, Outcome.CHANGED)


def is_stored(
    recognized: Recognized, *, file_name: str, knowledge_map: KnowledgeMap | None = None
) -> Document | None:
    """The document that has this very text, if handing it in changes nothing. Queries: up to 2."""
    document = _stored(recognized.text, _title(recognized, file_name))
    if document is None or not _is_read_so(document, recognized):
        return None
    return None if knowledge_map and knowledge_map.pk != document.map_id else document


def destination(
    recognized: Recognized, *, file_name: str, knowledge_map: KnowledgeMap | None = None
) -> tuple[int | None, frozenset[int]]:
    """The map and the topics that the document of a text will have once it is stored. Queries: up to 4."""
    document = _stored(recognized.text, _title(recognized, file_name))
    topics = {topic.pk for topic in known_topics(recognized.topics)}
    if document:
        topics |= set(document.topics.values_list("pk", flat=True))
    map_id = knowledge_map.pk if knowledge_map else document.map_id if document else None
    return map_id, frozenset(topics)


def _title(recognized: Recognized, file_name: str) -> str:
    """As the text says, else as the file is called; cut to what fits."""
    title = clean_line(recognized.title) or clean_line(Path(file_name).stem.replace("_", " "))
    title = title or _NAMELESS
    return title if len(title) <= TITLE_LENGTH else f"{title[: TITLE_LENGTH - 1].rstrip()}…"


def _stored(text: str, title: str) -> Document | None:
    """The document with this text, else the first that was handed in under this title. Queries: up to 2.

    An address says less than a title: “C++” and “C#” make the same one.
    """
    same = Document.objects.filter(fingerprint=fingerprint_of(text)).order_by("pk").first()
    return same or Document.objects.filter(title_key=key_of_title(title)).order_by("pk").first()


def _is_read_so(document: Document, recognized: Recognized) -> bool:
    """Whether a document has this text, and the same was found in it. Of seeds only the text is compared."""
    same = document.fingerprint == fingerprint_of(recognized.text)
    return same and document.reading in {"", reading_of(recognized)}


def _shows_otherwise(document: Document, recognized: Recognized) -> bool:
    """Whether everyone would read something else than before. Queries: up to 2."""
    if document.status != Document.Status.PUBLISHED:
        return False
    parts = list(stored_parts(recognized.parts))
    if (document.text, document.kind, document.parts) != (recognized.text, recognized.kind.value, parts):
        return True
    return not set(known_topics(recognized.topics)) <= set(document.topics.all())


def _let_wait(document: Document, recognized: Recognized) -> Document:
    """Keep a text beside the published one. A later one takes its place."""
    fingerprint = fingerprint_of(f"{reading_of(recognized)} {recognized.text}")
    waiting = {"recognized": written(recognized), "fingerprint": fingerprint}
    WaitingText.objects.update_or_create(document=document, defaults=waiting)
    return document


def _create(recognized: Recognized, title: str, knowledge_map: KnowledgeMap | None) -> Document:
    document = Document.objects.create(
        kind=recognized.kind.value,
        title=title,
        slug=free_slug(title, set(Document.objects.values_list("slug", flat=True))),
        summary=_summary(recognized),
        authors="\n".join(recognized.authors),
        text=recognized.text,
        parts=list(stored_parts(recognized.parts)),
        reading=reading_of(recognized),
        map=knowledge_map,
    )
    document.topics.set(known_topics(recognized.topics))
    return document


def replace_text(document: Document, recognized: Recognized) -> None:
    """The new text and its layout, not yet saved; what a curator has said of the document stays. Inside `revising`."""
    before = document.text
    document.kind = recognized.kind.value
    document.text, document.parts = recognized.text, list(stored_parts(recognized.parts))
    document.summary = document.summary or _summary(recognized)
    document.reading = reading_of(recognized)
    document.topics.add(*known_topics(recognized.topics))
    WaitingText.objects.filter(document=document).delete()
    move_passages(document, before, recognized.facts)


def _redirect(document: Document, knowledge_map: KnowledgeMap | None) -> bool:
    """Let its concepts belong to this map from now on; whether that is new. Raises: OtherMap."""
    if knowledge_map is None or document.map_id == knowledge_map.pk:
        return False
    accepted = document.proposals.filter(state=Proposal.State.ACCEPTED, kind__in=_IN_THE_MAP)
    if document.map and accepted.exists():
        raise OtherMap(
            f"“{document.title}” has concepts in the map “{document.map.title}” already. Undo them there first, "
            f"or hand it in for that map."
        )
    document.map = knowledge_map
    return True


def known_topics(titles: tuple[str, ...]) -> list[Topic]:
    """The topics that the site has with these titles. Others become topics with the map that is made for them."""
    named = {clean_line(title).casefold() for title in titles}
    return [topic for topic in Topic.objects.all() if topic.title.casefold() in named] if named else []


def _summary(recognized: Recognized) -> str:
    """One line: the central insight, else how the first paragraph begins."""
    if recognized.insight:
        return summary_and_detail(recognized.insight)[0]
    for part in recognized.parts:
        if part.kind in {"overview", "paragraph"}:
            return summary_and_detail(recognized.text[part.start : part.end])[0]
    return ""
