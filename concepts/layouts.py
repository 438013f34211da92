"""The layout of a large map and its tiles: made in the background, kept as files, the last one the seed of the next."""

import shutil
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from threading import Lock

from concepts.errors import UnknownMap
from concepts.models import Concept, KnowledgeMap, change_log
from concepts.selectors import has_drafts
from concepts.snapshots import MapState, build_snapshot, snapshot_of, state_of_map
from concepts.state_files import alone, folder_of, last_changed, remove_old_states, states_saved
from graph.atlas.amending import amended
from graph.atlas.cutting import cut_tiles
from graph.atlas.keeping import lay_out
from graph.atlas.layout import Layout, Progress
from graph.atlas.store import TileStore, read_tile
from graph.errors import SnapshotUnreadable
from outbox.models import Job
from outbox.progress import report
from outbox.services import enqueue

KIND = "concepts.layout"
DRAWN_AT_ONCE = change_log.DRAWN_AT_ONCE
# Progress is told in hundredths: some for the layout, the rest for the tiles.
_STEPS, _OF_LAYOUT = 100, 40
_OPEN_ATLASES = 64
# Seconds that one waits for another one to have laid out the same map: longer than a million concepts take.
_PATIENCE = 1_800.0


@dataclass(frozen=True, slots=True)
class Atlas:
    """The tiles of a map. `version` names them and no others: the state that they were made from, and a lot drawn."""

    version: str
    store: TileStore

    def is_of(self, state: MapState) -> bool:
        """Whether they were made from this very state; until then, the last ones made serve."""
        return self.version.startswith(state.version)


@dataclass(frozen=True, slots=True)
class _Held:
    """An open atlas. `looked`: when the folder of its map had last changed as it was chosen there, if that is known."""

    atlas: Atlas
    looked: int | None


# One for each map and sort of readers: what has been replaced must let go of its file, which takes 100 MB of the disk.
_opened: OrderedDict[Path, _Held] = OrderedDict()
_opened_lock = Lock()


def tile_of(atlas: Atlas, state: MapState, z: int, x: int, y: int, *, staff: bool = False) -> bytes | None:
    """A tile as gzipped JSON that `graph.atlas` describes; None where there is none.

    `state`: that of the map now; `staff`: whether its drafts may be shown.
    Queries: 0 once the map's snapshot is open.
    """
    body = read_tile(atlas.store, z, x, y)
    if body is None or atlas.is_of(state):
        return body
    # What has gone since the tiles were made is shown no longer, and nothing under a name that it has no more.
    return amended(body, snapshot_of(state, drafts=staff))


def atlas_of(state: MapState, *, drafts: bool = False) -> Atlas | None:
    """The tiles of a map that were made last; None for a map that has never been laid out on this machine.

    `drafts`: those with drafts, if there are any. Queries: 0.
    """
    if drafts and (found := _last_made(state, drafts=True)):
        return found
    return _last_made(state, drafts=False)


def lay_out_map(map_id: int, *, again: bool = False, progress: Progress) -> Atlas:
    """Lay a map out as it is now, and cut its tiles, unless that is done. Returns those for everyone.

    What did not change stays where it was in the last layout; with `again`, all is laid out anew. Maps with draft
    concepts get further tiles, which only staff are shown.
    Raises: UnknownMap.
    """
    # Each takes long, and much memory; who has waited for another one most often finds all done.
    with alone(_folder(map_id, "", drafts=False), patience=_PATIENCE):
        return _lay_out_map(map_id, again=again, progress=progress)


def _lay_out_map(map_id: int, *, again: bool, progress: Progress) -> Atlas:
    state = state_of_map(map_id)
    drafted = has_drafts(map_id)
    last = _last_made(state, drafts=False)
    if last and last.is_of(state) and not again and _are_drafts_shown(state, drafted=drafted):
        progress(_STEPS, _STEPS)
        return last
    seed = last.store.layout if last and not again else None
    shown = _last_made(state, drafts=True) if drafted and not again else None
    if not drafted:
        shutil.rmtree(_folder(map_id, "", drafts=True), ignore_errors=True)
        return _make(state, seed, progress, drafts=False)
    made = _make(state, seed, _part(progress, 0, _STEPS // 2), drafts=False)
    # Staff see everything where all see it; of a map with many drafts, where they saw it before.
    own = shown.store.layout if shown else None
    _make(state, made.store.layout, _part(progress, _STEPS // 2, _STEPS), drafts=True, or_seed=own)
    return made


def _make(
    state: MapState, seed: Layout | None, progress: Progress, *, drafts: bool, or_seed: Layout | None = None
) -> Atlas:
    # One with changes laid over it has no places of its own for what is new.
    state, snapshot = build_snapshot(state, drafts=drafts)
    layout = lay_out(snapshot, previous=seed, or_previous=or_seed, progress=_part(progress, 0, _OF_LAYOUT))
    store = cut_tiles(snapshot, layout, progress=_part(progress, _OF_LAYOUT, _STEPS))
    folder = _new_folder(state, drafts=drafts)
    store.save(folder)
    remove_old_states(folder)
    return Atlas(folder.name, TileStore.open(folder))


def _part(progress: Progress, first: int, last: int) -> Progress:
    """Progress of one part of the work, told as that of the whole."""
    return lambda done, steps: progress(first + (last - first) * done // max(steps, 1), _STEPS)


def _new_folder(state: MapState, *, drafts: bool) -> Path:
    """A folder whose name no tiles have had, also none of those that are lost: caches keep tiles by it for ever."""
    return _folder(state.map_id, f"{state.version}.{token_hex(4)}", drafts=drafts)


def _are_drafts_shown(state: MapState, *, drafted: bool) -> bool:
    shown = _last_made(state, drafts=True)
    return shown.is_of(state) if drafted and shown else not drafted and shown is None


def _last_made(state: MapState, *, drafts: bool) -> Atlas | None:
    any_folder = _folder(state.map_id, "any", drafts=drafts)
    changed = last_changed(any_folder.parent)
    held = _opened.get(any_folder.parent)
    if held and changed and held.looked == changed and held.atlas.is_of(state):
        return held.atlas
    # Of two that were laid out at once the one of an earlier state may have been saved last.
    made = sorted(states_saved(any_folder), key=lambda folder: not folder.name.startswith(state.version))
    for folder in made:
        try:
            # What stands before it is being written: looked for again until it can be read.
            return _open(folder, looked=changed if folder == made[0] else None)
        except SnapshotUnreadable:
            # It is being written, or was removed just now.
            continue
    return None


def _open(folder: Path, *, looked: int | None) -> Atlas:
    held = _opened.get(folder.parent)
    is_open = held and held.atlas.version == folder.name
    atlas = held.atlas if held and is_open else Atlas(folder.name, TileStore.open(folder))
    chosen = _Held(atlas, looked)
    if chosen != held:
        with _opened_lock:
            _opened[folder.parent] = chosen
            _opened.move_to_end(folder.parent)
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
