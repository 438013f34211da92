"""The snapshot of a map at its present revision: built once on this machine, mapped by every process."""

from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import numpy as np
from django.db import connection, transaction

from concepts.errors import UnknownMap
from concepts.models import Concept, KnowledgeMap, Link
from concepts.models.querysets import MapRows
from concepts.state_files import folder_of, remove_old_states
from graph.errors import GraphError, SnapshotUnreadable
from graph.rows import Rows
from graph.snapshot import GraphSnapshot

_OPEN_SNAPSHOTS = 64
_TRIES = 5
_ROWS_A_FETCH = 20_000


@dataclass(frozen=True, slots=True)
class MapState:
    """A map at one moment. `stamp` tells states apart that share a revision number after a rollback or a restore.

    `sources_stamp` tells what the library knew of its concepts; answers made of the graph alone do not depend on it.
    """

    map_id: int
    revision: int
    stamp: str
    published: bool
    sources_stamp: str

    @property
    def etag(self) -> str:
        return f"{self.revision}-{self.stamp}{self.sources_stamp}"

    @property
    def version(self) -> str:
        """Names the graph of this state, sorted by revision: for files."""
        return f"{self.revision:09}-{self.stamp}"


_opened: OrderedDict[tuple[int, bool], tuple[str, GraphSnapshot]] = OrderedDict()
_opened_lock = Lock()


def read_state(slug: str) -> MapState:
    """The state of a map. Queries: 1, by hand, because the ORM's own work would be most of a hot request.

    Raises: UnknownMap.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, revision, stamp, published, sources_stamp FROM concepts_knowledgemap WHERE slug = %s",
            [slug],
        )
        row = cursor.fetchone()
    if row is None:
        raise UnknownMap(f"There is no map at “{slug}”.")
    return MapState(row[0], row[1], row[2], bool(row[3]), row[4])


def snapshot_of(state: MapState, *, drafts: bool = False) -> GraphSnapshot:
    """The snapshot of a state, with draft concepts or without.

    Queries: 0 when it is open already, 3 when it must be built.
    Raises: UnknownMap when the map has been deleted meanwhile.
    """
    key = (state.map_id, drafts)
    held = _opened.get(key)
    if held and held[0] == state.stamp:
        return held[1]
    snapshot = _open_or_build(state, drafts=drafts)
    with _opened_lock:
        _opened[key] = (state.stamp, snapshot)
        _opened.move_to_end(key)
        while len(_opened) > _OPEN_SNAPSHOTS:
            _opened.popitem(last=False)
    return snapshot


def _open_or_build(state: MapState, *, drafts: bool) -> GraphSnapshot:
    try:
        return GraphSnapshot.open(_folder(state, drafts=drafts))
    except SnapshotUnreadable:
        return _build(state, drafts=drafts)


def _build(state: MapState, *, drafts: bool) -> GraphSnapshot:
    """Read the map without locking it: when it was changed meanwhile, what was read is thrown away and read again.

    A map that changes all the time is at last read under its lock, so that nothing half-changed is ever kept.
    """
    for _ in range(_TRIES):
        snapshot = _read_unless_torn(state, drafts=drafts)
        now = state_of_map(state.map_id)
        if snapshot and now.stamp == state.stamp:
            return _kept(snapshot, state, drafts=drafts)
        state = now
    with transaction.atomic():
        # The row of the map is its lock; on SQLite the transaction itself already is.
        KnowledgeMap.objects.select_for_update().filter(pk=state.map_id).first()
        state = state_of_map(state.map_id)
        snapshot = _read(state, drafts=drafts)
    return _kept(snapshot, state, drafts=drafts)


def _read_unless_torn(state: MapState, *, drafts: bool) -> GraphSnapshot | None:
    """What was read; None when it does not fit together, as happens when the map is changed between two queries."""
    try:
        return _read(state, drafts=drafts)
    except GraphError:
        return None


def _kept(snapshot: GraphSnapshot, state: MapState, *, drafts: bool) -> GraphSnapshot:
    folder = _folder(state, drafts=drafts)
    snapshot.save(folder)
    remove_old_states(folder)
    return GraphSnapshot.open(folder)


def _read(state: MapState, *, drafts: bool) -> GraphSnapshot:
    concepts = Concept.objects.filter(map_id=state.map_id)
    links = Link.objects.filter(map_id=state.map_id)
    if not drafts:
        concepts = concepts.filter(published=True)
        links = links.filter(source__published=True, target__published=True)
    rows = list(concepts.order_by("pk").values_list("pk", "position", "minutes", "slug", "title", "summary"))
    ends = np.fromiter(
        links.order_by("pk").values_list("source_id", "target_id", "kind").iterator(_ROWS_A_FETCH),
        dtype=np.dtype((np.int64, 3)),
    ).reshape(-1, 3)
    ids, positions, minutes, slugs, titles, summaries = zip(*rows, strict=True) if rows else ((),) * 6
    return GraphSnapshot.build(
        concept_ids=np.array(ids, dtype=np.int64),
        sources=ends[:, 0],
        targets=ends[:, 1],
        kinds=ends[:, 2],
        positions=np.array(positions, dtype=np.int64),
        revision=state.revision,
        rows=Rows(slugs=slugs, titles=titles, summaries=summaries, minutes=minutes, reasons=_reasons(links)),
    )


def _reasons(links: MapRows[Link]) -> dict[int, str]:
    """The reasons by number of the link in primary key order. Most links of large maps have none."""
    with_reason = dict(links.exclude(reason="").values_list("pk", "reason"))
    if not with_reason:
        return {}
    numbers = links.order_by("pk").values_list("pk", flat=True).iterator(_ROWS_A_FETCH)
    return {number: with_reason[pk] for number, pk in enumerate(numbers) if pk in with_reason}


def state_of_map(map_id: int) -> MapState:
    """The present state of the map with this number. Queries: 1. Raises: UnknownMap."""
    columns = ("pk", "revision", "stamp", "published", "sources_stamp")
    row = KnowledgeMap.objects.filter(pk=map_id).values_list(*columns).first()
    if row is None:
        raise UnknownMap(f"The map with the number {map_id} has been deleted.")
    return MapState(*row)


def _folder(state: MapState, *, drafts: bool) -> Path:
    return folder_of("snapshots", state.map_id, state.version, drafts=drafts)
