"""The parts of a document: those that its format told, else those that its lines show."""

from collections.abc import Container

from library.reading.text import Part, ReadText
from library.recognizing.cutting import Span
from library.recognizing.lines import HEADING, PARAGRAPH, POINT, Unit, is_title, units_of


def units_of_read(read: ReadText) -> list[Unit]:
    """A document's units in order. Lists that were typed by hand inside a paragraph are taken apart.

    Cost: O(length).
    """
    if not read.parts:
        return units_of(read.text)
    units: list[Unit] = []
    for part in read.parts:
        if part.kind == PARAGRAPH and "\n" in read.text[part.start : part.end]:
            inner = units_of(read.text, part.start, part.end)
            if any(unit.kind != PARAGRAPH for unit in inner):
                units.extend(inner)
                continue
        units.append(Unit(part.kind, part.start, part.end, part.level, True))
    return units


def stretches_without(units: list[Unit], kept: Container[int], length: int) -> list[Span]:
    """What to take out of a text so that the units at the places `kept` are left, with the space between them."""
    spans: list[Span] = []
    end, empty = 0, True
    for place, unit in enumerate(units):
        if place not in kept:
            spans.append(Span(end, unit.end))
        elif empty and spans:
            spans.append(Span(spans[-1].end, unit.start))
        empty = empty and place not in kept
        end = unit.end
    return [*spans, Span(end, length)] if end < length else spans


def parts_of(text: str, units: list[Unit]) -> tuple[Part, ...]:
    """Units as parts, with headings guessed from short lines where no unit is a heading by its mark."""
    guess = not any(unit.kind == HEADING for unit in units)
    kinds = [_kind(text, units, index) if guess else unit.kind for index, unit in enumerate(units)]
    return tuple(
        Part(kind, unit.start, unit.end, _level(unit, index) if kind == HEADING else 0)
        for index, (kind, unit) in enumerate(zip(kinds, units, strict=True))
    )


def _level(unit: Unit, index: int) -> int:
    return unit.level or (2 if index else 1)


def _kind(text: str, units: list[Unit], index: int) -> str:
    """A short line is a heading when what it stands above is not one too, and the first line of all in any case."""
    unit = units[index]
    if unit.kind != PARAGRAPH or index + 1 == len(units) or not is_title(text[unit.start : unit.end]):
        return unit.kind
    below = units[index + 1]
    stands_above = below.kind == POINT or not is_title(text[below.start : below.end])
    return HEADING if index == 0 or stands_above else PARAGRAPH
