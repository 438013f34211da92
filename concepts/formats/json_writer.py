"""Writes a map as JSON: the head a key a line, each concept and each link on a line of its own."""

from collections.abc import Iterable
from typing import Any

import orjson

from concepts.formats.drafts import ConceptDraft, MapDraft


def write_json(draft: MapDraft) -> str:
    """The text of a JSON file."""
    head: dict[str, Any] = {
        "title": draft.title,
        "slug": draft.slug,
        "summary": draft.summary,
        "detail": draft.detail,
        "topics": draft.topics,
        "featured": draft.featured,
        "draft": not draft.published,
    }
    if draft.position is not None:
        head["position"] = draft.position
    parts = [f'  "{name}": {_encoded(value)}' for name, value in head.items()]
    parts.append(_rows("concepts", map(_concept, draft.concepts)))
    parts.append(
        _rows("links", ([link.source, link.target, link.kind.word, link.reason] for link in draft.links))
    )
    return "{\n" + ",\n".join(parts) + "\n}\n"


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


def _rows(name: str, values: Iterable[Any]) -> str:
    rows = ",\n    ".join(map(_encoded, values))
    return f'  "{name}": [\n    {rows}\n  ]' if rows else f'  "{name}": []'


def _encoded(value: Any) -> str:
    return orjson.dumps(value).decode()
