"""Where files made from a map at one moment are kept: a folder for each state, those of old ones removed."""

import fcntl
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.db import connection

# One state besides the newest stays on disk for processes that are still about to open it.
_KEPT_STATES = 2
# How long one process waits for another that makes the same files.
_WAIT_SECONDS, _POLL_SECONDS = 120.0, 0.05


def folder_of(what: str, map_id: int, version: str, *, drafts: bool) -> Path:
    """The folder for files of a sort, of the state of a map with this version, with its drafts or without."""
    kind = "all" if drafts else "published"
    return Path(settings.VAR_DIR) / what / str(map_id) / kind / version


def states_saved(folder: Path) -> list[Path]:
    """The folders of all states that are kept beside this one, the last one saved first."""
    return sorted(folder.parent.iterdir(), key=_saved_at, reverse=True) if folder.parent.exists() else []


def remove_old_states(folder: Path) -> None:
    """Processes that hold an old file keep it mapped until they let go of it."""
    for state in states_saved(folder)[_KEPT_STATES:]:
        if state != folder:
            shutil.rmtree(state, ignore_errors=True)


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
def alone(folder: Path) -> Iterator[None]:
    """Let one process of this machine at a time make the files of a sort of a map; the others wait for it.

    Inside a transaction nobody waits: the other one may be waiting for its end.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_name(f"{folder.name}.lock").open("w") as lock:
        give_up = time.monotonic() + (0 if connection.in_atomic_block else _WAIT_SECONDS)
        while not _is_locked(lock.fileno()) and time.monotonic() < give_up:
            time.sleep(_POLL_SECONDS)
        yield


def _is_locked(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
