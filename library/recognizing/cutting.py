"""A text without some of its stretches, and where what is left stood before."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate

from library.reading.text import Part


@dataclass(frozen=True, slots=True)
class Span:
    """Characters from `start` to `end`, `end` exclusive."""

    start: int
    end: int


@dataclass(slots=True)
class Cut:
    """`text` without `removed`, whose spans are in order and do not overlap. Places are told in O(log spans)."""

    whole: str
    removed: list[Span]
    text: str = field(init=False)
    _starts: list[int] = field(init=False, repr=False)
    _before: list[int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        bounds = [0, *(edge for span in self.removed for edge in (span.start, span.end)), len(self.whole)]
        pairs = zip(bounds[::2], bounds[1::2], strict=True)
        self.text = "".join(self.whole[start:end] for start, end in pairs)
        self._starts = [span.start for span in self.removed]
        self._before = list(accumulate((span.end - span.start for span in self.removed), initial=0))

    def place(self, offset: int) -> int:
        """Where a place of the whole text lies now; one inside a removed stretch, where that began."""
        index = bisect_right(self._starts, offset)
        if index:
            last = self.removed[index - 1]
            if offset < last.end:
                return last.start - self._before[index - 1]
        return offset - self._before[index]

    def parts(self, parts: Iterable[Part]) -> tuple[Part, ...]:
        """Parts at their new places, without those that nothing is left of."""
        moved = (Part(part.kind, *self.trimmed(part.start, part.end), part.level) for part in parts)
        return tuple(part for part in moved if part.start < part.end)

    def trimmed(self, start: int, end: int) -> tuple[int, int]:
        """A stretch at its new place, without blanks at its ends."""
        start, end = self.place(start), self.place(end)
        while start < end and self.text[start].isspace():
            start += 1
        while start < end and self.text[end - 1].isspace():
            end -= 1
        return start, end
