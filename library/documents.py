"""Recognised texts stored as documents: the same text is known again, a changed one takes the place of the former."""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from django.utils.text import slugify

from concepts.formats.summaries import summary_and_detail
from concepts.models import KnowledgeMap, Topic
from concepts.text import TITLE_LENGTH, clean_line
from library.errors import OtherMap
from library.models import Document, Proposal, revising
from library.models.document import fingerprint_of, stored_parts
from library.passages import move_passages
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


@dataclass(frozen=True, slots=True)
class Stored:
    """A document as it is now. `same`: nothing was written, neither its text nor where its concepts belong."""

    document: Document
    outcome: Outcome


def store_document(
    recognized: Recognized, *, file_name: str, knowledge_map: KnowledgeMap | None = None
) -> Stored:
    """Store a text as a draft, or as the new text of the document at its address.

    Citations and facts move along with their words. Raises: OtherMap, ValidationError.
    """
    title = _title(recognized, file_name)
    with revising():
        document = _stored(recognized.text, title)
        if document is None:
            return Stored(_create(recognized, title, knowledge_map), Outcome.NEW)
        redirected = _redirect(document, knowledge_map)
        if document.fingerprint != fingerprint_of(recognized.text):
            _replace_text(document, recognized)
        elif not redirected:
            return Stored(document, Outcome.SAME)
        document.save()
        return Stored(document, Outcome.CHANGED)


def is_stored(
    recognized: Recognized, *, file_name: str, knowledge_map: KnowledgeMap | None = None
) -> Document | None:
    """The document that has this very text, if handing it in changes nothing. Queries: up to 2."""
    document = _stored(recognized.text, _title(recognized, file_name))
    if document is None or document.fingerprint != fingerprint_of(recognized.text):
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
    """The document with this text, else the one at the address that the title makes. Queries: up to 2."""
    same = Document.objects.filter(fingerprint=fingerprint_of(text)).order_by("pk").first()
    slug = slugify(title)[:TITLE_LENGTH]
    # A title of other scripts makes no address of its own; it is known by itself.
    called = Document.objects.filter(slug=slug) if slug else Document.objects.filter(title=title)
    return same or called.first()


def _create(recognized: Recognized, title: str, knowledge_map: KnowledgeMap | None) -> Document:
    document = Document.objects.create(
        kind=recognized.kind.value,
        title=title,
        slug=free_slug(title, set(Document.objects.values_list("slug", flat=True))),
        summary=_summary(recognized),
        text=recognized.text,
        parts=list(stored_parts(recognized.parts)),
        map=knowledge_map,
    )
    document.topics.set(known_topics(recognized.topics))
    return document


def _replace_text(document: Document, recognized: Recognized) -> None:
    """The new text and its layout; what a curator has said of the document stays."""
    document.kind = recognized.kind.value
    document.text, document.parts = recognized.text, list(stored_parts(recognized.parts))
    document.summary = document.summary or _summary(recognized)
    document.topics.add(*known_topics(recognized.topics))
    move_passages(document)


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
