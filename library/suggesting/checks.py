"""What a language model wrote, held against what the atlas can hold. What does not fit is left out and counted."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from concepts.text import DETAIL_LENGTH, REASON_LENGTH, SUMMARY_LENGTH, TITLE_LENGTH, clean_block, clean_line
from library.models.citation import QUOTE_LENGTH
from library.proposing.wanted import Wanted

# Whatever it says of itself: it is never as sure as a tag.
MOST_SCORE = 0.9
MOST_ITEMS = 40

Item = Mapping[str, Any]


class Unfit(Exception):
    """One thing that cannot be proposed."""


@dataclass(slots=True)
class Sieve:
    """Lets through what fits. `dropped`: how many things did not."""

    dropped: int = 0

    def kept(self, items: Iterable[Item], make: Callable[[Item], Iterable[Wanted]]) -> Iterator[Wanted]:
        """What is made of each of the first MOST_ITEMS items."""
        rest = iter(items)
        for item in islice(rest, MOST_ITEMS):
            try:
                yield from list(make(item))
            except Unfit:
                self.dropped += 1
        self.dropped += sum(1 for _ in rest)


def title_of(item: Item, name: str = "title") -> str:
    """A title, of at least one letter or digit. Raises: Unfit."""
    title = _line(item[name], TITLE_LENGTH)
    if not any(letter.isalnum() for letter in title):
        raise Unfit
    return title


def texts_of(item: Item) -> dict[str, str]:
    """Title, summary and detail. Raises: Unfit."""
    detail = clean_block(item["detail"])
    if len(detail) > DETAIL_LENGTH:
        raise Unfit
    return {"title": title_of(item), "summary": _line(item["summary"], SUMMARY_LENGTH), "detail": detail}


def reason_of(item: Item) -> str:
    """Why, in words. Raises: Unfit."""
    reason = _line(item["reason"], REASON_LENGTH)
    if not reason:
        raise Unfit
    return reason


def score_of(item: Item) -> float:
    """How sure it says to be, from 0 to MOST_SCORE. Raises: Unfit."""
    score = item["score"]
    if not 0 <= score <= 1:
        raise Unfit
    return min(float(score), MOST_SCORE)


def place_of(quote: str, text: str, within: tuple[int, int] | None = None) -> tuple[int, int]:
    """Where these very words stand first in a text, or in a stretch of it. Raises: Unfit."""
    words = quote.strip()
    start = text.find(words, *(within or (0, len(text)))) if words and len(words) <= QUOTE_LENGTH else -1
    if start < 0:
        raise Unfit
    return start, start + len(words)


def _line(text: str, most: int) -> str:
    line = clean_line(text)
    if len(line) > most:
        raise Unfit
    return line
