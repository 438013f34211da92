"""Where the concepts stand when a map is drawn as a tree from left to right."""

import numpy as np
import numpy.typing as npt

from graph.adjacency import Indices
from graph.forest import NO_PARENT, children_lists, tree_depths

Floats = npt.NDArray[np.float32]

# Eighths survive float32 up to two million rows and keep the numbers short in JSON.
STEP = 8


def tree_layout(primary: Indices, positions: Indices) -> tuple[Floats, Floats]:
    """Columns and rows of a forest: leaves row under row, a parent midway between its outer children.

    Parameters: `primary`, each concept's parent in the forest or -1, parents numbered before their children;
    `positions`, each concept's place in the map's order, which is the order of siblings and of trees.
    Returns: float32[V] each, in columns and rows; the same for the same input. Cost: O(V log V), no
    recursion.
    """
    depths = tree_depths(primary)
    leaves = _leaves(primary)
    rows = _first_rows(primary, positions, leaves)
    return np.array(depths, dtype=np.float32), _centred(primary, leaves, rows)


def _leaves(primary: Indices) -> list[int]:
    leaves = [0] * primary.size
    for index, parent in zip(range(primary.size - 1, -1, -1), primary[::-1].tolist(), strict=True):
        if not leaves[index]:
            leaves[index] = 1
        if parent != NO_PARENT:
            leaves[parent] += leaves[index]
    return leaves


def _first_rows(primary: Indices, positions: Indices, leaves: list[int]) -> list[int]:
    starts, children = children_lists(primary, positions)
    # Leaves before each sibling: counted along the whole list of children, less those before its family.
    counts = np.array(leaves, dtype=np.int64)[children]
    before = counts.cumsum() - counts
    owner = np.repeat(np.arange(starts.size - 1), np.diff(starts))
    family_first = before[np.minimum(starts[:-1], max(before.size - 1, 0))] if before.size else before
    offsets = np.empty(primary.size, dtype=np.int64)
    offsets[children] = before - family_first[owner]
    rows: list[int] = []
    for parent, offset in zip(primary.tolist(), offsets.tolist(), strict=True):
        rows.append(rows[parent] + offset if parent != NO_PARENT else offset)
    return rows


def _centred(primary: Indices, leaves: list[int], rows: list[int]) -> Floats:
    lowest = [float("inf")] * primary.size
    highest = [float("-inf")] * primary.size
    for index, parent in zip(range(primary.size - 1, -1, -1), primary[::-1].tolist(), strict=True):
        if highest[index] < lowest[index]:
            lowest[index] = highest[index] = float(rows[index])
        if parent != NO_PARENT:
            middle = (lowest[index] + highest[index]) / 2
            lowest[parent] = min(lowest[parent], middle)
            highest[parent] = max(highest[parent], middle)
    middles = (np.array(lowest) + np.array(highest)) / 2
    stepped: Floats = (np.round(middles * STEP) / STEP).astype(np.float32)
    return stepped
