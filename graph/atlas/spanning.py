"""The one tree over a whole map that its layout nests: primary parents, and for what has none, its links."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.adjacency import Adjacency, Indices
from graph.forest import NO_PARENT

# A tree so many times smaller than one it is linked to is laid out inside of that, beside its link.
TIMES_SMALLER = 8
# And one of fewer concepts than this inside of any that is larger or better linked.
FEW = 8


@dataclass(frozen=True, slots=True)
class LinkEnds:
    """Both ends of every link by index, each link once."""

    lows: Indices
    highs: Indices


@dataclass(frozen=True, slots=True)
class SpanningTree:
    """Nodes 0 … N-1, each after the one `above` it.

    Node 0 is the map, some after it are groups of trees that are linked, all others are concepts: `concepts` says
    which, -1 for the map and the groups.
    """

    above: Indices
    concepts: Indices


def link_ends(adjacency: Adjacency) -> LinkEnds:
    """The ends of all links. Cost: O(V + E)."""
    everyone = np.arange(adjacency.before.size, dtype=np.int64)
    positions, lengths = adjacency.earlier_positions(everyone)
    return LinkEnds((adjacency.at(positions) >> 2).astype(np.int64), np.repeat(everyone, lengths))


def spanning_tree(primary: Indices, ends: LinkEnds) -> SpanningTree:
    """The tree to nest.

    Parameters: `primary`, each concept's parent or -1, parents numbered before their children.
    Cost: O(V log V + E log E).
    """
    parents, order = _attached(primary, ends)
    tops = _tops(parents, order)
    groups, group_count = _groups(tops, ends)
    node = np.empty(primary.size, dtype=np.int64)
    node[order] = np.arange(primary.size) + group_count + 1
    below = np.where(parents == NO_PARENT, groups, node[parents])
    above = np.concatenate((np.zeros(group_count + 1, dtype=np.int64), below[order]))
    above[0] = NO_PARENT
    return SpanningTree(above, np.concatenate((np.full(group_count + 1, NO_PARENT), order)))


def _attached(primary: Indices, ends: LinkEnds) -> tuple[Indices, Indices]:
    """Small trees put under the concept of the greatest tree that they have a link to.

    Returns: the parents with these among them, and an order in which they come before their children.
    """
    tops = _tops(primary, np.arange(primary.size))
    sizes = np.bincount(tops, minlength=primary.size)
    standing = _standing(sizes, ends)
    across = np.flatnonzero(tops[ends.lows] != tops[ends.highs])
    near = np.concatenate((ends.lows[across], ends.highs[across]))
    far = np.concatenate((ends.highs[across], ends.lows[across]))
    small, great = tops[near], tops[far]
    fits = (sizes[small] * TIMES_SMALLER <= sizes[great]) | (sizes[small] < FEW)
    fits &= standing[small] < standing[great]
    small, great, far = small[fits], great[fits], far[fits]
    best = np.lexsort((far, -standing[great], small))
    first = best[_is_first(small[best])]
    parents = primary.copy()
    parents[small[first]] = far[first]
    # A tree hangs in one of higher standing only, so that one comes first.
    return parents, np.lexsort((np.arange(primary.size), -standing[tops]))


def _standing(sizes: Indices, ends: LinkEnds) -> Indices:
    """A rank of trees by the number of their top: larger ones higher, then those whose top has more links."""
    links = np.bincount(ends.lows, minlength=sizes.size) + np.bincount(ends.highs, minlength=sizes.size)
    standing = np.empty(sizes.size, dtype=np.int64)
    standing[np.lexsort((-np.arange(sizes.size), links, sizes))] = np.arange(sizes.size)
    return standing


def _tops(parents: Indices, order: Indices) -> Indices:
    """The top of the tree in which each concept stands."""
    tops = list(range(parents.size))
    above = parents.tolist()
    for concept in order.tolist():
        if above[concept] != NO_PARENT:
            tops[concept] = tops[above[concept]]
    return np.array(tops, dtype=np.int64)


def _groups(tops: Indices, ends: LinkEnds) -> tuple[Indices, int]:
    """The node under which each tree is laid out, by its top, and how many groups there are.

    Trees that links join are one group, and so are all concepts without any link.
    """
    joined = _components(tops, ends)
    alone = np.bincount(tops, minlength=tops.size) == 1
    trees = np.flatnonzero(tops == np.arange(tops.size))
    in_component = np.bincount(joined[trees], minlength=tops.size)
    lonely = alone & (in_component[joined] == 1)
    keys = np.where(lonely[trees], tops.size, joined[trees])
    kinds, counts = np.unique(keys, return_counts=True)
    nodes = np.zeros(kinds.size, dtype=np.int64)
    grouped = (counts > 1) & (kinds.size > 1)
    nodes[grouped] = np.arange(1, int(grouped.sum()) + 1)
    groups = np.zeros(tops.size, dtype=np.int64)
    groups[trees] = nodes[np.searchsorted(kinds, keys)]
    return groups, int(grouped.sum())


def _components(tops: Indices, ends: LinkEnds) -> Indices:
    """The least number of all that links join to each concept. Cost: O((V + E) log V), in rounds."""
    least = tops.copy()
    across = np.flatnonzero(tops[ends.lows] != tops[ends.highs])
    one, other = tops[ends.lows[across]], tops[ends.highs[across]]
    while one.size:
        lower = np.minimum(least[one], least[other])
        # The name of a whole component sinks at once, not only that of the two that are linked.
        np.minimum.at(least, least[one], lower)
        np.minimum.at(least, least[other], lower)
        while not np.array_equal(further := least[least], least):
            least = further
        apart = least[one] != least[other]
        one, other = one[apart], other[apart]
    return least


def _is_first(ascending: Indices) -> npt.NDArray[np.bool_]:
    first = np.ones(ascending.size, dtype=bool)
    first[1:] = ascending[1:] != ascending[:-1]
    return first
