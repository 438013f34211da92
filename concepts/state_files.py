"""Where files made from a map at one moment are kept: a folder for each state, those of old ones removed."""

import fcntl
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import connection

from concepts.models import KnowledgeMap

# One state besides the newest stays on disk for processes that are still about to open it.
_KEPT_STATES = 2
# How long one process waits for another that makes the same files.
_WAIT_SECONDS, _POLL_SECONDS = 120.0, 0.05


# What is made from maps and kept in files.
_SORTS = ("snapshots", "layouts")


# The clock of a file system may stand still for some milliseconds: two changes at its last tick look like one.
_SETTLED_SECONDS = 1.0


def folder_of(what: str, map_id: int, version: str, *, drafts: bool) -> Path:
    """The folder for files of a sort, of the state of a map with this version, with its drafts or without."""
    return _folder_of(str(settings.VAR_DIR), what, map_id, version, drafts=drafts)


@lru_cache(maxsize=1024)
def _folder_of(var_dir: str, what: str, map_id: int, version: str, *, drafts: bool) -> Path:
    # Putting a path together takes longer than looking up a tile.
    return Path(var_dir, what, str(map_id), "all" if drafts else "published", version)


def last_changed(folder: Path) -> int | None:
    """When something was last put into a folder or taken out, in nanoseconds.

    None if there is no such folder, and for one that has changed just now, since it may be changing again.
    """
    try:
        changed = folder.stat().st_mtime_ns
    except FileNotFoundError:
        return None
    return changed if time.time_ns() - changed > _SETTLED_SECONDS * 1e9 else None


def states_saved(folder: Path) -> list[Path]:
    """The folders of all states that are kept beside this one, the last one saved first."""
    try:
        return sorted(folder.parent.iterdir(), key=_saved_at, reverse=True)
    except FileNotFoundError:
        # None has been saved, or another process has removed them all just now.
        return []


def remove_old_states(folder: Path) -> None:
    """Processes that hold an old file keep it mapped until they let go of it."""
    for state in states_saved(folder)[_KEPT_STATES:]:
        if state != folder:
            shutil.rmtree(state, ignore_errors=True)


def remove_files_of_deleted_maps() -> int:
    """Remove what this machine keeps of maps that are no more. Returns how many folders. Queries: 1."""
    # Listed before the maps are: one that is created meanwhile keeps its files.
    folders = [folder for sort in _SORTS for folder in (Path(settings.VAR_DIR) / sort).glob("[0-9]*")]
    maps = {str(number) for number in KnowledgeMap.objects.values_list("pk", flat=True)} if folders else set()
    gone = [folder for folder in folders if folder.name not in maps]
    for folder in gone:
        shutil.rmtree(folder, ignore_errors=True)
    return len(gone)


def _saved_at(folder: Path) -> float:
    """When a state was saved; long ago when another process has removed it meanwhile."""
    try:
        return folder.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def share_files(folder: Path, other: Path) -> None:
    """Have the same files in another folder too, without a copy. Files that are there already stay."""
    other.mkdir(parents=True, exist_ok=True)
    for file in folder.iterdir():
        with suppress(FileExistsError):
            (other / file.name).hardlink_to(file)


@contextmanager
def alone(folder: Path, *, patience: float = _WAIT_SECONDS) -> Iterator[None]:
    """Let one thread of this machine at a time make the files of a sort of a map; the others wait so many seconds.

    Inside a transaction nobody waits: the other one may be waiting for its end.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_name(f"{folder.name}.lock").open("w") as lock:
        give_up = time.monotonic() + (0 if connection.in_atomic_block else patience)
        while not _is_locked(lock.fileno()) and time.monotonic() < give_up:
            time.sleep(_POLL_SECONDS)
        yield


def _is_locked(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
