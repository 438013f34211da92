"""Whether new links of a large map certainly close no circle: asked of its last snapshot, not of all its rows."""

from collections.abc import Iterable
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class _Since:
    """The teaching links touched from the state of a snapshot, `base`, to a later one, with `stamp` and `revision`.

    Those that were taken away again are among them. `against`: those that the teaching order of the snapshot does not
    lead along.
    """

    base: str
    stamp: str
    revision: int
    links: frozenset[Pair] = frozenset()
    against: frozenset[Pair] = frozenset()


# By map. A state that was rolled back is known by its stamp, which is in no log.
_last: dict[int, _Since] = {}


def is_certainly_free_of_circles(change: MapChange) -> bool:
    """Whether the new links run in no circle with those of the snapshot and all touched since; False when in doubt.

    Links taken away since are taken for still there. Queries: 2, and 1 for each 500 pairs touched that this process
    has not seen yet.
    """
    near = nearest_snapshot(change.map_id)
    if near is None or change.whole:
        return False
    revision, stamp, snapshot = near
    since = _links_since(change, _Since(stamp, stamp, revision), snapshot)
    if since is None:
        return False
    new = _teaching_links(change.new_links)
    against = since.against | _against(snapshot, new)
    # Whatever circle there is takes a link against the order, and a new one: nothing else can have closed it.
    doubtful = min((against, new), key=len)
    if len(doubtful) > _MOST_WALKS:
        return False
    links = since.links | new
    return not any(_comes_before(snapshot, links, target, source) for source, target in doubtful)


def _links_since(change: MapChange, base: _Since, snapshot: GraphSnapshot) -> _Since | None:
    """Those touched before this change; None when not all are told."""
    last = _last.get(change.map_id)
    since = last and last.base == base.base and _brought_up(last, change, snapshot)
    since = since or _brought_up(base, change, snapshot)
    if since:
        _last[change.map_id] = since
    return since or None


def _brought_up(since: _Since, change: MapChange, snapshot: GraphSnapshot) -> _Since | None:
    if since.stamp == change.before:
        return since
    before = change.revision - 1
    logged = change_log.touched_since(change.map_id, stamp=since.stamp, revision=since.revision, until=before)
    pairs = {(first, second) for row in logged for first, second in row.pairs}
    if not logged or logged[-1].stamp != change.before or len(pairs) + len(since.links) > MOST_LAID_OVER:
        return None
    links = _teaching_links(pairs)
    return _Since(
        since.base,
        change.before,
        before,
        since.links | links,
        since.against | _against(snapshot, links),
    )


def _teaching_links(pairs: Iterable[Pair]) -> frozenset[Pair]:
    """The teaching links that there are between these pairs, either way."""
    links = links_between(set(pairs))
    return frozenset((link.source, link.target) for link in links if link.kind in TEACHING)


def _against(snapshot: GraphSnapshot, links: frozenset[Pair]) -> frozenset[Pair]:
    """Those that run against the teaching order of the snapshot, or have an end that it does not know."""
    ends = np.array(sorted(links), dtype=np.int64).reshape(-1, 2)
    sources, targets = (snapshot.known_indices_of(ends[:, side]) for side in (0, 1))
    # The indices are a teaching order.
    against = (sources < 0) | (targets < 0) | (sources >= targets)
    return frozenset((source, target) for source, target in ends[against].tolist())


def _comes_before(snapshot: GraphSnapshot, links: frozenset[Pair], concept: int, other: int) -> bool:
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
