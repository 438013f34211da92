"""The children of a concept in the tree of its map, page by page, for a picture that opens as one goes."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from concepts.errors import UnknownConcept
from explore.links import index_of, trail_to
from graph.families import child_counts, children_of
from graph.snapshot import GraphSnapshot


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
    """`trail`: the slugs that lead to the parent from the top. `last`: after which place in the map's order the next
    page begins, None when this is the last one."""

    trail: tuple[str, ...]
    children: tuple[Child, ...]
    last: int | None


def children_page(
    snapshot: GraphSnapshot, slug: str, *, after: int | None, size: int, drafts: Collection[str] = ()
) -> ChildrenPage:
    """The concepts whose first parent this one is, from a place in the map's order on. No queries.

    Raises: UnknownConcept.
    """
    parent = index_of(snapshot, slug)
    if parent is None:
        raise UnknownConcept(slug)
    below = children_of(snapshot, parent)
    places = snapshot.positions[below].astype(np.int64)
    first = 0 if after is None else int(np.searchsorted(places, after, side="right"))
    shown = below[first : first + size]
    counts = child_counts(snapshot, shown).tolist()
    trail = snapshot.indices_of(trail_to(snapshot, snapshot.id_of(parent))).tolist()
    return ChildrenPage(
        trail=tuple(map(snapshot.slug_of, trail)),
        children=tuple(
            Child(row.slug, row.title, row.summary, row.minutes, row.slug not in drafts, count)
            for row, count in zip(map(snapshot.row, shown.tolist()), counts, strict=True)
        ),
        last=int(places[first + size - 1]) if first + size < below.size else None,
    )
