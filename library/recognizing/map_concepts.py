"""The concepts below the "Key Concepts" of a map text: title, one-line summary, paragraph."""

import re
from collections import Counter
from dataclasses import dataclass
from statistics import median

from concepts.folding import fold
from concepts.text import SUMMARY_LENGTH, TITLE_LENGTH, clean_line
from library.recognizing.lines import HEADING, PARAGRAPH, POINT, Unit, is_title

# A summary so much longer than the others is a paragraph, and what stands above it a heading inside a concept.
_FAR_LONGER = 2.0
_NUMBERED = re.compile(r"\d{1,3}[.)]\s+")


@dataclass(frozen=True, slots=True)
class ConceptText:
    """A concept of a map text and the units that it is made of, its title first."""

    title: str
    summary: str
    detail: str
    units: tuple[Unit, ...]


def concepts_of(text: str, units: list[Unit]) -> list[ConceptText]:
    """The concepts that units hold, in order. Cost: O(length)."""
    units = _without_contents(text, units)
    starts = _marked(units) or _by_form(text, units)
    groups = [units[start:end] for start, end in zip(starts, [*starts, len(units)][1:], strict=True)]
    groups = _with_inner_headings(text, groups)
    return [_concept(text, group) for group in groups]


def words_of(text: str, unit: Unit) -> str:
    """A unit's words on one line."""
    return clean_line(text[unit.start : unit.end])


def _without_contents(text: str, units: list[Unit]) -> list[Unit]:
    """The units without a list of the titles to come: lines that stand again further down."""
    names = [fold(text[unit.start : unit.end]) if _has_title_form(text, unit) else "" for unit in units]
    left = Counter(names)
    kept = []
    for index, unit in enumerate(units):
        left[names[index]] -= 1
        listed = index + 1 == len(units) or names[index + 1] or unit.kind == POINT
        if not (names[index] and left[names[index]] and listed):
            kept.append(unit)
    return kept


def _marked(units: list[Unit]) -> list[int]:
    """Where concepts start by headings that the format marks: those of the highest level that occurs twice."""
    levels = Counter(unit.level for unit in units if unit.kind == HEADING)
    level = min((level for level, count in levels.items() if count > 1), default=None)
    return [index for index, unit in enumerate(units) if unit.kind == HEADING and unit.level == level]


def _by_form(text: str, units: list[Unit]) -> list[int]:
    """Where concepts start by the form of lines: a title and what can be its summary."""
    starts: list[int] = []
    index = 0
    while index + 1 < len(units):
        if _has_title_form(text, units[index]) and _can_be_summary(text, units, index + 1):
            starts.append(index)
            index += 2
        else:
            index += 1
    return starts


def _has_title_form(text: str, unit: Unit) -> bool:
    return (unit.kind != POINT or _is_numbered(text, unit)) and is_title(text[unit.start : unit.end])


def _is_numbered(text: str, unit: Unit) -> bool:
    line_start = text.rfind("\n", 0, unit.start) + 1
    return _NUMBERED.fullmatch(text[line_start : unit.start].lstrip()) is not None


def _can_be_summary(text: str, units: list[Unit], index: int) -> bool:
    unit = units[index]
    if unit.kind != PARAGRAPH:
        return False
    # Two short lines one above the other: the second is the summary when a paragraph follows, not one more title.
    below = units[index + 1] if index + 1 < len(units) else None
    if is_title(text[unit.start : unit.end]):
        return below is not None and not is_title(text[below.start : below.end])
    return True


def _with_inner_headings(text: str, groups: list[list[Unit]]) -> list[list[Unit]]:
    """The groups with those that are a heading and a paragraph inside a concept put back into it."""
    whole = [group[1].end - group[1].start for group in groups if len(group) > 2]
    if len(whole) * 2 < len(groups):
        return groups
    longest = _FAR_LONGER * median(whole) if whole else SUMMARY_LENGTH
    joined: list[list[Unit]] = []
    for group in groups:
        length = group[1].end - group[1].start if len(group) > 1 else 0
        if joined and len(group) == 2 and length > longest:
            joined[-1].extend(group)
        else:
            joined.append(list(group))
    return joined


def _concept(text: str, group: list[Unit]) -> ConceptText:
    """Title, summary and detail; a first paragraph that is too long for a summary belongs to the detail."""
    summary, rest = "", group[1:]
    if rest and rest[0].end - rest[0].start <= SUMMARY_LENGTH:
        summary, rest = words_of(text, rest[0]), rest[1:]
    detail = "\n\n".join(words_of(text, unit) for unit in rest)
    return ConceptText(words_of(text, group[0])[:TITLE_LENGTH], summary, detail, tuple(group))
