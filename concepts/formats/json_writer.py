"""Writes a map as JSON: the head a key a line, each concept and each link on a line of its own."""

from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from concepts.formats.drafts import ConceptDraft, LinkDraft, MapStream


def json_parts(stream: MapStream) -> Iterator[bytes]:
    """A JSON file, row by row."""
    head = stream.head
    keys: dict[str, Any] = {
        "title": head.title,
        "slug": head.slug,
        "summary": head.summary,
        "detail": head.detail,
        "topics": head.topics,
        "featured": head.featured,
        "draft": not head.published,
    }
    if head.position is not None:
        keys["position"] = head.position
    yield b"{\n"
    for name, value in keys.items():
        yield b'  "%s": %s,\n' % (name.encode(), orjson.dumps(value))
    yield from _rows(b"concepts", map(_concept, stream.concepts))
    yield b",\n"
    yield from _rows(b"links", map(_link, stream.links))
    yield b"\n}\n"


def _concept(concept: ConceptDraft) -> dict[str, Any]:
    return {
        "slug": concept.slug,
        "title": concept.title,
        "summary": concept.summary,
        "detail": concept.detail,
        "minutes": concept.minutes,
        "aliases": concept.aliases,
        "sources": [[source.label, source.url] for source in concept.sources],
        "draft": not concept.published,
    }


def _link(link: LinkDraft) -> list[str]:
    return [link.source, link.target, link.kind.word, link.reason]


def _rows(name: bytes, values: Iterable[Any]) -> Iterator[bytes]:
    yield b'  "%s": [' % name
    before = b"\n    "
    for value in values:
        yield before + orjson.dumps(value)
        before = b",\n    "
    yield b"]" if before == b"\n    " else b"\n  ]"
