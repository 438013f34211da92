"""Room for labels in a drawing: what is placed once is never covered."""

from collections.abc import Iterable
from dataclasses import dataclass, field


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


@dataclass(slots=True)
class Room:
    """A drawing that fills up."""

    bounds: Box
    taken: list[Box] = field(default_factory=list)

    def take(self, box: Box) -> None:
        self.taken.append(box)

    def is_free(self, box: Box) -> bool:
        """Whether it lies within the drawing and covers nothing. Cost: O(what is placed)."""
        return self.bounds.holds(box) and not any(box.meets(other) for other in self.taken)

    def first_free(self, boxes: Iterable[Box]) -> Box | None:
        """The first of these that is free, taken; None when none is."""
        for box in boxes:
            if self.is_free(box):
                self.take(box)
                return box
        return None
