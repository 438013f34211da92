"""A nesting drawn: the rectangle of each area, and the point of each concept."""

from dataclasses import dataclass

import numpy as np

from graph.adjacency import Indices
from graph.atlas.grid import SIDE
from graph.atlas.nearness import Wishes
from graph.atlas.nesting import Nesting
from graph.atlas.splitting import STRIP, Items, parted

# A concept's own share, in which an area's share is told.
OWN = 64
# On each side of an area this part of its shorter side stays free, and its share is greater by as much.
GUTTER = 48
ROOM = 12, 11


@dataclass(frozen=True, slots=True)
class Filling:
    """`rectangles` int64[A, 4] of x, y, width, height; `x`, `y` int64[V]."""

    rectangles: Indices
    x: Indices
    y: Indices

    def points(self) -> Wishes:
        """Where everything is, an area by its middle."""
        return Wishes(self.x, self.y, *_middles(self.rectangles).T)


class Filler:
    """Fills the areas of a nesting, level by level."""

    def __init__(self, nesting: Nesting) -> None:
        self._nesting = nesting
        concepts, areas = nesting.homes.size, nesting.hosts.size
        spaces = np.concatenate((nesting.homes, nesting.hosts[1:]))
        # What is parted: concepts by number, then areas by number, but the first of them.
        self._weights = np.concatenate((np.full(concepts, OWN), _shares(nesting)[1:]))
        self._middle = np.concatenate((nesting.heads, np.zeros(areas - 1, dtype=bool)))
        order = np.lexsort((spaces, nesting.levels[spaces]))
        self._spaces = spaces
        self._levels = np.split(
            order,
            np.cumsum(np.bincount(nesting.levels[spaces], minlength=int(nesting.levels.max()) + 1))[:-1],
        )
        self._concepts, self._areas = concepts, areas

    def filled(self, wishes: Wishes) -> Filling:
        """Everything in its place, as near to where it would like to be as the nesting allows.

        Cost: O(V log² V).
        """
        x = np.concatenate((wishes.concepts_x, wishes.areas_x[1:]))
        y = np.concatenate((wishes.concepts_y, wishes.areas_y[1:]))
        rectangles = np.zeros((self._areas, 4), dtype=np.int64)
        rectangles[0] = 0, 0, SIDE, SIDE
        points = np.zeros((self._concepts, 2), dtype=np.int64)
        for items in self._levels:
            cells = self._cells(rectangles, items, x, y)
            inner = items >= self._concepts
            rectangles[items[inner] - self._concepts + 1] = _inset(cells[inner])
            points[items[~inner]] = _middles(cells[~inner])
        return Filling(rectangles, *points.T)

    def _cells(self, rectangles: Indices, items: Indices, x: Indices, y: Indices) -> Indices:
        """What the items of one level get of the areas in which they are."""
        spaces, numbers = np.unique(self._spaces[items], return_inverse=True)
        middle = self._middle[items]
        middles = _middles(rectangles[spaces])[numbers]
        return parted(
            rectangles[spaces],
            Items(
                spaces=numbers,
                weights=self._weights[items],
                x=np.where(middle, middles[:, 0], x[items]),
                y=np.where(middle, middles[:, 1], y[items]),
                middle=middle,
                broad=items >= self._concepts,
            ),
        )


def _shares(nesting: Nesting) -> Indices:
    """The share of each area: of all in it, and what makes up for its gutter."""
    shares = OWN * np.bincount(nesting.homes, minlength=nesting.hosts.size)
    for areas in nesting.by_level()[::-1]:
        shares[areas] = shares[areas] * ROOM[0] // ROOM[1]
        hosts = nesting.hosts[areas]
        inner = hosts >= 0
        np.add.at(shares, hosts[inner], shares[areas[inner]])
    return shares


def _middles(rectangles: Indices) -> Indices:
    middles: Indices = rectangles[:, :2] + rectangles[:, 2:] // 2
    return middles


def _inset(cells: Indices) -> Indices:
    """The cells without their gutters, and not longer than `STRIP` times their breadth."""
    short = cells[:, 2:].min(axis=1, keepdims=True)
    gutter = short // GUTTER
    sides = np.minimum(cells[:, 2:], STRIP * short) - 2 * gutter
    return np.concatenate((cells[:, :2] + (cells[:, 2:] - sides) // 2, sides), axis=1)
