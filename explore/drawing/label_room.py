"""Room for labels in a drawing: what is placed once is never covered."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_SQUARE = 48.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, in the units of its drawing."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Whether the two share more than an edge."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def holds(self, other: "Box") -> bool:
        """Whether the other lies within it."""
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.top <= other.top
            and other.bottom <= self.bottom
        )


def around(x: float, y: float, radius: float) -> Box:
    """The square around a point."""
    return Box(x - radius, y - radius, x + radius, y + radius)


class Room:
    """A drawing that fills up. What is taken is kept by squares, so that only neighbours are compared."""

    def __init__(self, bounds: Box) -> None:
        self._bounds = bounds
        self._squares: defaultdict[tuple[int, int], list[Box]] = defaultdict(list)

    def take(self, box: Box) -> None:
        for square in _squares(box):
            self._squares[square].append(box)

    def is_taken(self, box: Box) -> bool:
        """Whether it would cover something. Cost: O(what is placed near it)."""
        return any(box.meets(other) for square in _squares(box) for other in self._squares.get(square, ()))

    def is_free(self, box: Box) -> bool:
        """Whether it lies within the drawing and covers nothing."""
        return self._bounds.holds(box) and not self.is_taken(box)

    def first_free(self, boxes: Iterable[Box]) -> Box | None:
        """The first of these that is free, taken; None when none is."""
        for box in boxes:
            if self.is_free(box):
                self.take(box)
                return box
        return None


def _squares(box: Box) -> Iterator[tuple[int, int]]:
    """The squares in which a box lies."""
    for column in range(int(box.left // _SQUARE), int(box.right // _SQUARE) + 1):
        for row in range(int(box.top // _SQUARE), int(box.bottom // _SQUARE) + 1):
            yield column, row
