"""The context of the library's list: the newest documents, narrowed to a kind or topic, or what a search finds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Self
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from concepts.models import Topic
from explore.contexts import DocumentCard, TopicLink
from explore.cursors import Key, cursor_of, key_of
from explore.documents import document_card
from explore.library_contexts import Choice, LibraryPage
from explore.parameters import line
from library import selectors
from library.models import Document
from library.search import find_documents
from library.search.snippets import snippets_in

A_PAGE = 24
DocumentPlace = selectors.DocumentPlace
_KINDS = {str(value): str(name) for value, name in Document.Kind.choices}
_PLURALS = {"digest": "Digests", "disclosure": "Disclosures", "map-text": "Map texts", "text": "Texts"}


@dataclass(frozen=True, slots=True)
class LibraryAsked:
    """What an address asks of the list. `cursor`: where its page begins, "" for the first."""

    query: str = ""
    kind: str = ""
    topic: str = ""
    cursor: str = ""

    @classmethod
    def read(cls, query: QueryDict) -> Self:
        """What the parameters say, made fit to be used."""
        return cls(
            line(query, "q"), line(query, "kind"), line(query, "topic"), query.get("cursor", "")[:2000]
        )

    @property
    def address(self) -> str:
        """The address that asks for this."""
        asked = {"q": self.query, "kind": self.kind, "topic": self.topic, "cursor": self.cursor}
        query = urlencode({name: value for name, value in asked.items() if value})
        return reverse("explore:library") + (f"?{query}" if query else "")


@dataclass(frozen=True, slots=True)
class Listed:
    """Documents of one page. `found_count`: of a search, how many in all. `key`: where the next page begins."""

    documents: tuple[DocumentCard, ...]
    found_count: int | None
    key: Key | None


def library_page(asked: LibraryAsked, *, staff: bool) -> LibraryPage:
    """A page of the list. Queries: up to 4, with a search up to 9."""
    topics = list(selectors.topics_with_documents(staff=staff))
    topic = next((topic for topic in topics if topic.slug == asked.topic), None)
    unknown = _unknown(asked, topic)
    listed = Listed((), None, None) if unknown else listed_documents(asked, size=A_PAGE, staff=staff)
    first = replace(asked, cursor="")
    return LibraryPage(
        query=asked.query,
        kind=asked.kind if asked.kind in _KINDS else "",
        topic=TopicLink(topic.slug, topic.title) if topic else None,
        unknown=unknown,
        documents=listed.documents,
        found_count=listed.found_count,
        kinds=_kind_choices(first, selectors.kinds_counted(staff=staff, topic=topic.slug if topic else "")),
        topics=_topic_choices(first, topics),
        whole_address=LibraryAsked().address,
        next_address=replace(asked, cursor=cursor_of(listed.key)).address if listed.key else "",
        first_address=first.address if asked.cursor else "",
    )


def listed_documents(asked: LibraryAsked, *, size: int, staff: bool) -> Listed:
    """The documents of a page. Queries: 2; with a search up to 7."""
    if asked.query:
        return _found(asked, size=size, staff=staff)
    place = place_of(key_of(asked.cursor, str, str, int))
    narrowed = {"kind": asked.kind, "topic": asked.topic}
    rows = list(selectors.documents_after(place, staff=staff, **narrowed)[: size + 1])
    last = rows[size - 1] if len(rows) > size else None
    return Listed(tuple(map(document_card, rows[:size])), None, key_after(last) if last else None)


def place_of(key: Key | None) -> DocumentPlace | None:
    """Where in the list a key lies; None for one that names no day."""
    if key is None:
        return None
    day, title, pk = key
    try:
        return (date.fromisoformat(str(day)) if day else None, str(title), int(pk))
    except ValueError:
        return None


def key_after(document: Document) -> Key:
    """The key of what comes after a document."""
    day = document.published_on.isoformat() if document.published_on else ""
    return (day, document.title, document.pk)


def _found(asked: LibraryAsked, *, size: int, staff: bool) -> Listed:
    hits = find_documents(asked.query, staff=staff, kind=asked.kind, topic=asked.topic)
    key = key_of(asked.cursor, int)
    first = int(key[0]) if key else 0
    ids = [hit.pk for hit in hits[first : first + size]]
    rows = selectors.documents_by_id(ids, staff=staff)
    snippets = snippets_in(asked.query, ids)
    cards = tuple(document_card(rows[pk], snippets.get(pk, ())) for pk in ids if pk in rows)
    return Listed(cards, len(hits), (first + size,) if len(hits) > first + size else None)


def _unknown(asked: LibraryAsked, topic: Topic | None) -> str:
    if asked.kind and asked.kind not in _KINDS:
        return asked.kind
    return asked.topic if asked.topic and not topic else ""


def _kind_choices(asked: LibraryAsked, counts: dict[str, int]) -> tuple[Choice, ...]:
    return tuple(
        Choice(_PLURALS[kind], counts[kind], replace(asked, kind="" if chosen else kind).address, chosen)
        for kind in _KINDS
        for chosen in (kind == asked.kind,)
        if counts.get(kind)
    )


def _topic_choices(asked: LibraryAsked, topics: Sequence[Topic]) -> tuple[Choice, ...]:
    return tuple(
        Choice(topic.title, None, replace(asked, topic="" if chosen else topic.slug).address, chosen)
        for topic in topics
        for chosen in (topic.slug == asked.topic,)
    )
