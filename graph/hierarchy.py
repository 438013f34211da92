"""The parent links of a map: roots, children, depths, and the tree that an outline or a picture shows."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from graph.adjacency import Indices
from graph.forest import NO_PARENT, children_lists, parent_links, primary_parents
from graph.kinds import LinkKind
from graph.snapshot import GraphSnapshot


@dataclass(frozen=True, slots=True)
class Branch:
    """A concept of the tree with its `children` in the map's order; `parent` is None for a root."""

    concept_id: int
    parent: int | None
    depth: int
    children: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Tree:
    """Every concept exactly once, under the first of its parents.

    `branches` parents before children, by id.
    """

    roots: tuple[int, ...]
    branches: dict[int, Branch]


def roots(snapshot: GraphSnapshot) -> tuple[int, ...]:
    """Ids of the concepts without a parent, in the map's order. Cost: O(their number)."""
    return tuple(snapshot.concept_ids(snapshot.roots.astype(np.int64)).tolist())


def children(snapshot: GraphSnapshot, concept_id: int) -> tuple[int, ...]:
    """Ids of the concepts that this one introduces, in the map's order.

    Cost: O(its links). Raises: UnknownConcept.
    """
    return tuple(snapshot.concept_ids(child_indices(snapshot, snapshot.index_of(concept_id))).tolist())


def child_indices(snapshot: GraphSnapshot, index: int) -> Indices:
    """`children` by index. Cost: O(its links)."""
    return _along_parent_links(snapshot, snapshot.adjacency.later(index))


def child_count(snapshot: GraphSnapshot, index: int) -> int:
    """How many concepts one introduces, by index. Cost: O(its links)."""
    return int(np.count_nonzero((snapshot.adjacency.later(index) & 3) == LinkKind.PARENT))


def parents(snapshot: GraphSnapshot, concept_id: int) -> tuple[int, ...]:
    """Ids of the concepts that introduce this one, in the map's order.

    Cost: O(its links). Raises: UnknownConcept.
    """
    above = _along_parent_links(snapshot, snapshot.adjacency.earlier(snapshot.index_of(concept_id)))
    return tuple(snapshot.concept_ids(above).tolist())


def depths(snapshot: GraphSnapshot) -> npt.NDArray[np.uint32]:
    """How many parent links the nearest root is away, uint32[V] by index.

    Cost: O(1), the first time O(V + E) where changes are laid over the snapshot.
    """
    return snapshot.depths


def tree(snapshot: GraphSnapshot) -> Tree:
    """The spanning forest of the map, each concept under its first parent in the map's order.

    Cost: O(V log V + E).
    """
    positions = snapshot.positions.astype(np.int64)
    primary = primary_parents(snapshot.concept_count, positions, *parent_links(snapshot.adjacency))
    starts, order = children_lists(primary, positions)
    ids = snapshot.concept_ids(np.arange(snapshot.concept_count)).tolist()
    listed = snapshot.concept_ids(order).tolist()
    branches: dict[int, Branch] = {}
    firsts = starts.tolist()
    for index, parent in enumerate(primary.tolist()):
        above = None if parent == NO_PARENT else ids[parent]
        depth = 0 if above is None else branches[above].depth + 1
        below = tuple(listed[firsts[index] : firsts[index + 1]])
        branches[ids[index]] = Branch(ids[index], above, depth, below)
    return Tree(tuple(listed[firsts[-2] :]), branches)


def _along_parent_links(snapshot: GraphSnapshot, entries: npt.NDArray[Any]) -> Indices:
    """The other ends in the map's own order."""
    chosen = (entries[(entries & 3) == LinkKind.PARENT] >> 2).astype(np.int64)
    ordered: Indices = chosen[np.argsort(snapshot.positions[chosen])]
    return ordered
