"""The snapshot of a map at its present revision: built once on this machine, mapped by every process."""

import time
from collections import OrderedDict, defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock

from django.db import connection, transaction

from concepts.errors import UnknownMap
from concepts.models import Concept, KnowledgeMap, change_log
from concepts.snapshot_reading import read_changes, read_graph
from concepts.state_files import alone, folder_of, remove_old_states, share_files, states_saved
from graph.errors import GraphError, SnapshotUnreadable, TooMuchChanged
from graph.overlay.laying import laid_over
from graph.snapshot import GraphSnapshot

_OPEN_SNAPSHOTS = 64
_TRIES = 5
# How often a process that lays changes over a snapshot looks whether a new one has been built.
_LOOKED_FOR_SECONDS = 2.0


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


@dataclass(frozen=True, slots=True)
class _Held:
    """A snapshot that this process holds: of `state`, which is the one with the stamp `asked` for, or a later one.

    One that `is_saved` is a file that was built; over others changes are laid, until there is such a file.
    """

    asked: str
    state: MapState
    snapshot: GraphSnapshot
    is_saved: bool
    looked: float = field(default_factory=time.monotonic)

    def serves(self, state: MapState) -> bool:
        """Whether nothing better need be looked for."""
        is_due = not self.is_saved and time.monotonic() > self.looked + _LOOKED_FOR_SECONDS
        return self.asked == state.stamp and not is_due


Key = tuple[int, bool]
_opened: OrderedDict[Key, _Held] = OrderedDict()
_opened_lock = Lock()
# A thread that makes a snapshot has the others wait for it.
_making: defaultdict[Key, Lock] = defaultdict(Lock)


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

    That of a large map which has changed is the last one built, with the changes laid over it, until a new one is built
    in the background.
    Queries: 0 when it is open already; 3 when it must be built; 3 and those of `read_changes` to lay changes over.
    Raises: UnknownMap when the map has been deleted meanwhile.
    """
    key = (state.map_id, drafts)
    held = _opened.get(key)
    if held and held.serves(state):
        return held.snapshot
    with _making[key]:
        held = _opened.get(key)
        if not (held and held.serves(state)):
            held = _renewed(held, state, drafts=drafts)
            _hold(key, held)
    return held.snapshot


def build_snapshot(state: MapState, *, drafts: bool) -> tuple[MapState, GraphSnapshot]:
    """The snapshot of a state, or of a later one, built with nothing laid over it, unless that is done.

    Returns: the state that it is of. Queries: 0 when it is done, else 4. Raises: UnknownMap.
    """
    saved = _saved(state, drafts=drafts)
    if saved:
        return state, saved
    with alone(_folder(state, drafts=drafts).parent):
        # Another process may have built it meanwhile.
        saved = _saved(state, drafts=drafts)
        if saved:
            return state, saved
        return (drafts and _same_without_drafts(state)) or _build(state, drafts=drafts)


def nearest_snapshot(map_id: int) -> tuple[int, str, GraphSnapshot] | None:
    """The last snapshot with drafts that there is without any work: its revision, its stamp and itself. Queries: 0."""
    held = _opened.get((map_id, True))
    if held:
        return held.state.revision, held.state.stamp, held.snapshot
    return _last_saved(map_id, drafts=True)


def _hold(key: Key, held: _Held) -> None:
    with _opened_lock:
        _opened[key] = held
        _opened.move_to_end(key)
        while len(_opened) > _OPEN_SNAPSHOTS:
            _opened.popitem(last=False)


def _renewed(held: _Held | None, state: MapState, *, drafts: bool) -> _Held:
    saved = _saved(state, drafts=drafts)
    if saved:
        return _Held(state.stamp, state, saved, is_saved=True)
    if held and held.asked == state.stamp:
        return replace(held, looked=time.monotonic())
    laid = _laid_over_last(held, state, drafts=drafts)
    if laid:
        return laid
    built, snapshot = build_snapshot(state, drafts=drafts)
    return _Held(state.stamp, built, snapshot, is_saved=True)


def _laid_over_last(held: _Held | None, state: MapState, *, drafts: bool) -> _Held | None:
    """The last snapshot with what was changed since laid over it; None where a new build is right."""
    last = _last_saved(state.map_id, drafts=drafts)
    if held and (last is None or last[0] < held.state.revision):
        last = held.state.revision, held.state.stamp, held.snapshot
    if last is None or last[2].link_count < change_log.LARGE_FROM_LINKS:
        return None
    asked = state.stamp
    for _ in range(_TRIES):
        laid = _laid_over(*last, state, drafts=drafts)
        # Read without a lock: what was changed meanwhile may be in it in part.
        now = state_of_map(state.map_id)
        if laid is None or now.stamp == state.stamp:
            return _Held(asked, state, laid, is_saved=False) if laid else None
        state = now
    return None


def _laid_over(
    revision: int, stamp: str, base: GraphSnapshot, state: MapState, *, drafts: bool
) -> GraphSnapshot | None:
    logged = change_log.touched_since(state.map_id, stamp=stamp, revision=revision, until=state.revision)
    if not logged or logged[-1].stamp != state.stamp:
        return None
    changes = read_changes(state.map_id, logged, base, drafts=drafts)
    try:
        return laid_over(base, changes, revision=state.revision) if changes else None
    except TooMuchChanged:
        return None


def _saved(state: MapState, *, drafts: bool) -> GraphSnapshot | None:
    try:
        return GraphSnapshot.open(_folder(state, drafts=drafts))
    except SnapshotUnreadable:
        return None


def _last_saved(map_id: int, *, drafts: bool) -> tuple[int, str, GraphSnapshot] | None:
    for folder in states_saved(folder_of("snapshots", map_id, "any", drafts=drafts)):
        revision, _, stamp = folder.name.partition("-")
        try:
            return int(revision), stamp, GraphSnapshot.open(folder)
        except SnapshotUnreadable:
            # It is being written, or was removed just now.
            continue
    return None


def _build(state: MapState, *, drafts: bool) -> tuple[MapState, GraphSnapshot]:
    """Read the map without locking it: when it was changed meanwhile, what was read is thrown away and read again.

    A map that changes all the time is at last read under its lock, so that nothing half-changed is ever kept.
    """
    for _ in range(_TRIES):
        snapshot = _read_unless_torn(state, drafts=drafts)
        now = state_of_map(state.map_id)
        if snapshot and now.stamp == state.stamp:
            return state, _kept(snapshot, state, drafts=drafts)
        state = now
    with transaction.atomic():
        # The row of the map is its lock; on SQLite the transaction itself already is.
        KnowledgeMap.objects.select_for_update().filter(pk=state.map_id).first()
        state = state_of_map(state.map_id)
        snapshot = read_graph(state.map_id, revision=state.revision, drafts=drafts)
    return state, _kept(snapshot, state, drafts=drafts)


def _same_without_drafts(state: MapState) -> tuple[MapState, GraphSnapshot] | None:
    """The file that everyone is given, for staff too, where there are no drafts; None where there are."""
    shown = _saved(state, drafts=False)
    if shown is None or Concept.objects.filter(map_id=state.map_id, published=False).exists():
        return None
    if state_of_map(state.map_id).stamp != state.stamp:
        return None
    folder = _folder(state, drafts=True)
    try:
        share_files(_folder(state, drafts=False), folder)
        remove_old_states(folder)
        return state, GraphSnapshot.open(folder)
    except (OSError, SnapshotUnreadable):
        # The disk knows no second names for a file, or the one for everyone has been removed meanwhile.
        return None


def _read_unless_torn(state: MapState, *, drafts: bool) -> GraphSnapshot | None:
    """What was read; None when it does not fit together, as happens when the map is changed between two queries."""
    try:
        return read_graph(state.map_id, revision=state.revision, drafts=drafts)
    except GraphError:
        return None


def _kept(snapshot: GraphSnapshot, state: MapState, *, drafts: bool) -> GraphSnapshot:
    folder = _folder(state, drafts=drafts)
    snapshot.save(folder)
    remove_old_states(folder)
    return GraphSnapshot.open(folder)


def state_of_map(map_id: int) -> MapState:
    """The present state of the map with this number. Queries: 1. Raises: UnknownMap."""
    columns = ("pk", "revision", "stamp", "published", "sources_stamp")
    row = KnowledgeMap.objects.filter(pk=map_id).values_list(*columns).first()
    if row is None:
        raise UnknownMap(f"The map with the number {map_id} has been deleted.")
    return MapState(*row)


def _folder(state: MapState, *, drafts: bool) -> Path:
    return folder_of("snapshots", state.map_id, state.version, drafts=drafts)
