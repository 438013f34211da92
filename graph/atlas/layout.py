"""Where the concepts of a large map stand, and in which areas."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.adjacency import Indices
from graph.atlas.filling import Filler, Filling
from graph.atlas.grid import SIDE
from graph.atlas.nearness import Neighbors, Wishes
from graph.atlas.nesting import Nesting, nested
from graph.atlas.regions import region_colours
from graph.atlas.room import told_apart
from graph.atlas.spanning import link_ends, spanning_tree
from graph.forest import NO_PARENT, parent_links, primary_parents
from graph.snapshot import GraphSnapshot

# After so many rounds hardly anything comes nearer to its neighbors.
ROUNDS = 6

# Called with the steps done, and of how many.
Progress = Callable[[int, int], None]


def silent(done: int, steps: int) -> None:
    """Nobody asked how far it has come."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A map laid out: one entry a concept in `ids` and what is beside it, one an area in `area_ids` and beside.

    `parents`: the id of each concept's parent in the tree, its own for a root; `x`, `y` on the map's grid, no two
    concepts at one point; `colours` 0 to 7; `rectangles` int64[A, 4] of x, y, width and height; `levels`, how many
    areas are around each.
    """

    ids: Indices
    parents: Indices
    x: Indices
    y: Indices
    colours: npt.NDArray[np.uint8]
    area_ids: Indices
    rectangles: Indices
    levels: Indices


def primary_parents_of(snapshot: GraphSnapshot) -> Indices:
    """The parent in the tree of each concept, by index, -1 for a root. Cost: O(V + E log E)."""
    positions = snapshot.positions.astype(np.int64)
    return primary_parents(snapshot.concept_count, positions, *parent_links(snapshot.adjacency))


def new_layout(snapshot: GraphSnapshot, primary: Indices, progress: Progress) -> Layout:
    """A layout from nothing but the map: the same on every machine, for it is reckoned in whole numbers.

    Parameters: `primary`, as `primary_parents_of` gives it. Cost: O(V log² V + E log E).
    """
    ends = link_ends(snapshot.adjacency)
    nesting = nested(spanning_tree(primary, ends))
    neighbors, filler = Neighbors(nesting, ends), Filler(nesting)
    progress(1, ROUNDS + 1)
    wishes = _in_map_order(snapshot, nesting)
    for done in range(ROUNDS):
        filling = filler.filled(wishes)
        if done < ROUNDS - 1:
            wishes = neighbors.wishes(filling.points())
        progress(done + 2, ROUNDS + 1)
    return _layout(snapshot, primary, nesting, filling)


def parent_ids(snapshot: GraphSnapshot, primary: Indices) -> Indices:
    """The id of each concept's parent, its own for a root."""
    return snapshot.concept_ids(np.where(primary == NO_PARENT, np.arange(primary.size), primary))


def _in_map_order(snapshot: GraphSnapshot, nesting: Nesting) -> Wishes:
    """Places along the diagonal: concepts in the map's order, areas where their concepts are."""
    concepts = snapshot.positions.astype(np.int64) * (SIDE // max(snapshot.concept_count, 1))
    areas = np.where(nesting.owners >= 0, concepts[nesting.owners], 0) if concepts.size else nesting.owners
    return Wishes(concepts, concepts, areas, areas)


def _layout(snapshot: GraphSnapshot, primary: Indices, nesting: Nesting, filling: Filling) -> Layout:
    owned = np.flatnonzero(nesting.owners >= 0)
    colours = region_colours(nesting, filling)
    x, y = told_apart(filling.x, filling.y)
    return Layout(
        ids=snapshot.concept_ids(np.arange(snapshot.concept_count)),
        parents=parent_ids(snapshot, primary),
        x=x,
        y=y,
        colours=colours[nesting.homes],
        area_ids=snapshot.concept_ids(nesting.owners[owned]),
        rectangles=filling.rectangles[owned],
        levels=_owned_around(nesting)[owned],
    )


def _owned_around(nesting: Nesting) -> Indices:
    """How many areas of concepts are around each area."""
    around: list[int] = []
    owned = (nesting.owners >= 0).tolist()
    for host in nesting.hosts.tolist():
        around.append(around[host] + owned[host] if host >= 0 else 0)
    return np.array(around, dtype=np.int64)
