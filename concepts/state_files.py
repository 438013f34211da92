"""Where files made from a map at one moment are kept: a folder for each state, those of old ones removed."""

import shutil
from pathlib import Path

from django.conf import settings

# One state besides the newest stays on disk for processes that are still about to open it.
_KEPT_STATES = 2


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
