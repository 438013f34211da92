"""The neighborhood of a concept: what lies within some links of it, nearest first."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from graph.adjacency import Adjacency, Codes, Entries, Indices, codes_of, distinct, spread
from graph.kinds import ALL_KINDS, LinkKind
from graph.links import Link, LinkArrays, links_by_id
from graph.scratch import MarkSheet
from graph.snapshot import GraphSnapshot

SEEN = 1
WIDEN = 8
# Above this share of the graph, counting all marks is cheaper than sorting what was reached.
DENSE_SHARE = 64


@dataclass(frozen=True, slots=True)
class Neighborhood:
    """`concepts` nearest first, the center at distance 0, and all links of the chosen kinds among them.

    `total` counts the whole neighborhood, shown or not; None when it was not counted to its end.
    """

    center: int
    concepts: tuple[int, ...]
    distances: tuple[int, ...]
    links: tuple[Link, ...]
    truncated: bool
    total: int | None


@dataclass(frozen=True, slots=True)
class Reach:
    """A neighborhood by index: `indices` nearest first with their `distances`, and the links among them."""

    indices: Indices
    distances: Indices
    links: LinkArrays
    truncated: bool
    total: int | None


def neighborhood(
    snapshot: GraphSnapshot,
    center: int,
    *,
    radius: int = 1,
    limit: int = 200,
    kinds: Collection[LinkKind] = ALL_KINDS,
    count_all: bool = True,
) -> Neighborhood:
    """What lies within `radius` links of `center`, links followed both ways, at most `limit` concepts.

    Parameters: `center`, an id, itself the first concept; `kinds`, which links to follow and to return.
    Returns: nearest first, ties by the teaching order. With `count_all` the whole neighborhood is counted
    exactly; without, only as far as it is returned.
    Cost: O(limit · log limit) and a capped read of each row, whatever the hubs; `count_all` adds the links of
    all concepts within `radius` - 1, and is free when nothing was cut off. Raises: UnknownConcept.
    """
    index = snapshot.index_of(center)
    found = reach(snapshot, index, radius=radius, limit=limit, kinds=kinds, count_all=count_all)
    return Neighborhood(
        center=center,
        concepts=tuple(snapshot.concept_ids(found.indices).tolist()),
        distances=tuple(found.distances.tolist()),
        links=links_by_id(snapshot, found.links),
        truncated=found.truncated,
        total=found.total,
    )


def reach(
    snapshot: GraphSnapshot,
    center: int,
    *,
    radius: int,
    limit: int,
    kinds: Collection[LinkKind] = ALL_KINDS,
    count_all: bool = False,
) -> Reach:
    """`neighborhood` by index, in arrays; `center` is an index."""
    codes, adjacency = codes_of(kinds), snapshot.adjacency
    limit = max(limit, 1)
    with snapshot.scratch.marks() as sheet:
        levels, truncated = _nearest(adjacency, center, radius, limit, codes, sheet)
        indices = np.concatenate(levels)
        links = _links_among(adjacency, np.sort(indices), codes, sheet)
        total: int | None = None if truncated else indices.size
        if truncated and count_all:
            sheet.clear()
            total = _count(adjacency, center, radius, codes, sheet)
    distances = np.repeat(np.arange(len(levels)), [level.size for level in levels])
    return Reach(indices, distances, links, truncated, total)


def _nearest(
    adjacency: Adjacency, center: int, radius: int, limit: int, codes: Codes, sheet: MarkSheet
) -> tuple[list[Indices], bool]:
    levels = [np.array([center], dtype=np.int64)]
    room = limit - 1
    sheet.write(levels[0], SEEN)
    for _ in range(radius):
        fresh = _next_level(adjacency, levels[-1], room, codes, sheet)
        if not fresh.size:
            break
        truncated = fresh.size > room
        kept = fresh[:room].astype(np.int64)
        if kept.size:
            sheet.write(kept, SEEN)
            levels.append(kept)
            room -= kept.size
        if truncated:
            return levels, True
    return levels, False


def _next_level(adjacency: Adjacency, level: Indices, room: int, codes: Codes, sheet: MarkSheet) -> Entries:
    """The unseen concepts next to `level`, ascending; all of them, or at least the `room` + 1 lowest."""
    starts = adjacency.starts[level].astype(np.int64)
    lengths = adjacency.starts[level + 1] - starts
    cap = room + level.size + 1
    while True:
        cut = lengths > cap
        if not cut.any():
            return _unseen(adjacency.around(level), codes, sheet)
        # A cut row is known only up to its last entry read, so is their union up to the least of those.
        bound = adjacency.at(starts[cut] + (cap - 1)).min() >> 2
        part = adjacency.at(spread(starts, np.minimum(lengths, cap)))
        fresh = _unseen(part[part < (bound + 1) << 2], codes, sheet)
        if fresh.size > room:
            return fresh
        cap *= WIDEN


def _unseen(entries: Entries, codes: Codes, sheet: MarkSheet) -> Entries:
    if codes is not None:
        entries = entries[codes[entries & 3]]
    others = entries >> 2
    return distinct(others[sheet.marks[others] == 0])


def _links_among(adjacency: Adjacency, members: Indices, codes: Codes, sheet: MarkSheet) -> LinkArrays:
    # Each link stands among the earlier entries of its later end, which are few where hubs are parents.
    positions, lengths = adjacency.earlier_positions(members)
    entries = adjacency.at(positions)
    inside = sheet.marks[entries >> 2] != 0
    if codes is not None:
        inside &= codes[entries & 3]
    chosen = np.flatnonzero(inside)
    return LinkArrays.at(adjacency, positions[chosen], np.repeat(members, lengths)[chosen])


def _count(adjacency: Adjacency, center: int, radius: int, codes: Codes, sheet: MarkSheet) -> int:
    level = np.array([center], dtype=np.int64)
    sheet.write(level, SEEN)
    total = 1
    for left in range(radius, 0, -1):
        entries = adjacency.around(level)
        if entries.size > sheet.marks.size // DENSE_SHARE and left == 1:
            return _marked_in_bulk(entries, codes, sheet)
        level = _unseen(entries, codes, sheet).astype(np.int64)
        sheet.write(level, SEEN)
        total += level.size
        if not level.size:
            break
    return total


def _marked_in_bulk(entries: Entries, codes: Codes, sheet: MarkSheet) -> int:
    if codes is not None:
        entries = entries[codes[entries & 3]]
    sheet.write((entries >> 2).astype(np.int64), SEEN)
    return int(np.count_nonzero(sheet.marks))
