"""Which areas a map is laid out in, and what stands in which."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.adjacency import Indices
from graph.atlas.spanning import SpanningTree

# A child with more than this share of what is below its parent shares the parent's area: it would leave a strip.
SHARED = 3, 4


@dataclass(frozen=True, slots=True)
class Nesting:
    """Areas 0 … A-1, each after its host; area 0 is the whole map and has no host.

    `hosts` int64[A], the area around each, -1 for the first; `owners` int64[A], whose area it is, -1 for the map and
    for groups of trees; `levels` int64[A], how many areas are around it, the map and groups included; `homes` int64[V],
    the area in which each concept stands: that which it owns or shares, else that of what is above it; `heads` bool[V],
    whether it owns or shares that.
    """

    hosts: Indices
    owners: Indices
    levels: Indices
    homes: Indices
    heads: npt.NDArray[np.bool_]

    def by_level(self) -> list[Indices]:
        """The areas of each level, outermost first."""
        order = np.argsort(self.levels, kind="stable")
        return np.split(order, np.cumsum(np.bincount(self.levels))[:-1])


def nested(tree: SpanningTree) -> Nesting:
    """The areas of a tree. Cost: O(V). At most log n to the base of 4/3 of them are around each other."""
    weights = _weights(tree)
    above = tree.above.clip(0)
    inner = np.bincount(tree.above[1:], minlength=tree.above.size) > 0
    shares = SHARED[1] * weights > SHARED[0] * weights[above]
    owns = inner & ~shares
    owns[0] = True
    numbers = np.cumsum(owns) - 1
    holders = _holders(tree, owns.tolist(), numbers.tolist())
    owning = np.flatnonzero(owns)
    hosts = holders[above[owning]]
    hosts[0] = -1
    of_concepts = np.flatnonzero(tree.concepts >= 0)
    order = np.argsort(tree.concepts[of_concepts])
    nodes = of_concepts[order]
    return Nesting(hosts, tree.concepts[owning], _levels(hosts), holders[nodes], inner[nodes])


def _weights(tree: SpanningTree) -> Indices:
    """How many concepts are at and below each node."""
    weights = (tree.concepts >= 0).astype(np.int64).tolist()
    above = tree.above.tolist()
    for node in range(len(above) - 1, 0, -1):
        weights[above[node]] += weights[node]
    return np.array(weights, dtype=np.int64)


def _holders(tree: SpanningTree, owns: list[bool], numbers: list[int]) -> Indices:
    """The innermost area at or above each node."""
    holders: list[int] = []
    for above, own, number in zip(tree.above.tolist(), owns, numbers, strict=True):
        holders.append(number if own else holders[above])
    return np.array(holders, dtype=np.int64)


def _levels(hosts: Indices) -> Indices:
    levels = [0]
    for host in hosts[1:].tolist():
        levels.append(levels[host] + 1)
    return np.array(levels, dtype=np.int64)
