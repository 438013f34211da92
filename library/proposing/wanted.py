"""What a text proposes, before it is compared with what was proposed before."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from concepts.text import REASON_LENGTH, clean_line
from library.models import Document, Proposal
from library.passages import passage


@dataclass(frozen=True, slots=True)
class Wanted:
    """One proposal to be made. `key`: of its content, so that what was refused once is known again."""

    kind: Proposal.Kind
    payload: dict[str, Any]
    key: str
    start: int = 0
    end: int = 0
    quote: str = ""
    score: float = 1.0
    reason: str = ""
    suggested_by: str = ""

    def row(self, document: Document) -> Proposal:
        """A new, open proposal that is not yet stored."""
        return Proposal(document=document, kind=self.kind, key=self.key, **self.columns())

    def columns(self) -> dict[str, Any]:
        """What the row of a proposal says of it."""
        return {
            "payload": self.payload,
            "start": self.start,
            "end": self.end,
            "quote": self.quote,
            "score": self.score,
            "reason": self.reason,
            "suggested_by": self.suggested_by,
        }


@dataclass(slots=True)
class Text:
    """The text that proposals quote."""

    text: str
    quoted: dict[tuple[int, int], tuple[int, int, str]] = field(default_factory=dict)

    def wanted(
        self,
        kind: Proposal.Kind,
        content: Iterable[object],
        payload: dict[str, Any],
        at: tuple[int, int],
        *,
        score: float = 1.0,
        reason: str = "",
    ) -> Wanted:
        """A proposal with its words. `content`: what tells it from any other of its kind."""
        if at not in self.quoted:
            self.quoted[at] = passage(self.text, *at)
        start, end, quote = self.quoted[at]
        score = round(min(max(score, 0.0), 1.0), 3)
        return Wanted(
            kind, payload, key_of(kind, content), start, end, quote, score, fitted(reason, REASON_LENGTH)
        )


def key_of(kind: Proposal.Kind, content: Iterable[object]) -> str:
    """The name of a content, however it is spaced and cased."""
    words = (clean_line(str(part)).casefold() for part in content)
    return sha256("\x1f".join([kind.value, *words]).encode()).hexdigest()


def fitted(text: str, most: int) -> str:
    """One line of at most so many characters."""
    line = clean_line(text)
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
