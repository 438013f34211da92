"""The links of one concept by what the other end is to it, in pieces: a hub may have very many."""

from dataclasses import dataclass
from enum import Enum

import numpy as np

from graph.adjacency import BACKWARD, Adjacency, Entries, Indices
from graph.kinds import LinkKind
from graph.snapshot import GraphSnapshot
from graph.written import positions_of

_BOTH_WAYS = (BACKWARD, LinkKind.RELATED)


class Role(Enum):
    """What the concept at the other end of a link is."""

    PARENT = "parents"
    CHILD = "children"
    PREREQUISITE = "prerequisites"
    DEPENDENT = "leads_to"
    RELATED = "related"


# As addresses name them.
ROLES = {role.value.replace("_", "-"): role for role in Role}


@dataclass(frozen=True, slots=True)
class Linked:
    """Some of the concepts that are one thing to another: `others` by index in the teaching order, and the `reasons`.

    `before`, `after`: how many more of them stand before these and after them.
    """

    others: Indices
    reasons: tuple[str, ...]
    before: int
    after: int


def linked(
    snapshot: GraphSnapshot, index: int, role: Role, *, beyond: int | None = None, most: int
) -> Linked:
    """What is `role` to a concept: at most `most`, those that come after `beyond` (an index) in the teaching order.

    Cost: O(most · log V), and a count along its row.
    """
    entries = _entries(snapshot.adjacency, index, role)
    first = 0 if beyond is None else int(np.searchsorted(entries >> 2, beyond, side="right"))
    shown = entries[first : first + most]
    return Linked(
        others=(shown >> 2).astype(np.int64),
        reasons=tuple(snapshot.reasons_of(_positions(snapshot, index, shown))),
        before=first,
        after=entries.size - first - shown.size,
    )


def _entries(adjacency: Adjacency, index: int, role: Role) -> Entries:
    """The entries of a concept's row that have this role; what teaches stands before it, what it teaches after."""
    if role is Role.RELATED:
        row = adjacency.row(index)
        return row[np.isin(row & 3, _BOTH_WAYS)]
    taught = role in (Role.CHILD, Role.DEPENDENT)
    part = adjacency.later(index) if taught else adjacency.earlier(index)
    code = LinkKind.PARENT if role in (Role.PARENT, Role.CHILD) else LinkKind.PREREQUISITE
    chosen: Entries = part[(part & 3) == code]
    return chosen


def _positions(snapshot: GraphSnapshot, index: int, entries: Entries) -> Indices:
    others = (entries >> 2).astype(np.int64)
    return positions_of(snapshot.adjacency, np.full(others.size, index), others, entries)
