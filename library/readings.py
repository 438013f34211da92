"""What was found in a text: told from any other finding, and written down to be read again."""

from dataclasses import asdict
from hashlib import sha256
from typing import Any

from library.reading.text import Part
from library.recognizing.found import ConceptFound, DocumentKind, FactFound, ParentFound, Recognized


def reading_of(recognized: Recognized) -> str:
    """What tells the findings in a text from others, whatever the text. Cost: O(findings)."""
    found = (recognized.parts, recognized.insight, recognized.topics, recognized.concepts, recognized.facts)
    return sha256(repr((recognized.kind.value, *found)).encode()).hexdigest()


def written(recognized: Recognized) -> dict[str, Any]:
    """A recognised text as JSON keeps it."""
    return asdict(recognized)


def read_again(kept: dict[str, Any]) -> Recognized:
    """The recognised text that was written down."""
    return Recognized(
        kind=DocumentKind(kept["kind"]),
        title=kept["title"],
        text=kept["text"],
        parts=tuple(Part(**part) for part in kept["parts"]),
        insight=kept["insight"],
        topics=tuple(kept["topics"]),
        concepts=tuple(_concept(found) for found in kept["concepts"]),
        facts=tuple(FactFound(**found) for found in kept["facts"]),
    )


def _concept(found: dict[str, Any]) -> ConceptFound:
    parent = ParentFound(**found["parent"]) if found["parent"] else None
    return ConceptFound(**{**found, "parent": parent})
