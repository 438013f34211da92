"""Which links the tiles of a level show, and where those that leave a tile end."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.adjacency import BACKWARD, Adjacency, Indices, spread
from graph.atlas.quadtree import Level
from graph.kinds import LinkKind

MOST_LINKS = 900
MOST_FAR = 60


@dataclass(frozen=True, slots=True)
class TileLinks:
    """The links of one tile: three numbers each, ends by place among its concepts and then among `far`.

    `far`: the concepts outside of it at which some end; `left_out`, links for which there was no room.
    """

    links: Indices
    far: Indices
    left_out: int


@dataclass(frozen=True, slots=True)
class _Half:
    """Links as one of their ends has them: the tile, the concept in it, the other end, and a code of the adjacency."""

    tiles: Indices
    concepts: Indices
    others: Indices
    codes: Indices

    def at(self, chosen: npt.NDArray[np.bool_] | Indices) -> "_Half":
        return _Half(self.tiles[chosen], self.concepts[chosen], self.others[chosen], self.codes[chosen])


class LinksOfTiles:
    """Finds the links of tiles, many at a time."""

    def __init__(
        self, adjacency: Adjacency, primary: Indices, ranks: Indices, depths: npt.NDArray[np.uint8]
    ) -> None:
        self._adjacency, self._primary, self._ranks, self._depths = adjacency, primary, ranks, depths

    def of(self, level: Level, part: range) -> list[TileLinks]:
        """The links of some tiles. Cost: O(links of what they show, log)."""
        first, last = int(level.starts[part.start]), int(level.starts[part.stop])
        members = level.members[first:last]
        counts = np.diff(level.starts[part.start : part.stop + 1])
        tiles = np.repeat(np.arange(len(part)), counts)
        places = spread(np.zeros(counts.size, dtype=np.int64), counts)
        table = _Places(tiles, members, places)
        halves = self._halves(level.z, tiles, members)
        inside = table.find(halves.tiles, halves.others) >= 0
        # Inside, each link is found from both of its ends.
        near = halves.at(inside & (halves.others < halves.concepts))
        out = halves.at(~inside)
        far = self._far(out)
        return self._joined(len(part), counts, table, near, out, far)

    def _halves(self, z: int, tiles: Indices, members: Indices) -> _Half:
        """Every link of the members to a concept that is shown at this depth."""
        lengths = self._adjacency.degrees(members)
        entries = self._adjacency.at(spread(self._adjacency.starts[members].astype(np.int64), lengths))
        others = (entries >> 2).astype(np.int64)
        shown = self._depths[others] <= z
        return _Half(
            np.repeat(tiles, lengths)[shown],
            np.repeat(members, lengths)[shown],
            others[shown],
            (entries & 3).astype(np.int64)[shown],
        )

    def _far(self, out: _Half) -> tuple[Indices, Indices]:
        """Which concepts outside of each tile are named: parents, then the most important. Tiles and concepts."""
        urgency = np.where(out.codes == LinkKind.PARENT, 1, 2)
        urgency[self._primary[out.concepts] == out.others] = 0
        order = np.lexsort((urgency, out.others, out.tiles))
        tiles, others, urgency = out.tiles[order], out.others[order], urgency[order]
        once = np.ones(tiles.size, dtype=bool)
        once[1:] = (tiles[1:] != tiles[:-1]) | (others[1:] != others[:-1])
        tiles, others, urgency = tiles[once], others[once], urgency[once]
        order = np.lexsort((self._ranks[others], urgency, tiles))
        tiles, others = tiles[order], others[order]
        chosen = _numbered(tiles) < MOST_FAR
        return tiles[chosen], others[chosen]

    def _joined(
        self,
        tile_count: int,
        counts: Indices,
        table: "_Places",
        near: _Half,
        out: _Half,
        far: tuple[Indices, Indices],
    ) -> list[TileLinks]:
        far_places = _numbered(far[0])
        beyond = _Places(far[0], far[1], far_places + counts[far[0]])
        ends = beyond.find(out.tiles, out.others)
        halves = [near, out.at(ends >= 0)]
        tiles = np.concatenate([half.tiles for half in halves])
        triples = np.concatenate(
            (
                _triples(near, table.find(near.tiles, near.concepts), table.find(near.tiles, near.others)),
                _triples(
                    halves[1], table.find(halves[1].tiles, halves[1].concepts), ends[ends >= 0]
                ),
            )
        )
        leaving = np.arange(tiles.size) >= near.tiles.size
        order = np.lexsort((triples[:, 2], leaving, tiles))
        tiles, triples = tiles[order], triples[order]
        kept = _numbered(tiles) < MOST_LINKS
        left_out = np.bincount(out.tiles[ends < 0], minlength=tile_count) + np.bincount(
            tiles[~kept], minlength=tile_count
        )
        links = _by_tile(tiles[kept], triples[kept], tile_count)
        return [
            TileLinks(*columns)
            for columns in zip(
                (part.ravel() for part in links),
                _by_tile(far[0], far[1], tile_count),
                left_out.tolist(),
                strict=True,
            )
        ]


class _Places:
    """At which place each concept stands in each tile."""

    def __init__(self, tiles: Indices, concepts: Indices, places: Indices) -> None:
        keys = (tiles << 32) | concepts
        order = np.argsort(keys)
        self._keys, self._places = keys[order], places[order]

    def find(self, tiles: Indices, concepts: Indices) -> Indices:
        """The places of concepts in tiles, -1 where they are not."""
        if not self._keys.size:
            return np.full(tiles.size, -1, dtype=np.int64)
        keys = (tiles << 32) | concepts
        found = np.searchsorted(self._keys, keys).clip(max=self._keys.size - 1)
        return np.where(self._keys[found] == keys, self._places[found], -1)


def _triples(half: _Half, here: Indices, there: Indices) -> Indices:
    """Source, target and kind of links: by their codes they run from the lower number, or if `BACKWARD` from the higher."""
    forth = (half.concepts < half.others) != (half.codes == BACKWARD)
    kinds = np.where(half.codes == BACKWARD, LinkKind.RELATED, half.codes)
    return np.stack((np.where(forth, here, there), np.where(forth, there, here), kinds), axis=1)


def _numbered(tiles: Indices) -> Indices:
    """0, 1, 2 … within each tile."""
    firsts = np.searchsorted(tiles, tiles)
    return np.arange(tiles.size) - firsts


def _by_tile(tiles: Indices, rows: Indices, tile_count: int) -> list[Indices]:
    return np.split(rows, np.searchsorted(tiles, np.arange(1, tile_count)))
