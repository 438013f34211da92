"""The whole database in one file, and back, while the site runs."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from django.db import connection

_SQLITE_BEGINS = b"SQLite format 3\0"
_POSTGRESQL_BEGINS = b"PGDMP"
# So many pages at a time, so that writers get their turn between.
_PAGES_AT_ONCE = 1_000


class BackupRefused(Exception):
    """Nothing was changed; the text says what to do."""


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
        _restore_postgresql(file)


def _save(draft: Path) -> None:
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(draft)) as copy, closing(_live_sqlite()) as live:
            live.backup(copy, pages=_PAGES_AT_ONCE)
            _refuse_unless_whole(copy, draft)
    else:
        _run(["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={draft}"])


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


def _restore_postgresql(file: Path) -> None:
    # Read through once before anything is dropped.
    _run(["pg_restore", "--file=/dev/null", str(file)], connected=False)
    connection.close()
    _run(
        [
            *("pg_restore", "--clean", "--if-exists", "--no-owner", "--no-privileges"),
            *("--single-transaction", "--exit-on-error", f"--dbname={connection.settings_dict['NAME']}"),
            str(file),
        ]
    )


def _live_sqlite() -> sqlite3.Connection:
    return sqlite3.connect(connection.settings_dict["NAME"], timeout=60)


def _refuse_unless_whole(database: sqlite3.Connection, file: Path) -> None:
    try:
        (found,) = database.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.DatabaseError as error:
        found = str(error)
    if found != "ok":
        raise BackupRefused(f"{file} is damaged ({found}).")


def _run(command: Sequence[str], *, connected: bool = True) -> None:
    if not shutil.which(command[0]):
        raise BackupRefused(f"{command[0]} is not there: install PostgreSQL's client programs.")
    environment = {**os.environ, **(_postgresql_environment() if connected else {})}
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if ended.returncode:
        raise BackupRefused(f"{command[0]} failed and changed nothing: {ended.stderr.strip()}")


def _postgresql_environment() -> dict[str, str]:
    """Where the database is, the password too: on a command line everybody on the machine could read it."""
    database = connection.settings_dict
    places = {
        "PGHOST": "HOST",
        "PGPORT": "PORT",
        "PGUSER": "USER",
        "PGPASSWORD": "PASSWORD",
        "PGDATABASE": "NAME",
    }
    return {variable: str(database[name]) for variable, name in places.items() if database[name]}


def _flush(file: Path) -> None:
    descriptor = os.open(file, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
