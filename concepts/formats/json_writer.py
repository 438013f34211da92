"""Writes a map as JSON: the head a key a line, each concept and each link on a line of its own."""

from collections.abc import Iterable
from typing import IO, Any

import orjson

from concepts.formats.drafts import ConceptDraft, LinkDraft, MapStream


def write_json(stream: MapStream, target: IO[bytes]) -> None:
    """Write a JSON file, row by row."""
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
    target.write(b"{\n")
    for name, value in keys.items():
        target.write(b'  "%s": %s,\n' % (name.encode(), orjson.dumps(value)))
    _write_rows(target, b"concepts", map(_concept, stream.concepts))
    target.write(b",\n")
    _write_rows(target, b"links", map(_link, stream.links))
    target.write(b"\n}\n")


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


def _write_rows(target: IO[bytes], name: bytes, values: Iterable[Any]) -> None:
    target.write(b'  "%s": [' % name)
    before = b"\n    "
    for value in values:
        target.write(before + orjson.dumps(value))
        before = b",\n    "
    target.write(b"]" if before == b"\n    " else b"\n  ]")
