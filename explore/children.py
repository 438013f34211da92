"""The children of a concept in the tree of its map, page by page, for a picture that opens as one goes."""

from bisect import bisect_right
from dataclasses import dataclass

import numpy as np

from concepts import selectors
from concepts.errors import UnknownConcept
from explore.links import index_of, trail_to
from graph.adjacency import Indices
from graph.families import child_counts, children_of
from graph.snapshot import Array, GraphSnapshot


@dataclass(frozen=True, slots=True)
class Child:
    """`children`: how many stand below it in turn."""

    slug: str
    title: str
    summary: str
    minutes: int
    published: bool
    children: int


@dataclass(frozen=True, slots=True)
class ChildrenPage:
    """`trail`: the slugs that lead to the parent from the top, the nearest of them.

    `last`: after which place in the map's order the next page begins, None when this is the last one.
    """

    trail: tuple[str, ...]
    children: tuple[Child, ...]
    last: int | None


def children_page(
    snapshot: GraphSnapshot, slug: str, *, after: int | None, size: int, staff: bool = False
) -> ChildrenPage:
    """The concepts whose first parent this one is, from a place in the map's order on. Queries: 0, for staff 1.

    Raises: UnknownConcept.
    """
    parent = index_of(snapshot, slug)
    if parent is None:
        raise UnknownConcept(slug)
    shown, last = _part(snapshot, children_of(snapshot, parent), after=after, size=size)
    trail = tuple(map(snapshot.slug_of, trail_to(snapshot, parent).tolist()))
    return ChildrenPage(trail, _rows(snapshot, shown, staff=staff), last)


def tops_page(snapshot: GraphSnapshot, *, after: int | None, size: int, staff: bool = False) -> ChildrenPage:
    """The concepts without a parent, from a place in the map's order on. Queries: 0, for staff 1."""
    shown, last = _part(snapshot, snapshot.roots, after=after, size=size)
    return ChildrenPage((), _rows(snapshot, shown, staff=staff), last)


def _part(
    snapshot: GraphSnapshot, family: Array, *, after: int | None, size: int
) -> tuple[Indices, int | None]:
    """Some of a family, which is in the map's order, and the place of the last of them if there are more."""
    places = snapshot.positions
    first = 0 if after is None else bisect_right(family, after, key=lambda member: int(places[member]))
    shown = family[first : first + size].astype(np.int64)
    return shown, int(places[shown[-1]]) if first + size < family.size else None


def _rows(snapshot: GraphSnapshot, shown: Indices, *, staff: bool) -> tuple[Child, ...]:
    drafts = selectors.drafts_among(snapshot.concept_ids(shown).tolist()) if staff else frozenset()
    counts = child_counts(snapshot, shown).tolist()
    return tuple(
        Child(row.slug, row.title, row.summary, row.minutes, row.slug not in drafts, count)
        for row, count in zip(map(snapshot.row, shown.tolist()), counts, strict=True)
    )
