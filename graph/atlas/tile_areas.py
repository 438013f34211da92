"""Which areas each tile shows."""

from dataclasses import dataclass

import numpy as np

from graph.adjacency import Indices, spread
from graph.atlas.grid import SIDE, SIDE_BITS, quadtree_codes, tile_corners
from graph.atlas.quadtree import Level

# An area is shown by tiles that it is at least such a part of, in width and in height.
PART = 8
MOST_AREAS = 40


@dataclass(frozen=True, slots=True)
class TileAreas:
    """Pairs of a tile (its place in a level) and an area, by tile, the largest area first."""

    tiles: Indices
    areas: Indices

    def lists(self, tile_count: int) -> list[Indices]:
        """The areas of each tile, at most `MOST_AREAS`."""
        ends = np.searchsorted(self.tiles, np.arange(1, tile_count))
        return [areas[:MOST_AREAS] for areas in np.split(self.areas, ends)]


class AreasByLevel:
    """Finds the areas of the tiles of one level after the other, from the first."""

    def __init__(self, rectangles: Indices) -> None:
        # Numbered by size, so that what is around another comes before it.
        self._order = np.lexsort((np.arange(rectangles.shape[0]), -rectangles[:, 2] * rectangles[:, 3]))
        self._rectangles = rectangles[self._order]
        self._narrow = self._rectangles[:, 2:].min(axis=1, initial=SIDE)
        self._codes = np.empty(0, dtype=np.int64)
        self._tiles = self._areas = np.empty(0, dtype=np.int64)

    def of(self, level: Level) -> TileAreas:
        """The areas of a level's tiles. Cost: O((pairs + A) log)."""
        inherited = self._inherited(level)
        new = self._new(level)
        tiles, areas = (np.concatenate(pair) for pair in zip(inherited, new, strict=True))
        order = np.lexsort((areas, tiles))
        self._codes, self._tiles, self._areas = level.codes, tiles[order], areas[order]
        return TileAreas(self._tiles, self._order[self._areas])

    def _inherited(self, level: Level) -> tuple[Indices, Indices]:
        """What the tile above shows, as far as it meets this one."""
        if not self._codes.size:
            return self._tiles, self._areas
        above = np.searchsorted(self._codes, level.codes >> 2)
        firsts = np.searchsorted(self._tiles, above)
        lengths = np.searchsorted(self._tiles, above, side="right") - firsts
        return self._meeting(
            level, np.repeat(np.arange(level.tile_count), lengths), self._areas[spread(firsts, lengths)]
        )

    def _new(self, level: Level) -> tuple[Indices, Indices]:
        """Areas that are large enough from this level on: each meets few tiles."""
        side = SIDE >> level.z
        large = self._narrow * PART >= side
        if level.z:
            large &= self._narrow * PART < 2 * side
        areas = np.flatnonzero(large)
        spanned, codes = _spanned_tiles(self._rectangles[areas], level.z)
        tiles = np.searchsorted(level.codes, codes).clip(max=level.tile_count - 1)
        there = level.codes[tiles] == codes
        return tiles[there], areas[spanned[there]]

    def _meeting(self, level: Level, tiles: Indices, areas: Indices) -> tuple[Indices, Indices]:
        side = SIDE >> level.z
        x, y = tile_corners(level.codes[tiles], level.z)
        left, top, width, height = self._rectangles[areas].T
        meets = (left < x + side) & (x < left + width) & (top < y + side) & (y < top + height)
        return tiles[meets], areas[meets]


def _spanned_tiles(rectangles: Indices, z: int) -> tuple[Indices, Indices]:
    """Every tile of depth `z` that each rectangle meets: the places of rectangles, and the codes of tiles."""
    bits = SIDE_BITS - z
    first, last = rectangles[:, :2] >> bits, (rectangles[:, :2] + rectangles[:, 2:] - 1) >> bits
    columns, rows = (last - first + 1).clip(0).T
    places = np.repeat(np.arange(columns.size), columns * rows)
    within = spread(np.zeros(columns.size, dtype=np.int64), columns * rows)
    x = first[places, 0] + within % columns[places]
    return places, quadtree_codes(x, first[places, 1] + within // columns[places])
