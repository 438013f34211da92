"""The teaching order: every concept after all that teaches it, ties by the map's own order."""

from collections.abc import Sequence
from heapq import heapify, heappop, heappush

import numpy as np
import numpy.typing as npt

from graph.errors import TeachingCircle

Indices = npt.NDArray[np.int64]


def teaching_order(concepts: int, sources: Indices, targets: Indices) -> Indices:
    """The order in which to teach concepts 0…`concepts`-1, given teaching links as (source before target).

    Parameters: concepts are numbered in the map's own order; links may repeat.
    Returns: a permutation, int64[concepts]: at each step the least number whose sources have all come.
    Cost: O(V + E) when the map's own order already teaches, else O(V log V + E).
    Raises: TeachingCircle, in the numbers given.
    Source: Kahn 1962 with a heap in place of the queue.
    """
    if bool(np.all(sources < targets)):
        return np.arange(concepts, dtype=np.int64)
    by_source = np.argsort(sources, kind="stable")
    starts = np.zeros(concepts + 1, dtype=np.int64)
    np.cumsum(np.bincount(sources, minlength=concepts), out=starts[1:])
    waiting = np.bincount(targets, minlength=concepts)
    order = _drained(starts.tolist(), targets[by_source], waiting.tolist())
    if len(order) < concepts:
        raise TeachingCircle(_circle(concepts, sources, targets, order))
    return np.array(order, dtype=np.int64)


def _drained(starts: list[int], dependents: Indices, waiting: list[int]) -> list[int]:
    ready = [concept for concept, count in enumerate(waiting) if not count]
    heapify(ready)
    order: list[int] = []
    while ready:
        concept = heappop(ready)
        order.append(concept)
        first, last = starts[concept], starts[concept + 1]
        if first == last:
            continue
        for dependent in dependents[first:last].tolist():
            waiting[dependent] -= 1
            if not waiting[dependent]:
                heappush(ready, dependent)
    return order


def _circle(concepts: int, sources: Indices, targets: Indices, order: Sequence[int]) -> list[int]:
    # All that is left waits for something that is left, so walking back from any of it must close a circle.
    left = np.ones(concepts, dtype=bool)
    left[np.array(order, dtype=np.int64)] = False
    inside = left[sources] & left[targets]
    before: dict[int, int] = {}
    for source, target in zip(sources[inside].tolist(), targets[inside].tolist(), strict=True):
        before[target] = min(source, before.get(target, source))
    walk: list[int] = []
    seen: dict[int, int] = {}
    concept = int(np.flatnonzero(left)[0])
    while concept not in seen:
        seen[concept] = len(walk)
        walk.append(concept)
        concept = before[concept]
    return [*walk[seen[concept] :], concept][::-1]
