"""A layout for a map that has changed a little: what did not change does not move."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from graph.adjacency import Indices
from graph.atlas.layout import Layout, Progress, new_layout, parent_ids, primary_parents_of, silent
from graph.atlas.room import WHOLE, Rectangle, Room
from graph.forest import NO_PARENT
from graph.identity import IdTable
from graph.snapshot import GraphSnapshot

# Of so many concepts one may have come, gone or moved to another parent, before all is laid out again.
KEPT_UNLESS = 5


def lay_out(
    snapshot: GraphSnapshot,
    *,
    previous: Layout | None = None,
    or_previous: Layout | None = None,
    progress: Progress = silent,
) -> Layout:
    """The layout of a map.

    Parameters: `previous`, the layout before: every concept that was in it stays where it was, and new ones find room
    beside their parent. Without it, or when a fifth of all has come, gone or changed its parent, all is laid out
    anew, from nothing but the map. `or_previous`, another one, for when so much is not in `previous`.
    Cost: O(V log² V + E log E); with `previous` O(V + E log E).
    """
    primary = primary_parents_of(snapshot)
    for before in (previous, or_previous):
        if before is not None and _is_much_left(before, snapshot, primary):
            return _kept(before, snapshot, primary)
    return new_layout(snapshot, primary, progress)


def _is_much_left(previous: Layout, snapshot: GraphSnapshot, primary: Indices) -> bool:
    """Whether there is something that stays, and little that does not."""
    count = snapshot.concept_count
    return count > 0 and _changes(previous, snapshot, primary) * KEPT_UNLESS <= count


def _changes(previous: Layout, snapshot: GraphSnapshot, primary: Indices) -> int:
    """How many concepts have come, gone or changed their parent."""
    before = _places(previous, snapshot)
    stayed = before >= 0
    moved = previous.parents[before[stayed]] != parent_ids(snapshot, primary)[stayed]
    came = snapshot.concept_count - int(stayed.sum())
    gone = previous.ids.size - int(stayed.sum())
    return came + gone + int(moved.sum())


def _places(previous: Layout, snapshot: GraphSnapshot) -> Indices:
    """Where each concept was in the layout before, -1 for new ones."""
    ids = snapshot.concept_ids(np.arange(snapshot.concept_count))
    return IdTable.of(previous.ids).indices_of(ids)


def _kept(previous: Layout, snapshot: GraphSnapshot, primary: Indices) -> Layout:
    before = _places(previous, snapshot)
    stayed = before >= 0
    x, y = (np.where(stayed, numbers[before], -1) for numbers in (previous.x, previous.y))
    colours = np.where(stayed, previous.colours[before], 0).astype(np.uint8)
    left = _areas_left(previous, snapshot, primary)
    areas = _areas_by_owner(previous, snapshot, left)
    room = Room(x[stayed], y[stayed])
    for concept, beside in _new_ones(snapshot, primary, stayed):
        within = _area_around(beside, primary, areas)
        x[concept], y[concept] = room.beside(int(x[beside]), int(y[beside]), within)
        colours[concept] = colours[beside]
    return Layout(
        ids=snapshot.concept_ids(np.arange(snapshot.concept_count)),
        parents=parent_ids(snapshot, primary),
        x=x,
        y=y,
        colours=colours,
        area_ids=previous.area_ids[left],
        rectangles=previous.rectangles[left],
        levels=previous.levels[left],
    )


def _new_ones(
    snapshot: GraphSnapshot, primary: Indices, stayed: npt.NDArray[np.bool_]
) -> Iterator[tuple[int, int]]:
    """Each new concept with one that has a place by then: its parent, else one it is linked to, else any."""
    placed = stayed.copy()
    anyone = int(np.argmax(stayed))
    for concept in np.flatnonzero(~stayed).tolist():
        parent = int(primary[concept])
        if parent != NO_PARENT:
            yield concept, parent
        else:
            linked = (snapshot.adjacency.row(concept) >> 2).astype(np.int64)
            linked = linked[placed[linked]]
            yield concept, int(linked[0]) if linked.size else anyone
        placed[concept] = True


def _areas_left(previous: Layout, snapshot: GraphSnapshot, primary: Indices) -> Indices:
    """Which areas still have an owner with concepts below it."""
    owners = indices_by_id(snapshot, previous.area_ids)
    has_children = np.bincount(primary[primary >= 0], minlength=snapshot.concept_count) > 0
    return np.flatnonzero((owners >= 0) & has_children[owners])


def _areas_by_owner(previous: Layout, snapshot: GraphSnapshot, left: Indices) -> dict[int, Rectangle]:
    owners = indices_by_id(snapshot, previous.area_ids[left]).tolist()
    return dict(zip(owners, map(tuple, previous.rectangles[left].tolist()), strict=True))


def indices_by_id(snapshot: GraphSnapshot, ids: Indices) -> Indices:
    """The index of each id, -1 for an id that the map has no more."""
    table = IdTable.of(snapshot.concept_ids(np.arange(snapshot.concept_count)))
    return table.indices_of(ids)


def _area_around(concept: int, primary: Indices, areas: dict[int, Rectangle]) -> Rectangle:
    """The innermost area that is a concept's own or that of one above it."""
    while concept != NO_PARENT:
        if concept in areas:
            return areas[concept]
        concept = int(primary[concept])
    return WHOLE
