"""Passages of a text: the sentence around a place, the heading above it."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from library.reading.text import Part

_SENTENCE_ENDS = re.compile(r"[.!?]['”’\")\]]*(?=\s)|\n")
# A sentence longer than this is quoted around the place alone.
LONGEST_SENTENCE = 400
_AROUND = 150


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence or line that holds a passage; of one too long, some words on both sides."""
    low = max(0, start - LONGEST_SENTENCE)
    first = low
    for mark in _SENTENCE_ENDS.finditer(text, low, start):
        first = mark.end()
    after = _SENTENCE_ENDS.search(text, max(end - 1, start), min(len(text), end + LONGEST_SENTENCE))
    last = _end_of(text, after, end)
    if last - first > LONGEST_SENTENCE or (first == low and low > 0):
        first, last = _words_around(text, start, end)
    return _without_blanks(text, first, last)


def _end_of(text: str, mark: re.Match[str] | None, end: int) -> int:
    if mark is None:
        return min(len(text), end + LONGEST_SENTENCE)
    return max(mark.start() if mark[0] == "\n" else mark.end(), end)


def _words_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Whole words up to so many characters on both sides, never past a line's end."""
    low, high = max(0, start - _AROUND), min(len(text), end + _AROUND)
    line = text.rfind("\n", low, start)
    first = line + 1 if line >= 0 else low and (text.find(" ", low, start) + 1 or start)
    stop = text.find("\n", end, high)
    last = stop if stop >= 0 else high if high == len(text) else max(text.rfind(" ", end, high), end)
    return first, last


def _without_blanks(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


class Sections:
    """The headings of a text, asked for the one above a place."""

    def __init__(self, text: str, parts: Sequence[Part]) -> None:
        headings = [part for part in parts if part.kind == "heading"]
        self._starts = [part.start for part in headings]
        self._titles = [text[part.start : part.end] for part in headings]

    def at(self, place: int) -> str:
        """The heading above a place; empty when there is none."""
        number = bisect_right(self._starts, place)
        return self._titles[number - 1] if number else ""
