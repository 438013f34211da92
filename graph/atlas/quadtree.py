"""Which concepts each tile of a layout shows."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.adjacency import Indices
from graph.atlas.grid import DEEPEST, SIDE_BITS

# A screen of 1440 × 900 shows at most sixteen tiles, so at most 1,920 marks.
MOST_CONCEPTS = 120
# Where there are more, the most important of the whole tile, a few of them from one of its 64 parts at most, and the
# most important of each part, so that none is crowded and none looks empty.
OF_TILE, CROWD = 56, 3
PARTS_BITS = 6


@dataclass(frozen=True, slots=True)
class Level:
    """The tiles of one depth `z`, by their `codes`, which are the first bits of those of their points.

    `members`: the concepts of tile i, the most important first, from `starts[i]` to `starts[i + 1]`; `deeper`: bits
    of the quarters that have more.
    """

    z: int
    codes: Indices
    starts: Indices
    members: Indices
    deeper: npt.NDArray[np.uint8]

    @property
    def tile_count(self) -> int:
        """How many there are."""
        return int(self.codes.size)


def levels(points: Indices, ranks: Indices) -> list[Level]:
    """All tiles, by depth, as far down as there is more to show.

    Parameters: `points`, the concepts' `quadtree_codes`; `ranks`, 0 the most important, each once.
    Cost: O(V log V) for each depth that a concept waits for its tile.
    """
    by_rank = np.empty(ranks.size, dtype=np.int64)
    by_rank[ranks] = np.arange(ranks.size)
    found = []
    for z in range(DEEPEST + 1):
        if not by_rank.size:
            break
        level, by_rank = _level(z, points, by_rank)
        found.append(level)
    return found


def first_depths(found: list[Level], concepts: int) -> npt.NDArray[np.uint8]:
    """The depth from which on each concept is shown."""
    depths = np.full(concepts, DEEPEST, dtype=np.uint8)
    for level in reversed(found):
        depths[level.members] = level.z
    return depths


def _level(z: int, points: Indices, by_rank: Indices) -> tuple[Level, Indices]:
    """The tiles of a depth for the concepts that are left, and those left for the next, both by rank."""
    shift = 2 * (SIDE_BITS - z)
    tiles = points[by_rank] >> shift
    order = np.argsort(tiles, kind="stable")
    concepts, tiles = by_rank[order], tiles[order]
    codes, numbers, counts = np.unique(tiles, return_inverse=True, return_counts=True)
    places, places_in_part = _numbered(tiles), _numbered(points[concepts] >> (shift - PARTS_BITS))
    most = tiles.size if z == DEEPEST else MOST_CONCEPTS
    shown = (counts[numbers] <= most) | (places_in_part < np.where(places < OF_TILE, CROWD, 1))
    starts = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(np.bincount(numbers[shown]))))
    quarters = np.unique(points[concepts[~shown]] >> max(shift - 2, 0))
    deeper = np.zeros(codes.size, dtype=np.uint8)
    np.bitwise_or.at(deeper, np.searchsorted(codes, quarters >> 2), (1 << (quarters & 3)).astype(np.uint8))
    level = Level(z, codes, starts, concepts[shown], deeper)
    return level, by_rank[np.isin(points[by_rank] >> max(shift - 2, 0), quarters)]


def _numbered(keys: Indices) -> Indices:
    """0, 1, 2 … among those with the same key, in the order that they have."""
    order = np.argsort(keys, kind="stable")
    ascending = keys[order]
    numbers = np.empty(keys.size, dtype=np.int64)
    numbers[order] = np.arange(keys.size) - np.searchsorted(ascending, ascending)
    return numbers


def parts(level: Level, size: int) -> Iterator[range]:
    """The tiles of a level, `size` at a time."""
    for first in range(0, level.tile_count, size):
        yield range(first, min(first + size, level.tile_count))
