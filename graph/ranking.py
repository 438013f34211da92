"""How near everything in a weighted graph is to where one starts: personalised PageRank."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from graph.errors import BadGraph

Numbers = npt.NDArray[np.int64]
Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class WeightedGraph:
    """Nodes numbered from 0, joined by weighted edges without direction, by rows.

    The edges of node i are entries `starts[i]` up to `starts[i + 1]`: `neighbors` names the other end of each, and
    `shares` says which part of that other end's weight the edge is, so which part of its rank comes along it.
    """

    starts: npt.NDArray[np.int64]
    neighbors: npt.NDArray[np.int32]
    shares: npt.NDArray[np.float32] | Values

    @classmethod
    def build(cls, count: int, ends: npt.ArrayLike, weights: npt.ArrayLike) -> Self:
        """The graph of `count` nodes and edges given as pairs of nodes; edges between the same two add up.

        Cost: O(E log E). Raises: BadGraph for an end that is no node, or a weight that is not above nought.
        """
        pairs = np.asarray(ends, dtype=np.int64).reshape(-1, 2)
        each = np.asarray(weights, dtype=np.float64).reshape(-1)
        if len(pairs) != len(each) or (each <= 0).any() or not np.isfinite(each).all():
            raise BadGraph("Every edge needs a weight above nought.")
        if pairs.size and (pairs.min() < 0 or pairs.max() >= count):
            raise BadGraph("An edge ends at no node.")
        loops = pairs[:, 0] == pairs[:, 1]
        rows = np.concatenate([pairs[:, 0], pairs[~loops, 1]])
        columns = np.concatenate([pairs[:, 1], pairs[~loops, 0]])
        keys, places = np.unique(rows * max(count, 1) + columns, return_inverse=True)
        summed = np.bincount(places, np.concatenate([each, each[~loops]]), minlength=len(keys))
        rows, columns = np.divmod(keys, max(count, 1))
        outward = np.bincount(rows, summed, minlength=count)
        starts = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=count))]).astype(np.int64)
        return cls(starts, columns.astype(np.int32), summed / outward[columns])

    @property
    def count(self) -> int:
        return len(self.starts) - 1


def personalised_pagerank(
    graph: WeightedGraph,
    seeds: Mapping[int, float],
    *,
    damping: float = 0.85,
    tolerance: float = 1e-9,
    most_rounds: int = 200,
) -> Values:
    """Where a walk is found that follows edges by their weight and now and then begins again at a seed.

    Parameters: `seeds`, nodes and how often one begins there, as parts of their sum; `damping`, how often the walk
    goes on. From a node without edges it begins again at once.
    Returns: one rank a node, together 1. Cost: O(E) a round; the error falls by `damping` each round, and it ends when
    a round moves less than `tolerance` in all.
    Raises: BadGraph without a seed, or with one that is no node.
    Source: Page, Brin, Motwani and Winograd 1999; Haveliwala 2002.
    """
    begin = _beginning(graph, seeds)
    filled = np.flatnonzero(np.diff(graph.starts))
    first, empty = graph.starts[:-1][filled], np.diff(graph.starts) == 0
    rank = begin
    for _ in range(most_rounds):
        moved = np.zeros(graph.count)
        if filled.size:
            moved[filled] = np.add.reduceat(rank[graph.neighbors] * graph.shares, first)
        after = damping * moved + (1 - damping + damping * rank[empty].sum()) * begin
        change = np.abs(after - rank).sum()
        rank = after
        if change < tolerance:
            break
    return rank


def _beginning(graph: WeightedGraph, seeds: Mapping[int, float]) -> Values:
    begin = np.zeros(graph.count)
    for node, weight in seeds.items():
        if not 0 <= node < graph.count or weight < 0:
            raise BadGraph(f"A walk cannot begin at {node}.")
        begin[node] = weight
    if not begin.sum():
        raise BadGraph("A walk must begin somewhere.")
    shares: Values = begin / begin.sum()
    return shares
