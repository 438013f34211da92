"""The parent links of a graph as a forest, by index."""

import numpy as np
import numpy.typing as npt

from graph.adjacency import Adjacency, Indices
from graph.kinds import LinkKind

CHUNK = 1 << 18
NO_PARENT = -1


def parent_links(adjacency: Adjacency) -> tuple[Indices, Indices]:
    """Parents and children of every parent link, sorted by child, then parent. Cost: O(V + E)."""
    everyone = np.arange(adjacency.before.size, dtype=np.int64)
    positions, lengths = adjacency.earlier_positions(everyone)
    entries = adjacency.at(positions)
    chosen = (entries & 3) == LinkKind.PARENT
    return (entries[chosen] >> 2).astype(np.int64), np.repeat(everyone, lengths)[chosen]


def parent_depths(concepts: int, parents: Indices, children: Indices) -> npt.NDArray[np.uint32]:
    """How many parent links the nearest root is away from each concept; a concept without parents has 0.

    Parameters: links as `parent_links` gives them. Cost: O(V + E), whatever the depth.
    """
    # One walk along the teaching order: by level, a chain of a million concepts would take a million rounds.
    depths = np.full(concepts, concepts, dtype=np.uint32)
    depths[np.setdiff1d(np.arange(concepts), children)] = 0
    known = depths.tolist()
    for first in range(0, parents.size, CHUNK):
        part = slice(first, first + CHUNK)
        for parent, child in zip(parents[part].tolist(), children[part].tolist(), strict=True):
            known[child] = min(known[child], known[parent] + 1)
    return np.array(known, dtype=np.uint32)


def primary_parents(concepts: int, positions: Indices, parents: Indices, children: Indices) -> Indices:
    """The parent under which each concept is drawn: the first in the map's own order; `NO_PARENT` for a root.

    Parameters: `positions`, each concept's place in the map's order. Cost: O(V + E log E).
    """
    primary = np.full(concepts, NO_PARENT, dtype=np.int64)
    by_place = np.lexsort((positions[parents], children))
    first = np.ones(by_place.size, dtype=bool)
    first[1:] = children[by_place[1:]] != children[by_place[:-1]]
    chosen = by_place[first]
    primary[children[chosen]] = parents[chosen]
    return primary


def children_lists(primary: Indices, positions: Indices) -> tuple[Indices, Indices]:
    """The forest as rows: `starts` int64[V+2] and each concept's children in the map's order, roots last."""
    concepts = primary.size
    owner = np.where(primary == NO_PARENT, concepts, primary)
    order = np.lexsort((positions, owner))
    starts = np.zeros(concepts + 2, dtype=np.int64)
    np.cumsum(np.bincount(owner, minlength=concepts + 1), out=starts[1:])
    return starts, order


def tree_depths(primary: Indices) -> list[int]:
    """How deep each concept stands in the forest. Cost: O(V)."""
    depths: list[int] = []
    for parent in primary.tolist():
        depths.append(depths[parent] + 1 if parent >= 0 else 0)
    return depths
