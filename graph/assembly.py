"""Turns a map's concepts and links, as the database has them, into the arrays of a snapshot."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from graph.adjacency import KIND_OF_CODE, Adjacency, Indices, earlier_entry_positions, packed_rows
from graph.errors import BadGraph, TeachingCircle
from graph.forest import parent_depths, parent_links, primary_parents
from graph.identity import IdTable
from graph.kinds import LinkKind
from graph.layout import tree_layout
from graph.order import teaching_order
from graph.rows import Rows, encoded_reasons, encoded_rows

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Given:
    """Checked input: concepts numbered in the map's own order, links by those numbers.

    `order`: the number in the input of each concept in the map's own order. `places`: what puts it there, with its id.
    """

    ids: Indices
    order: Indices
    sources: Indices
    targets: Indices
    kinds: npt.NDArray[np.uint8]
    places: Indices


def checked(
    ids: Indices, sources: Indices, targets: Indices, kinds: Indices, positions: Indices | None
) -> Given:
    """The input of a build by the map's own order (`positions`, ties by id).

    Cost: O((V + E) log V). Raises: BadGraph.
    """
    if not sources.size == targets.size == kinds.size:
        raise BadGraph(f"{sources.size} sources, {targets.size} targets and {kinds.size} kinds")
    if positions is not None and positions.size != ids.size:
        raise BadGraph(f"{positions.size} positions for {ids.size} concepts")
    if kinds.size and not bool(np.all((kinds >= LinkKind.PARENT) & (kinds <= LinkKind.RELATED))):
        raise BadGraph("a link is of no known kind")
    own = np.flatnonzero(sources == targets)
    if own.size:
        raise BadGraph(f"concept {int(sources[own[0]])} is linked to itself")
    order = np.argsort(ids, kind="stable") if positions is None else np.lexsort((ids, positions))
    table = IdTable.of(ids[order])
    places = np.zeros(ids.size, dtype=np.int64) if positions is None else positions[order]
    ends = _ends(table, sources), _ends(table, targets)
    return Given(ids[order], order, *ends, kinds.astype(np.uint8), places)


def _ends(table: IdTable, ids: Indices) -> Indices:
    indices = table.indices_of(ids)
    missing = np.flatnonzero(indices < 0)
    if missing.size:
        raise BadGraph(f"a link ends at concept {int(ids[missing[0]])}, which is not in the graph")
    return indices


def assembled(given: Given, rows: Rows | None) -> dict[str, Array]:
    """The arrays of a snapshot. Cost: O(V log V + E log E). Raises: TeachingCircle, BadGraph."""
    order = _order(given)
    place = np.empty_like(order)
    place[order] = np.arange(order.size)
    sources, targets = place[given.sources], place[given.targets]
    adjacency = packed_rows(order.size, sources, targets, given.kinds)
    parents, children = parent_links(adjacency)
    arrays: dict[str, Array] = {
        "starts": adjacency.starts,
        "before": adjacency.before,
        "entries": adjacency.packed,
        "positions": order.astype(np.uint32),
        "order": place.astype(np.uint32),
        "places": given.places[order],
        "roots": _roots(children, order),
        "depths": parent_depths(order.size, parents, children).astype(np.uint32),
        "kind_counts": np.bincount(given.kinds, minlength=len(KIND_OF_CODE)),
        **IdTable.of(given.ids[order]).arrays(),
    }
    if rows is not None:
        primary = primary_parents(order.size, order, parents, children)
        arrays |= encoded_rows(rows, given.order[order], tree_layout(primary, order))
        arrays |= _reasons(adjacency, rows, sources, targets, given.kinds)
    return arrays


def _order(given: Given) -> Indices:
    teaching = given.kinds != LinkKind.RELATED
    try:
        return teaching_order(given.ids.size, given.sources[teaching], given.targets[teaching])
    except TeachingCircle as circle:
        raise TeachingCircle([int(given.ids[number]) for number in circle.circle]) from None


def _roots(children: Indices, positions: Indices) -> npt.NDArray[np.uint32]:
    top = np.ones(positions.size, dtype=bool)
    top[children] = False
    roots = np.flatnonzero(top)
    return roots[np.argsort(positions[roots])].astype(np.uint32)


def _reasons(
    adjacency: Adjacency, rows: Rows, sources: Indices, targets: Indices, kinds: npt.NDArray[np.uint8]
) -> dict[str, Array]:
    links = np.array([link for link, reason in rows.reasons.items() if reason], dtype=np.int64)
    if links.size and not 0 <= int(links.min()) <= int(links.max()) < sources.size:
        raise BadGraph("a reason is given for a link that is not there")
    positions = earlier_entry_positions(adjacency, sources[links], targets[links], kinds[links])
    return encoded_reasons(positions, [rows.reasons[link] for link in links.tolist()])
