"""What is recognised in a text. Every offset is one into the clean text, `end` exclusive."""

from dataclasses import dataclass
from enum import StrEnum

from library.reading.text import Part


class DocumentKind(StrEnum):
    """What a document is, by its form."""

    DIGEST = "digest"
    DISCLOSURE = "disclosure"
    MAP_TEXT = "map-text"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class ParentFound:
    """The concept above another, by its title. `score`: 0 to 1; `reason`: a sentence that quotes what they share."""

    title: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class ConceptFound:
    """A concept that a text describes or speaks of. `start`, `end`: the passage, or the first mention of a key term."""

    title: str
    summary: str
    detail: str
    start: int
    end: int
    parent: ParentFound | None = None


@dataclass(frozen=True, slots=True)
class FactFound:
    """A figure about an AI model, whose name is empty when the text tells none.

    `quote` is the text from `start` to `end`, `value` the same on one line. `number`: normalised to `unit`,
    None when the words hold none. `confidence`: 0 to 1.
    """

    model: str
    attribute: str
    value: str
    unit: str
    number: float | None
    quote: str
    start: int
    end: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Recognized:
    """A document as it can be stored, and what it proposes. `text`: without tags, navigation and calls to sign up.

    `title` is empty when the text names none, and so are `authors`.
    """

    kind: DocumentKind
    title: str
    text: str
    parts: tuple[Part, ...] = ()
    insight: str = ""
    topics: tuple[str, ...] = ()
    concepts: tuple[ConceptFound, ...] = ()
    facts: tuple[FactFound, ...] = ()
    authors: tuple[str, ...] = ()
