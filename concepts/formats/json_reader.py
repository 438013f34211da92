"""Reads a map from JSON. The shape is told in docs/map-format.md."""

import json
from typing import Any

from concepts.formats.drafts import ConceptDraft, LinkDraft, MapDraft, slug_from
from concepts.formats.faults import Faults, quoted
from concepts.formats.fields import CONCEPT_KEYS, HEAD_KEYS, UNREADABLE, refuse_unknown
from concepts.formats.json_places import Elements, Members, PlacedDecoder
from concepts.models import Source
from concepts.models.concept import read_source
from graph.kinds import LinkKind

_KINDS = {kind.word: kind for kind in LinkKind}
_LINK_RULE = "A link is a list: source, target, kind and, if there is one, reason."
_SOURCE_RULE = "A source is a label, or a list of a label and its address."


def read_json(text: str, faults: Faults) -> MapDraft:
    """The map that a text holds, not yet settled."""
    decoder = PlacedDecoder(text, faults)
    value = decoder.read()
    if not isinstance(value, Members):
        faults.stop(1, "A map file holds one JSON object.")
    return _Reader(decoder, faults).map(value)


class _Reader:
    def __init__(self, decoder: PlacedDecoder, faults: Faults) -> None:
        self._decoder = decoder
        self._faults = faults

    def map(self, value: Members) -> MapDraft:
        line = self._decoder.line_of(value)
        self._refuse_unknown(value, (*HEAD_KEYS, "detail", "concepts", "links"))
        return MapDraft(
            title=self._text(value, "title"),
            slug=self._text(value, "slug"),
            summary=self._text(value, "summary", needed=True),
            detail=self._text(value, "detail"),
            topics=self._texts(value, "topics"),
            featured=self._value(value, "featured", bool, False),
            published=not self._value(value, "draft", bool, False),
            position=self._value(value, "position", int, 0) if "position" in value else None,
            concepts=tuple(self._concept(entry) for entry in self._entries(value, "concepts", Members)),
            links=tuple(
                link for entry in self._entries(value, "links", Elements) for link in self._link(entry)
            ),
            line=line,
        )

    def _concept(self, value: Members) -> ConceptDraft:
        self._refuse_unknown(value, (*CONCEPT_KEYS, "title", "detail"))
        title = self._text(value, "title")
        return ConceptDraft(
            title=title,
            slug=self._text(value, "slug") or slug_from(title),
            summary=self._text(value, "summary", needed=True),
            detail=self._text(value, "detail"),
            aliases=self._texts(value, "aliases"),
            sources=self._sources(value),
            minutes=self._value(value, "minutes", int, 5),
            published=not self._value(value, "draft", bool, False),
            line=self._decoder.line_of(value),
        )

    def _link(self, value: Elements) -> list[LinkDraft]:
        line = self._decoder.line_of(value)
        if len(value) not in {3, 4} or not all(isinstance(part, str) for part in value):
            self._faults.add(line, _LINK_RULE)
            return []
        source, target, word, reason = (*value, "")[:4]
        if word not in _KINDS:
            self._faults.add(line, f"There is no kind {quoted(word)} of link; there are {', '.join(_KINDS)}.")
            return []
        return [LinkDraft(source, target, _KINDS[word], reason, line)]

    def _sources(self, value: Members) -> tuple[Source, ...]:
        return tuple(
            source
            for entry in self._value(value, "sources", list, [])
            for source in self._source(value, entry)
        )

    def _source(self, value: Members, entry: Any) -> list[Source]:
        if isinstance(entry, str):
            return [read_source(entry)]
        if isinstance(entry, list) and len(entry) == 2 and all(isinstance(part, str) for part in entry):
            return [Source(*entry)]
        self._faults.add(self._decoder.line_of(entry) or self._decoder.line_of(value), _SOURCE_RULE)
        return []

    def _text(self, value: Members, name: str, *, needed: bool = False) -> str:
        if needed and name not in value:
            self._faults.add(
                self._decoder.line_of(value), f'The {name} is missing. Give "" if there is none.'
            )
        text: str = self._value(value, name, str, UNREADABLE) if name in value else ""
        return text

    def _texts(self, value: Members, name: str) -> tuple[str, ...]:
        entries = self._value(value, name, list, [])
        if not all(isinstance(entry, str) for entry in entries):
            self._faults.add(self._decoder.line_of(value), f"{name} must be a list of texts.")
        return tuple(entry for entry in entries if isinstance(entry, str))

    def _entries(self, value: Members, name: str, kind: type[Any]) -> list[Any]:
        entries = self._value(value, name, list, [])
        for entry in entries:
            if not isinstance(entry, kind):
                wanted = "an object" if kind is Members else _LINK_RULE
                self._faults.add(
                    self._decoder.line_of(entries), f"In {name}, {_shown(entry)} must be {wanted}."
                )
        return [entry for entry in entries if isinstance(entry, kind)]

    def _value(self, value: Members, name: str, kind: type[Any], default: Any) -> Any:
        found = value.get(name, default)
        # True is an int to Python and not to anyone who writes a file.
        if isinstance(found, kind) and (kind is bool or not isinstance(found, bool)):
            return found
        words = {str: "a text", int: "a whole number", bool: "true or false", list: "a list"}
        self._faults.add(self._decoder.line_of(value), f"{name} must be {words[kind]}, not {_shown(found)}.")
        return default if kind is not str else UNREADABLE

    def _refuse_unknown(self, value: Members, known: tuple[str, ...]) -> None:
        for name in value:
            refuse_unknown(name, known, self._decoder.line_of(value), self._faults)


def _shown(value: Any) -> str:
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    return quoted(value if isinstance(value, str) else json.dumps(value))
