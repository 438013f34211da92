"""Whether new links of a large map certainly close no circle: asked of its last snapshot, not of all its rows."""

import numpy as np

from concepts.models import MapChange, change_log
from concepts.snapshot_reading import MOST_LAID_OVER, links_between
from concepts.snapshots import nearest_snapshot
from graph.adjacency import Indices
from graph.kinds import TEACHING
from graph.path import ancestors_of
from graph.snapshot import GraphSnapshot

# Each may take a walk through all that comes before a concept.
_MOST_WALKS = 20

Pair = tuple[int, int]


def is_certainly_free_of_circles(change: MapChange) -> bool:
    """Whether the teaching links of the snapshot and all those touched since run in no circle; False when in doubt.

    Links taken away since are taken for still there. Queries: 1, and 1 for each 500 pairs touched since.
    """
    near = nearest_snapshot(change.map_id)
    if near is None:
        return False
    revision, stamp, snapshot = near
    links = _links_since(change, revision, stamp)
    return links is not None and _are_free(snapshot, links)


def _links_since(change: MapChange, revision: int, stamp: str) -> set[Pair] | None:
    """The teaching links between pairs touched since a state, by this change too; None when not all are told."""
    if change.whole:
        return None
    pairs = {(first, second) for first, second in change.new_links}
    if stamp != change.before:
        logged = change_log.touched_since(
            change.map_id, stamp=stamp, revision=revision, until=change.revision - 1
        )
        if not logged or logged[-1].stamp != change.before:
            return None
        pairs |= {(first, second) for row in logged for first, second in row.pairs}
    if len(pairs) > MOST_LAID_OVER:
        return None
    return {(link.source, link.target) for link in links_between(pairs) if link.kind in TEACHING}


def _are_free(snapshot: GraphSnapshot, links: set[Pair]) -> bool:
    ends = np.array(sorted(links), dtype=np.int64).reshape(-1, 2)
    sources, targets = (snapshot.known_indices_of(ends[:, side]) for side in (0, 1))
    # The indices are a teaching order: a circle must take a link that runs against it, or to what has no index yet.
    against = (sources < 0) | (targets < 0) | (sources >= targets)
    doubtful = ends[against].tolist()
    if len(doubtful) > _MOST_WALKS:
        return False
    return not any(_comes_before(snapshot, links, target, source) for source, target in doubtful)


def _comes_before(snapshot: GraphSnapshot, links: set[Pair], concept: int, other: int) -> bool:
    """Whether the one comes before the other, by links of the snapshot and these; true too when it takes too long."""
    reached: set[int] = set()
    new = {other}
    for _ in range(_MOST_WALKS):
        if concept in new:
            return True
        indices = snapshot.known_indices_of(np.array(sorted(new), dtype=np.int64))
        before = _ids(snapshot, ancestors_of(snapshot, indices[indices >= 0]))
        reached |= new | before
        if concept in reached:
            return True
        new = {source for source, target in links if target in reached} - reached
        if not new:
            return False
    return True


def _ids(snapshot: GraphSnapshot, indices: Indices) -> set[int]:
    return set(snapshot.concept_ids(indices).tolist())
