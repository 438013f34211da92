"""A table file of our own for rows on their way: on disk, so that memory stays flat, and gone when its process ends."""

import os
import sqlite3
import tempfile
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
    folder = Path(settings.VAR_DIR) / "staging"
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder)
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
