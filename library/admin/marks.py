"""A text cut into stretches, with the places that proposals quote marked and numbered."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

# Of a longer text only what is around the marks is shown.
WHOLE = 100_000
_AROUND = 600


@dataclass(frozen=True, slots=True)
class Mark:
    """What a proposal quotes. `number`: as the page counts it; `address`: where the proposal is."""

    number: int
    proposal: int
    kind: str
    start: int
    end: int
    address: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of text and the kinds of marks that cover it. `begins`: the marks whose first words these are.

    `skipped`: how many characters before it are not shown.
    """

    text: str
    kinds: tuple[str, ...] = ()
    begins: tuple[Mark, ...] = ()
    skipped: int = 0


def stretches(text: str, marks: Sequence[Mark]) -> Iterator[Stretch]:
    """The text to show, cut wherever a mark begins or ends. Cost: O(text + marks²) where many overlap at one place."""
    shown = sorted((mark for mark in marks if mark.start < mark.end), key=lambda mark: mark.start)
    seen = 0
    for first, last in _windows(text, shown):
        inside = [mark for mark in shown if first <= mark.start < last]
        skipped = first - seen
        for stretch in _cut(text, first, last, inside):
            yield stretch if not skipped else Stretch(stretch.text, stretch.kinds, stretch.begins, skipped)
            skipped = 0
        seen = last
    if seen < len(text):
        yield Stretch("", skipped=len(text) - seen)


def _windows(text: str, marks: Sequence[Mark]) -> Iterator[tuple[int, int]]:
    """The whole text if it is short, else what is around the marks."""
    if len(text) <= WHOLE:
        yield 0, len(text)
        return
    first = last = -1
    for mark in marks or [Mark(0, 0, "", 0, 1, "")]:
        start, end = max(0, mark.start - _AROUND), min(len(text), mark.end + _AROUND)
        if last < 0:
            first, last = start, end
        elif start <= last:
            last = max(last, end)
        else:
            yield first, last
            first, last = start, end
    yield first, last


def _cut(text: str, first: int, last: int, marks: Sequence[Mark]) -> Iterator[Stretch]:
    edges = sorted({first, last, *(mark.start for mark in marks), *(min(mark.end, last) for mark in marks)})
    begins: dict[int, list[Mark]] = {}
    for mark in marks:
        begins.setdefault(mark.start, []).append(mark)
    open_marks: list[Mark] = []
    for start, end in pairwise(edges):
        open_marks = [mark for mark in open_marks if mark.end > start] + begins.get(start, [])
        kinds = tuple(dict.fromkeys(mark.kind for mark in open_marks))
        yield Stretch(text[start:end], kinds, tuple(begins.get(start, ())))
