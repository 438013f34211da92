"""Free places on the map's grid, near to where one is wanted."""

from collections.abc import Iterator

import numpy as np

from graph.adjacency import Indices
from graph.atlas.grid import SIDE, SIDE_BITS

Rectangle = tuple[int, int, int, int]
WHOLE: Rectangle = (0, 0, SIDE, SIDE)
# Cells along a side for each concept along a side: so many are free between two concepts at first.
CELLS_BETWEEN = 4
# So far out cells are looked at before smaller ones are.
RINGS = 24


class Room:
    """Which cells of the grid have no concept in them; a place taken is not given again."""

    def __init__(self, x: Indices, y: Indices) -> None:
        cells = CELLS_BETWEEN * max(int(x.size**0.5), 1)
        self._step_bits = max(SIDE_BITS - cells.bit_length(), 0)
        self._x, self._y = x, y
        self._taken: dict[int, set[int]] = {}
        self._added: list[tuple[int, int]] = []
        self._searches: dict[tuple[int, int, Rectangle], Iterator[tuple[int, int]]] = {}

    def beside(self, x: int, y: int, within: Rectangle = WHOLE) -> tuple[int, int]:
        """A free point near (x, y), inside of `within` if that is around it and has room.

        Cost: O(1) on average, for each search near one point goes on where the last one stopped.
        """
        if (x, y, within) not in self._searches:
            self._searches[x, y, within] = self._search(x, y, within if _holds(within, x, y) else WHOLE)
        found = next(self._searches[x, y, within])
        self._take(*found)
        return found

    def _take(self, x: int, y: int) -> None:
        self._added.append((x, y))
        for bits, cells in self._taken.items():
            cells.add(x >> bits << SIDE_BITS | y >> bits)

    def _search(self, x: int, y: int, within: Rectangle) -> Iterator[tuple[int, int]]:
        for bits in range(self._step_bits, -1, -1):
            yield from self._free(x, y, within, bits, RINGS)
        yield from self._free(x, y, WHOLE, self._step_bits, SIDE)

    def _free(self, x: int, y: int, within: Rectangle, bits: int, rings: int) -> Iterator[tuple[int, int]]:
        taken = self._cells(bits)
        for column, row in _rings(x >> bits, y >> bits, rings):
            point = (column << bits) + (1 << bits >> 1), (row << bits) + (1 << bits >> 1)
            if _holds(within, *point) and column << SIDE_BITS | row not in taken:
                yield point

    def _cells(self, bits: int) -> set[int]:
        """The cells of a size that are taken."""
        if bits not in self._taken:
            cells = set(((self._x >> bits << SIDE_BITS) | self._y >> bits).tolist())
            self._taken[bits] = cells | {x >> bits << SIDE_BITS | y >> bits for x, y in self._added}
        return self._taken[bits]


def _holds(rectangle: Rectangle, x: int, y: int) -> bool:
    left, top, width, height = rectangle
    return left <= x < left + width and top <= y < top + height


def told_apart(x: Indices, y: Indices) -> tuple[Indices, Indices]:
    """The same points, but of several at one place all except the first moved beside it."""
    _, first = np.unique(x << SIDE_BITS | y, return_index=True)
    if first.size == x.size:
        return x, y
    room = Room(x, y)
    x, y = x.copy(), y.copy()
    again = np.ones(x.size, dtype=bool)
    again[first] = False
    for concept in np.flatnonzero(again).tolist():
        x[concept], y[concept] = room.beside(int(x[concept]), int(y[concept]))
    return x, y


def _rings(column: int, row: int, rings: int) -> Iterator[tuple[int, int]]:
    """Cells around one, nearest rings first, each ring from its top left corner by rows."""
    for ring in range(1, rings + 1):
        for down in range(-ring, ring + 1):
            for aside in range(-ring, ring + 1, 1 if abs(down) == ring else 2 * ring):
                yield column + aside, row + down
