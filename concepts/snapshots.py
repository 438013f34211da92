"""The snapshot of a map at its present revision: built once on this machine, mapped by every process."""

import shutil
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import numpy as np
from django.conf import settings
from django.db import connection

from concepts.errors import UnknownMap
from concepts.models import Concept, KnowledgeMap, Link
from graph.errors import SnapshotUnreadable
from graph.snapshot import GraphSnapshot, Rows

_OPEN_SNAPSHOTS = 64
# One state besides the newest stays on disk for processes that are still about to open it.
_KEPT_STATES = 2
_TRIES = 5


@dataclass(frozen=True, slots=True)
class MapState:
    """A map at one moment. `stamp` tells states apart that share a revision number after a rollback or a restore."""

    map_id: int
    revision: int
    stamp: str
    published: bool

    @property
    def etag(self) -> str:
        return f"{self.revision}-{self.stamp}"


_opened: OrderedDict[tuple[int, bool], tuple[str, GraphSnapshot]] = OrderedDict()
_opened_lock = Lock()


def read_state(slug: str) -> MapState:
    """The state of a map. Queries: 1, by hand, because the ORM's own work would be most of a hot request.

    Raises: UnknownMap.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, revision, stamp, published FROM concepts_knowledgemap WHERE slug = %s", [slug])
        row = cursor.fetchone()
    if row is None:
        raise UnknownMap(f"There is no map at “{slug}”.")
    return MapState(row[0], row[1], row[2], bool(row[3]))


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
    folder = _folder(state, drafts=drafts)
    try:
        return GraphSnapshot.open(folder)
    except SnapshotUnreadable:
        snapshot = _build(state, drafts=drafts)
        snapshot.save(_folder(state, drafts=drafts))
        _remove_old_states(folder)
        return GraphSnapshot.open(folder)
