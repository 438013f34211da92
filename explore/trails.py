"""Concepts with all that is above them, for a picture that shows only these of a large map."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from concepts.layouts import Atlas
from concepts.selectors import drafts_among
from explore.links import MOST_ABOVE, index_of
from graph.adjacency import Indices
from graph.errors import UnknownConcept
from graph.families import child_counts, first_parents
from graph.forest import NO_PARENT
from graph.snapshot import GraphSnapshot


@dataclass(frozen=True, slots=True)
class Step:
    """A concept on the way down. `children`: how many stand below it; `colour`: that of its region on the atlas."""

    slug: str
    title: str
    summary: str
    minutes: int
    published: bool
    children: int
    parent: str | None
    colour: int | None


def trails_of(
    snapshot: GraphSnapshot, slugs: Sequence[str], *, atlas: Atlas | None, staff: bool = False
) -> tuple[Step, ...]:
    """These concepts and those nearest above each by first parents, once, what is above first.

    Unknown slugs are left out. Queries: 1 for staff. Cost: O(the links of all of them).
    """
    asked = [index for slug in slugs if (index := index_of(snapshot, slug)) is not None]
    parents = _parents_up_from(snapshot, asked)
    ordered = list(dict.fromkeys(index for start in asked for index in _trail(start, parents)))
    indices: Indices = np.array(ordered, dtype=np.int64)
    drafts = drafts_among(snapshot.concept_ids(indices).tolist()) if staff else frozenset()
    counts = child_counts(snapshot, indices).tolist()
    return tuple(
        Step(
            row.slug,
            row.title,
            row.summary,
            row.minutes,
            row.slug not in drafts,
            count,
            snapshot.slug_of(parents[index]) if parents[index] in parents else None,
            _colour(atlas, snapshot.id_of(index)),
        )
        for index, row, count in zip(ordered, map(snapshot.row, ordered), counts, strict=True)
    )


def _parents_up_from(snapshot: GraphSnapshot, indices: Sequence[int]) -> dict[int, int]:
    """The first parent of each of these and of those above them, level by level."""
    parents: dict[int, int] = {}
    level: Indices = np.array(indices, dtype=np.int64)
    for _ in range(MOST_ABOVE):
        if not level.size:
            break
        above = first_parents(snapshot, level)
        parents |= dict(zip(level.tolist(), above.tolist(), strict=True))
        fresh = {index for index in above.tolist() if index != NO_PARENT and index not in parents}
        level = np.array(sorted(fresh), dtype=np.int64)
    return parents


def _trail(index: int, parents: dict[int, int]) -> Iterator[int]:
    trail = [index]
    while parents[trail[-1]] in parents:
        trail.append(parents[trail[-1]])
    return reversed(trail)


def _colour(atlas: Atlas | None, concept_id: int) -> int | None:
    try:
        return atlas.store.place_of(concept_id).colour if atlas else None
    except UnknownConcept:
        # It is newer than the layout.
        return None
