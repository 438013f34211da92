"""Plain text as units: what its author meant as one heading, point or paragraph, also where lines are wrapped."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

HEADING, POINT, PARAGRAPH = "heading", "point", "paragraph"

_POINT = re.compile(r"(?:[•‣⁃◦▪●○■*+–—-]|\d{1,2}[.)])[ \t\u00a0]+(?=\S)")
_HASHES = re.compile(r"(#{1,6})[ \t]+(?=\S)")
_UNDERLINE = re.compile(r"(?:={3,}|-{3,})[ \t]*")
_LINE = re.compile(r"[^\n]*")
_NARROWEST, _WIDEST = 40, 120
# A text counts as wrapped when so many of its lines are nearly as wide as the widest, and so many of
# these break a sentence.
_NEARLY, _FULL_SHARE, _BROKEN_SHARE = 0.8, 0.3, 0.6
# A line of less than this share of the width may be a title.
_SHORT = 0.6
_TITLE_LENGTH, _TITLE_WORDS = 90, 12
_ENDS_SENTENCE = re.compile(r"[.!?:;,…][\"”’')\]]*$")


@dataclass(slots=True)
class Unit:
    """A stretch that is a heading (with its level, 0 when guessed from its form), a point or a paragraph.

    `after_blank`: whether a blank line stands before it.
    """

    kind: str
    start: int
    end: int
    level: int = 0
    after_blank: bool = False


def units_of(text: str, start: int = 0, end: int | None = None) -> list[Unit]:
    """The units of a plain text or of a part of it. Cost: O(length)."""
    end = len(text) if end is None else end
    lines = list(_lines(text, start, end))
    width = _wrapped_width(text, lines)
    units: list[Unit] = []
    last_line_start = 0
    for line in lines:
        if units and not line.after_blank and _goes_on(text, units[-1], line, last_line_start, width):
            units[-1].end = line.end
        else:
            units.append(line)
        last_line_start = line.start
    return units


def _lines(text: str, start: int, end: int) -> Iterator[Unit]:
    """Each line that is not blank as a unit of its own, without its mark."""
    blank, pending = True, None
    while start < end:
        match = _LINE.match(text, start, end)
        assert match is not None
        words = match[0].strip()
        if pending is not None and not blank and _UNDERLINE.fullmatch(words):
            pending.kind, pending.level = HEADING, 1 if words[0] == "=" else 2
        else:
            if pending is not None:
                yield pending
            pending = _unit(words, text.index(words, start), blank) if words else None
            blank = not words
        start = match.end() + 1
    if pending is not None:
        yield pending


def _unit(words: str, start: int, after_blank: bool) -> Unit:
    end = start + len(words)
    if mark := _HASHES.match(words):
        return Unit(HEADING, start + mark.end(), end, len(mark[1]), after_blank)
    if mark := _POINT.match(words):
        return Unit(POINT, start + mark.end(), end, 0, after_blank)
    return Unit(PARAGRAPH, start, end, 0, after_blank)


def _wrapped_width(text: str, lines: list[Unit]) -> int:
    """The width that lines were wrapped at, 0 when each paragraph is one line."""
    widest = max((line.end - line.start for line in lines if line.kind != HEADING), default=0)
    if not _NARROWEST <= widest <= _WIDEST:
        return 0
    full = [line for line in lines if line.end - line.start > _NEARLY * widest]
    broken = sum(not _ends_sentence(text, line.end) for line in full)
    return widest if len(full) >= _FULL_SHARE * len(lines) and broken >= _BROKEN_SHARE * len(full) else 0


def _goes_on(text: str, unit: Unit, line: Unit, last_line_start: int, width: int) -> bool:
    """Whether a line is the rest of the unit above it: its first word had no room there, or it starts small."""
    if line.kind != PARAGRAPH or unit.level:
        return False
    ended = _ends_sentence(text, unit.end)
    if width and not (
        ended and line.end - line.start < _SHORT * width and is_title(text[line.start : line.end])
    ):
        length = unit.end - max(unit.start, last_line_start)
        word_end = text.find(" ", line.start, line.end)
        first_word = (line.end if word_end < 0 else word_end) - line.start
        if length + 1 + first_word > width:
            return True
    return text[line.start].islower() and not ended


def _ends_sentence(text: str, end: int) -> bool:
    return _ENDS_SENTENCE.search(text[max(0, end - 4) : end]) is not None


def is_title(words: str) -> bool:
    """Whether words have the form of a title: short, not starting small, no end of a sentence."""
    return (
        0 < len(words) <= _TITLE_LENGTH
        and len(words.split()) <= _TITLE_WORDS
        and not words[0].islower()
        and any(letter.isalpha() for letter in words)
        and not _ends_sentence(words, len(words))
    )
