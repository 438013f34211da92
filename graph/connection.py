"""How two concepts are connected: a shortest route, and others that keep away from its hubs."""

from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from graph.adjacency import KIND_OF_CODE, NOTHING, Adjacency, Codes, Entries, Indices, codes_of, distinct
from graph.kinds import ALL_KINDS, LinkKind
from graph.links import Link, LinkArrays, links_by_id
from graph.scratch import MarkSheet
from graph.snapshot import GraphSnapshot

# So many links longer than the shortest route an alternative may be, and so many concepts its search may reach.
DETOUR = 4
MOST_REACHED = 50_000
# A concept is a hub when it has so many times the average number of links, in a small graph so many at least.
HUB_SHARE = 10
HUB_LINKS = 50
# What each side has reached, its last level apart, for there the sides meet; and what neither must enter.
REACHED, EDGE, BLOCKED = (1, 2), (3, 4), 5


@dataclass(frozen=True, slots=True)
class Route:
    """`concepts` from end to end, and the link between each two of them, which may point either way."""

    concepts: tuple[int, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Connection:
    """The routes from `source` to `target`, a shortest first; none when they are not connected."""

    source: int
    target: int
    routes: tuple[Route, ...]


def connection(
    snapshot: GraphSnapshot,
    source: int,
    target: int,
    *,
    kinds: Collection[LinkKind] = ALL_KINDS,
    alternatives: int = 2,
    longest: int | None = None,
) -> Connection:
    """A shortest route between two concepts, links followed both ways, and up to `alternatives` others.

    Parameters: `longest`, of so many links at most; with more they count as not connected.

    Returns: routes that differ in at least one concept. An alternative does without the busiest inner concept
    of each route before it and without hubs, and is at most `DETOUR` links longer than the shortest. Of
    several links between two concepts a route shows parent before prerequisite before related.
    Cost: the rows of what both sides reach until they meet. Raises: UnknownConcept.
    Source: bidirectional breadth-first search, Pohl 1971; the less costly side goes first.
    """
    ends = snapshot.index_of(source), snapshot.index_of(target)
    found = routes_between(snapshot, *ends, kinds=kinds, alternatives=alternatives, longest=longest)
    return Connection(source, target, tuple(_route(snapshot, route, kinds) for route in found))


def routes_between(
    snapshot: GraphSnapshot,
    source: int,
    target: int,
    *,
    kinds: Collection[LinkKind] = ALL_KINDS,
    alternatives: int = 0,
    longest: int | None = None,
) -> list[list[int]]:
    """`connection` by index: the concepts of each route."""
    if source == target:
        return [[source]]
    codes, adjacency = codes_of(kinds), snapshot.adjacency
    with snapshot.scratch.marks() as sheet:
        routes = [_search(adjacency, (source, target), codes, Limits(longest), sheet)]
        blocked: list[int] = []
        while routes[-1] and len(routes) <= alternatives:
            inner = np.array(routes[-1][1:-1], dtype=np.int64)
            if inner.size:
                blocked.append(int(inner[np.argmax(adjacency.degrees(inner))]))
            limits = Limits.of_detour(snapshot, len(routes[0]) - 1, blocked)
            sheet.clear()
            routes.append(_search(adjacency, (source, target), codes, limits, sheet))
    return [route for route in routes if route]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one search may use; without any, it finds a shortest route."""

    length: int | None = None
    links: int | None = None
    reached: int | None = None
    direct: bool = True
    blocked: Indices = field(default_factory=NOTHING.copy)

    @classmethod
    def of_detour(cls, snapshot: GraphSnapshot, shortest: int, blocked: list[int]) -> "Limits":
        """Around the blocked and all hubs, never straight across, not much longer than `shortest`."""
        average = 2 * snapshot.link_count // snapshot.concept_count
        hub = max(HUB_LINKS, HUB_SHARE * average)
        return cls(shortest + DETOUR, hub, MOST_REACHED, False, np.array(blocked, dtype=np.int64))


def _search(
    adjacency: Adjacency, ends: tuple[int, int], codes: Codes, limits: Limits, sheet: MarkSheet
) -> list[int]:
    levels = [np.array([ends[0]], dtype=np.int64)], [np.array([ends[1]], dtype=np.int64)]
    sheet.write(limits.blocked, BLOCKED)
    for side in (0, 1):
        sheet.write(levels[side][0], EDGE[side])
    reached = 0
    while limits.length is None or len(levels[0]) + len(levels[1]) - 2 < limits.length:
        side = _cheaper(adjacency, levels)
        others = _next_to(adjacency, levels[side][-1], codes)
        marks = sheet.marks[others]
        meeting = others[marks == EDGE[1 - side]]
        if meeting.size and (limits.direct or len(levels[0]) + len(levels[1]) > 2):
            return _joined(adjacency, levels, int(meeting.min()), side, codes)
        fresh = _allowed(adjacency, distinct(others[marks == 0]).astype(np.int64), limits)
        reached += fresh.size
        if not fresh.size or (limits.reached is not None and reached > limits.reached):
            break
        sheet.marks[levels[side][-1]] = REACHED[side]
        sheet.write(fresh, EDGE[side])
        levels[side].append(fresh)
    return []


def _cheaper(adjacency: Adjacency, levels: tuple[list[Indices], list[Indices]]) -> int:
    costs = [int(adjacency.degrees(side[-1]).sum()) for side in levels]
    return 0 if costs[0] <= costs[1] else 1


def _next_to(adjacency: Adjacency, level: Indices, codes: Codes) -> Entries:
    entries = adjacency.around(level)
    if codes is not None:
        entries = entries[codes[entries & 3]]
    ends: Entries = entries >> np.uint32(2)
    return ends


def _allowed(adjacency: Adjacency, fresh: Indices, limits: Limits) -> Indices:
    return fresh if limits.links is None else fresh[adjacency.degrees(fresh) <= limits.links]


def _joined(
    adjacency: Adjacency, levels: tuple[list[Indices], list[Indices]], meeting: int, side: int, codes: Codes
) -> list[int]:
    """The route through `meeting`, which stands in the last level of the other side."""
    here, there = [meeting], [meeting]
    for level in reversed(levels[side]):
        here.append(_lowest_neighbor(adjacency, here[-1], level, codes))
    for level in reversed(levels[1 - side][:-1]):
        there.append(_lowest_neighbor(adjacency, there[-1], level, codes))
    route = here[::-1] + there[1:]
    return route if side == 0 else route[::-1]


def _lowest_neighbor(adjacency: Adjacency, index: int, level: Indices, codes: Codes) -> int:
    """The first concept of `level`, which ascends, that is linked to `index`; there is one."""
    others = _next_to(adjacency, np.array([index], dtype=np.int64), codes)
    places = np.minimum(np.searchsorted(others, level.astype(np.uint32)), others.size - 1)
    return int(level[np.argmax(others[places] == level)])


def _route(snapshot: GraphSnapshot, route: list[int], kinds: Collection[LinkKind]) -> Route:
    pairs = [(min(pair), max(pair)) for pair in pairwise(route)]
    positions = [_best_link(snapshot.adjacency, *pair, kinds) for pair in pairs]
    later = np.array([pair[1] for pair in pairs], dtype=np.int64)
    links = LinkArrays.at(snapshot.adjacency, np.array(positions, dtype=np.int64), later)
    concepts = tuple(snapshot.concept_ids(np.array(route, dtype=np.int64)).tolist())
    return Route(concepts, links_by_id(snapshot, links))


def _best_link(adjacency: Adjacency, earlier: int, later: int, kinds: Collection[LinkKind]) -> int:
    """Where the link stands that a route shows: parent before prerequisite before related."""
    row = adjacency.earlier(later)
    first = int(np.searchsorted(row, np.uint32(earlier << 2)))
    found = [
        (KIND_OF_CODE[entry & 3], first + place)
        for place, entry in enumerate(row[first : first + len(KIND_OF_CODE)].tolist())
        if entry >> 2 == earlier and KIND_OF_CODE[entry & 3] in kinds
    ]
    return int(adjacency.starts[later]) + min(found)[1]
