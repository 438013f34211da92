"""The tree of a map in pieces: each concept under the first of its parents, read no further than is asked for.

`hierarchy.tree` and `forest.primary_parents` give the same tree whole; here a few levels of a map of a million concepts
cost what their own links cost.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.adjacency import NOTHING, Indices, spread
from graph.forest import NO_PARENT
from graph.kinds import LinkKind
from graph.links import LinkArrays, links_among
from graph.snapshot import GraphSnapshot

# Place in the map's order above, index below: the least of such keys is the first parent.
_SHIFT = 30
_LAST = np.int64(1 << 62)


@dataclass(frozen=True, slots=True)
class Levels:
    """The upper levels of the tree by index, breadth first, siblings in the map's order.

    `parents` are places in `indices`, or `NO_PARENT`; `child_counts` counts the children in the whole tree.
    """

    indices: Indices
    parents: Indices
    child_counts: Indices


def first_parents(snapshot: GraphSnapshot, indices: Indices) -> Indices:
    """The parent of each concept that comes first in the map's order, `NO_PARENT` for a root.

    Cost: O(their links to what comes before them).
    """
    positions, lengths = snapshot.adjacency.earlier_positions(indices)
    entries = snapshot.adjacency.at(positions)
    above = (entries >> 2).astype(np.int64)
    keys = (snapshot.positions[above].astype(np.int64) << _SHIFT) | above
    keys[(entries & 3) != LinkKind.PARENT] = _LAST
    found = np.full(indices.size, NO_PARENT, dtype=np.int64)
    some = lengths > 0
    if some.any():
        # A row without entries has no segment of its own, so rows are cut where those with entries begin.
        least = np.minimum.reduceat(keys, (lengths.cumsum() - lengths)[some])
        found[some] = np.where(least == _LAST, NO_PARENT, least & ((1 << _SHIFT) - 1))
    return found


def children_of(snapshot: GraphSnapshot, index: int) -> Indices:
    """The children of a concept in the tree, by index, in the map's order.

    Cost: O(its links and those of its children).
    """
    return _families(snapshot, np.array([index], dtype=np.int64))[0]


def child_counts(snapshot: GraphSnapshot, indices: Indices) -> Indices:
    """How many children each concept has in the tree. Cost: O(their links and those of their children)."""
    return _counted(_families(snapshot, indices)[1], indices.size)


def trail_above(snapshot: GraphSnapshot, index: int, *, most: int) -> Indices:
    """The concepts above one in the tree, the uppermost first: the nearest `most` of them.

    Cost: O(their links to what comes before them).
    """
    trail = [np.array([index], dtype=np.int64)]
    while len(trail) <= most:
        above = first_parents(snapshot, trail[-1])
        if above[0] == NO_PARENT:
            break
        trail.append(above)
    return np.concatenate([NOTHING, *trail[:0:-1]])


def first_levels(snapshot: GraphSnapshot, roots: Indices, *, most: int, deepest: int | None = None) -> Levels:
    """The tree from `roots` down, breadth first, at most `most` concepts, and on at most `deepest` levels if given.

    Cost: O(the links of the concepts given, and those of their children).
    """
    level = roots[:most]
    rows, parents, counts = [level], [np.full(level.size, NO_PARENT, dtype=np.int64)], []
    first, taken = 0, level.size
    while level.size:
        below, owners = _families(snapshot, level)
        counts.append(_counted(owners, level.size))
        kept = slice(0, 0 if len(counts) == deepest else most - taken)
        rows.append(below[kept])
        parents.append(owners[kept] + first)
        first, level = taken, below[kept]
        taken += level.size
    return Levels(np.concatenate(rows), np.concatenate(parents), np.concatenate([NOTHING, *counts]))


def links_beside(snapshot: GraphSnapshot, levels: Levels) -> LinkArrays:
    """All links among the concepts of some levels but those that the tree itself is made of.

    Returns: ends by index, as `links_among`. Cost: O(V log V + E) of the concepts.
    """
    order = np.argsort(levels.indices)
    members = levels.indices[order]
    links = links_among(snapshot.adjacency, members)
    above = np.append(levels.indices, NO_PARENT)[levels.parents][order]
    in_tree = above[np.searchsorted(members, links.targets)] == links.sources
    beside = ~(in_tree & (links.codes == LinkKind.PARENT))
    return LinkArrays(
        links.sources[beside], links.targets[beside], links.codes[beside], links.positions[beside]
    )


def _families(snapshot: GraphSnapshot, level: Indices) -> tuple[Indices, Indices]:
    """The children in the tree of several concepts, and at which place of `level` the parent of each stands.

    In the order of `level`, and in the map's order under each.
    """
    adjacency = snapshot.adjacency
    starts = adjacency.starts[level].astype(np.int64) + adjacency.before[level]
    lengths = adjacency.starts[level + 1].astype(np.int64) - starts
    entries = adjacency.at(spread(starts, lengths))
    owners = np.repeat(np.arange(level.size), lengths)
    introduced = (entries & 3) == LinkKind.PARENT
    below, owners = (entries[introduced] >> 2).astype(np.int64), owners[introduced]
    own = first_parents(snapshot, below) == level[owners]
    below, owners = below[own], owners[own]
    order = np.lexsort((snapshot.positions[below], owners))
    return below[order], owners[order]


def _counted(owners: npt.NDArray[np.int64], size: int) -> Indices:
    return np.bincount(owners, minlength=size).astype(np.int64)
