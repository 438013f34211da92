"""The whole database in one file, and back, while the site runs."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connection

from kinapse import postgresql_backups
from kinapse.errors import BackupRefused

_SQLITE_BEGINS = b"SQLite format 3\0"
_POSTGRESQL_BEGINS = b"PGDMP"


def back_up(file: Path) -> None:
    """Write the database to a file, whole or not at all, readable by its owner alone. Raises: BackupRefused."""
    if file.exists():
        raise BackupRefused(f"{file} is there already: choose another name.")
    draft = file.with_name(f".{file.name}.draft")
    try:
        draft.touch(mode=0o600)
        _save(draft)
        _flush(draft)
        # Appears whole or not at all, and never over another backup.
        os.link(draft, file)
    except OSError as error:
        raise BackupRefused(f"{file} could not be written ({error.strerror}).") from error
    finally:
        draft.unlink(missing_ok=True)


def restore(file: Path, *, replace: bool) -> None:
    """Make the database what it was when the file was written. Raises: BackupRefused."""
    _check(file)
    if not replace and connection.introspection.table_names():
        raise BackupRefused("The database is not empty. To replace all that is in it, add --replace.")
    if connection.vendor == "sqlite":
        _restore_sqlite(file)
    else:
        postgresql_backups.put_back(file)


def _save(draft: Path) -> None:
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(draft)) as copy, closing(_live_sqlite()) as live:
            # In one step, which in WAL holds up no writer: between two, each write of theirs would begin it anew.
            live.backup(copy)
            _refuse_unless_whole(copy, draft)
    else:
        postgresql_backups.save(draft)


def _check(file: Path) -> None:
    try:
        with file.open("rb") as opened:
            begins = opened.read(len(_SQLITE_BEGINS))
    except OSError as error:
        raise BackupRefused(f"{file} cannot be read ({error.strerror}).") from error
    wanted, name = (
        (_SQLITE_BEGINS, "SQLite") if connection.vendor == "sqlite" else (_POSTGRESQL_BEGINS, "PostgreSQL")
    )
    if not begins.startswith(wanted):
        raise BackupRefused(f"{file} is no backup of a {name} database, which is the one in use.")


def _restore_sqlite(file: Path) -> None:
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as copy:
        _refuse_unless_whole(copy, file)
        connection.close()
        with closing(_live_sqlite()) as live:
            copy.backup(live)
            # A backup keeps the journal mode that it was made in.
            live.execute("PRAGMA journal_mode=WAL")


def _live_sqlite() -> sqlite3.Connection:
    return sqlite3.connect(connection.settings_dict["NAME"], timeout=60)


def _refuse_unless_whole(database: sqlite3.Connection, file: Path) -> None:
    try:
        (found,) = database.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.DatabaseError as error:
        found = str(error)
    if found != "ok":
        raise BackupRefused(f"{file} is damaged ({found}).")


def _flush(file: Path) -> None:
    descriptor = os.open(file, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
