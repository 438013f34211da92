"""Tables and folders of our own for what is on its way: on disk, so that memory stays flat, gone when we are."""

import fcntl
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

# Nothing in it outlives the process, so nothing is kept through a crash; 16 MB of it stay in memory.
_SETTINGS = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA cache_size = -16000;
"""


def private_file(tables: str) -> sqlite3.Connection:
    """A new SQLite file under KINAPSE_VAR with these tables, in a transaction that never ends. Close it after use.

    It has no name from here on: whatever happens to the process, its space is free again.
    """
    with _swept() as staging:
        handle, name = tempfile.mkstemp(dir=staging)
        os.close(handle)
        database = sqlite3.connect(name, isolation_level=None)
        try:
            database.executescript(_SETTINGS + tables)
            database.execute("BEGIN")
        except sqlite3.Error:
            database.close()
            raise
        finally:
            Path(name).unlink()
    return database


@contextmanager
def private_folder() -> Iterator[Path]:
    """A new folder under KINAPSE_VAR for files that need a name, gone afterwards.

    That of a process that was killed goes when the next file or folder is made.
    """
    with _swept() as staging:
        folder = Path(tempfile.mkdtemp(dir=staging))
        in_use = os.open(folder, os.O_RDONLY)
        fcntl.flock(in_use, fcntl.LOCK_EX)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(in_use)


@contextmanager
def _swept() -> Iterator[Path]:
    """Where all of them are made, by one process at a time, without what killed ones have left."""
    staging = Path(settings.VAR_DIR) / "staging"
    staging.mkdir(parents=True, exist_ok=True)
    handle = os.open(staging, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        for left in staging.iterdir():
            if not left.is_dir():
                # Files lose their names before the next process comes here.
                left.unlink()
            elif not _is_in_use(left):
                shutil.rmtree(left, ignore_errors=True)
        yield staging
    finally:
        os.close(handle)


def _is_in_use(folder: Path) -> bool:
    """Whether the process that made a folder is still there: its lock ends with it."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False
