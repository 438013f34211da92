"""The three questions in plain Python over any engine that can say what lies next to some concepts."""

from collections.abc import Callable, Collection

from benchmarks.graph.terms import LIMIT, RADIUS

Around = Callable[[Collection[int]], set[int]]


def neighborhood(around: Around, center: int) -> list[int]:
    """Nearest first, ties by number, and no level beyond the one that fills the answer."""
    found, seen, level = [center], {center}, [center]
    for _ in range(RADIUS):
        level = sorted(around(level) - seen)[: LIMIT - len(found)]
        found += level
        if not level or len(found) == LIMIT:
            break
        seen.update(level)
    return found


def path(before: Around, target: int, known: set[int]) -> list[int]:
    """Everything before `target` that is not hidden behind the known, in teaching order."""
    steps, level = {target}, {target}
    while level:
        level = before(level) - steps - known
        steps |= level
    return sorted(steps)


def connection(around: Around, source: int, target: int) -> int:
    """Links on a shortest route, -1 without one; both sides advance in turn, the smaller level first."""
    if source == target:
        return 0
    levels: list[set[int]] = [{source}, {target}]
    seen: list[set[int]] = [{source}, {target}]
    length = 0
    while levels[0] and levels[1]:
        side = 0 if len(levels[0]) <= len(levels[1]) else 1
        fresh = around(levels[side])
        length += 1
        if not fresh.isdisjoint(levels[1 - side]):
            return length
        levels[side] = fresh - seen[side]
        seen[side] |= levels[side]
    return -1
