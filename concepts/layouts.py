"""The layout of a large map and its tiles: made in the background, kept as files, the last one the seed of the next."""

import shutil
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from concepts.errors import UnknownMap
from concepts.models import Concept, KnowledgeMap
from concepts.selectors import drafts_of
from concepts.snapshots import MapState, build_snapshot, snapshot_of, state_of_map
from concepts.state_files import folder_of, remove_old_states, states_saved
from graph.atlas.cutting import cut_tiles
from graph.atlas.keeping import lay_out
from graph.atlas.layout import Layout, Progress
from graph.atlas.leaving_out import tile_without
from graph.atlas.store import TileStore, read_tile
from graph.errors import SnapshotUnreadable
from outbox.models import Job
from outbox.progress import report
from outbox.services import enqueue

KIND = "concepts.layout"
# Up to so many concepts are drawn at once, as a tree.
DRAWN_AT_ONCE = 400
# Progress is told in hundredths: some for the layout, the rest for the tiles.
_STEPS, _OF_LAYOUT = 100, 40
_OPEN_ATLASES = 64


@dataclass(frozen=True, slots=True)
class Atlas:
    """The tiles of a map. `version` names them for good: the state that they were made from, and which time it was."""

    version: str
    store: TileStore

    def is_of(self, state: MapState) -> bool:
        """Whether they were made from this very state; until then, the last ones made serve."""
        return self.version.startswith(state.version)


_opened: OrderedDict[Path, Atlas] = OrderedDict()
_opened_lock = Lock()


def tile_of(atlas: Atlas, state: MapState, z: int, x: int, y: int, *, staff: bool = False) -> bytes | None:
    """A tile as gzipped JSON that `graph.atlas` describes; None where there is none.

    `state`: that of the map now; `staff`: whether its drafts may be shown.
    Queries: 0 once the map's snapshot is open.
    """
    body = read_tile(atlas.store, z, x, y)
    if body is None or atlas.is_of(state):
        return body
    # What has been deleted or become a draft since the tiles were made is shown no longer.
    snapshot = snapshot_of(state, drafts=staff)
    return tile_without(body, lambda concept: concept not in snapshot)


def atlas_of(state: MapState, *, drafts: bool = False) -> Atlas | None:
    """The tiles of a map that were made last; None for a map that has never been laid out on this machine.

    `drafts`: those with drafts, if there are any. Queries: 0.
    """
    if drafts and (found := _last_made(state.map_id, drafts=True)):
        return found
    return _last_made(state.map_id, drafts=False)


def lay_out_map(map_id: int, *, again: bool = False, progress: Progress) -> Atlas:
    """Lay a map out as it is now, and cut its tiles, unless that is done. Returns those for everyone.

    What did not change stays where it was in the last layout; with `again`, all is laid out anew. Maps with draft
    concepts get further tiles, which only staff are shown.
    Raises: UnknownMap.
    """
    state = state_of_map(map_id)
    has_drafts = bool(drafts_of(map_id))
    last = _last_made(map_id, drafts=False)
    if last and last.is_of(state) and not again and _are_drafts_shown(state, has_drafts):
        progress(_STEPS, _STEPS)
        return last
    seed = last.store.layout if last and not again else None
    if not has_drafts:
        shutil.rmtree(_folder(map_id, "", drafts=True), ignore_errors=True)
        return _make(state, seed, progress, drafts=False)
    made = _make(state, seed, _part(progress, 0, _STEPS // 2), drafts=False)
    _make(state, made.store.layout, _part(progress, _STEPS // 2, _STEPS), drafts=True)
    return made


def _make(state: MapState, seed: Layout | None, progress: Progress, *, drafts: bool) -> Atlas:
    # One with changes laid over it has no places of its own for what is new.
    state, snapshot = build_snapshot(state, drafts=drafts)
    layout = lay_out(snapshot, previous=seed, progress=_part(progress, 0, _OF_LAYOUT))
    store = cut_tiles(snapshot, layout, progress=_part(progress, _OF_LAYOUT, _STEPS))
    folder = _new_folder(state, drafts=drafts)
    store.save(folder)
    remove_old_states(folder)
    return Atlas(folder.name, TileStore.open(folder))


def _part(progress: Progress, first: int, last: int) -> Progress:
    """Progress of one part of the work, told as that of the whole."""
    return lambda done, steps: progress(first + (last - first) * done // max(steps, 1), _STEPS)


def _new_folder(state: MapState, *, drafts: bool) -> Path:
    """A folder whose name no tiles of this map have had: caches keep tiles by it for ever."""
    folder = _folder(state.map_id, state.version, drafts=drafts)
    same = [made.name for made in states_saved(folder) if made.name.startswith(state.version)]
    number = max((int(name.rpartition(".")[2]) for name in same), default=0)
    while True:
        number += 1
        try:
            # Another process may lay out the same map just now.
            folder.with_name(f"{state.version}.{number}").mkdir(parents=True)
        except FileExistsError:
            continue
        return folder.with_name(f"{state.version}.{number}")


def _are_drafts_shown(state: MapState, has_drafts: bool) -> bool:
    shown = _last_made(state.map_id, drafts=True)
    return shown.is_of(state) if has_drafts and shown else not has_drafts and shown is None


def _last_made(map_id: int, *, drafts: bool) -> Atlas | None:
    for folder in states_saved(_folder(map_id, "any", drafts=drafts)):
        try:
            return _open(folder)
        except SnapshotUnreadable:
            # It is being written, or was removed just now.
            continue
    return None


def _open(folder: Path) -> Atlas:
    held = _opened.get(folder)
    if held:
        return held
    atlas = Atlas(folder.name, TileStore.open(folder))
    with _opened_lock:
        _opened[folder] = atlas
        while len(_opened) > _OPEN_ATLASES:
            _opened.popitem(last=False)
    return atlas


def _folder(map_id: int, version: str, *, drafts: bool) -> Path:
    return folder_of("layouts", map_id, version, drafts=drafts)


def ask_for_layouts(maps: Iterable[KnowledgeMap]) -> None:
    """Have those maps laid out in the background that are too large to be drawn at once. Queries: 1, and 2 for each.

    Must run in the transaction that changed them.
    """
    for knowledge_map in maps:
        if Concept.objects.filter(map=knowledge_map).count() > DRAWN_AT_ONCE:
            key = f"{KIND}:{knowledge_map.pk}:{knowledge_map.stamp}"
            enqueue(kind=KIND, payload={"map": knowledge_map.pk}, key=key)


def run_layout(job: Job) -> None:
    """Lay out the map of a job. Done twice, it finds everything there."""
    try:
        lay_out_map(job.payload["map"], progress=lambda done, steps: report(job, done=done, steps=steps))
    except UnknownMap:
        return
