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

    def with_far(self, most: int, concept_count: int) -> "TileLinks":
        """With the first `most` of `far` alone: those, and links to them, that are wanted most."""
        if self.far.size <= most:
            return self
        triples = self.links.reshape(-1, 3)
        kept = (triples[:, :2] < concept_count + most).all(axis=1)
        return TileLinks(triples[kept].ravel(), self.far[:most], self.left_out + int((~kept).sum()))


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
        out = halves.at(~inside)
        far_tiles, far = self._far(out)
        beyond = _Places(far_tiles, far, _numbered(far_tiles) + counts[far_tiles])
        # Inside, each link is found from both of its ends.
        near = halves.at(inside & (halves.others < halves.concepts))
        named = beyond.find(out.tiles, out.others) >= 0
        found = _Found.of(near, table, table) + _Found.of(out.at(named), table, beyond)
        links, without_room = found.by_tile(len(part))
        left_out = without_room + np.bincount(out.tiles[~named], minlength=len(part))
        fars = _by_tile(far_tiles, far, len(part))
        return list(map(TileLinks, links, fars, left_out.tolist()))

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


@dataclass(frozen=True, slots=True)
class _Found:
    """Links of tiles as three numbers each: source and target by place, and kind."""

    tiles: Indices
    triples: Indices

    @classmethod
    def of(cls, halves: _Half, here: _Places, there: _Places) -> "_Found":
        """Links with the places of both their ends. They run from the lower number, or if `BACKWARD`, to it."""
        near = here.find(halves.tiles, halves.concepts)
        far = there.find(halves.tiles, halves.others)
        forth = (halves.concepts < halves.others) != (halves.codes == BACKWARD)
        kinds = np.where(halves.codes == BACKWARD, LinkKind.RELATED, halves.codes)
        return cls(
            halves.tiles, np.stack((np.where(forth, near, far), np.where(forth, far, near), kinds), axis=1)
        )

    def __add__(self, other: "_Found") -> "_Found":
        return _Found(np.append(self.tiles, other.tiles), np.append(self.triples, other.triples, axis=0))

    def by_tile(self, tile_count: int) -> tuple[list[Indices], Indices]:
        """The first `MOST_LINKS` of each tile, flat, and how many it has beyond."""
        order = np.argsort(self.tiles, kind="stable")
        tiles, triples = self.tiles[order], self.triples[order]
        kept = _numbered(tiles) < MOST_LINKS
        links = _by_tile(tiles[kept], triples[kept], tile_count)
        return [part.ravel() for part in links], np.bincount(tiles[~kept], minlength=tile_count)


def _numbered(tiles: Indices) -> Indices:
    """0, 1, 2 … within each tile."""
    firsts = np.searchsorted(tiles, tiles)
    return np.arange(tiles.size) - firsts


def _by_tile(tiles: Indices, rows: Indices, tile_count: int) -> list[Indices]:
    return np.split(rows, np.searchsorted(tiles, np.arange(1, tile_count)))
