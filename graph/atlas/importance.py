"""Which concepts of a map are shown before others."""

from dataclasses import dataclass

import numpy as np

from graph.adjacency import Indices
from graph.forest import NO_PARENT, tree_depths
from graph.snapshot import GraphSnapshot

# 2**32 divided by the golden section: multiples of it, cut to 32 bits, are spread evenly. Source: Knuth 1973, 6.4.
GOLDEN = 2_654_435_769


@dataclass(frozen=True, slots=True)
class Importance:
    """`ranks` int64[V], 0 the most important, each once; `below` int64[V], concepts below each in the tree."""

    ranks: Indices
    below: Indices


def importance(snapshot: GraphSnapshot, primary: Indices) -> Importance:
    """By what is below a concept and how many links it has, the more the nearer it is to a root.

    Of equals, which mostly are siblings, each next one is from elsewhere in the map's order: one after the other, a
    tile would show those of one corner alone.
    Parameters: `primary`, each concept's parent in the tree or -1. Cost: O(V log V).
    """
    below = _below(primary)
    degrees = snapshot.adjacency.degrees(np.arange(snapshot.concept_count))
    depths = np.array(tree_depths(primary), dtype=np.int64)
    # Sixteen, so that whole numbers tell apart what has few links far down.
    scores = 16 * (4 * below + degrees) // (depths + 2)
    scattered = (snapshot.positions.astype(np.int64) * GOLDEN) & 0xFFFFFFFF
    order = np.lexsort((scattered, -scores))
    ranks = np.empty(order.size, dtype=np.int64)
    ranks[order] = np.arange(order.size)
    return Importance(ranks, below)


def _below(primary: Indices) -> Indices:
    below = [0] * primary.size
    parents = primary.tolist()
    for concept in range(len(parents) - 1, -1, -1):
        if parents[concept] != NO_PARENT:
            below[parents[concept]] += below[concept] + 1
    return np.array(below, dtype=np.int64)
