"""Django's backend for SQLite, but that it does the waiting for a lock itself, a few milliseconds at a time.

SQLite waits inside of a statement, for up to 100 ms at once, and holds the connection meanwhile: while many write,
those who have just come take the lock again and again, and somebody waits in vain for seconds.

And no cursor is put away while a statement runs on its connection. Python's garbage collector happens upon cursors in
any thread. That one would wait for the statement; and once it has put a cursor away, SQLite's last answer on that
connection is "fine", which Python's `sqlite3` takes for what became of the statement that comes back just then: one
that found the database locked seems to have been carried out.
"""

import sqlite3
import threading
import time
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, cast

from django.db.backends.sqlite3 import base

# SQLite sleeps 1 and then 2 ms within it.
_ONE_LOOK_MILLISECONDS = 3


class Turns:
    """Whose turn it is on a connection: a statement's, or that of cursors to be put away. As a block: a statement's.

    Whoever finds a statement running leaves the cursor to it, and nobody waits.
    """

    def __init__(self) -> None:
        # By the same thread again and again: the garbage collector may run inside of a statement.
        self._lock = threading.RLock()
        self._left: deque[sqlite3.Cursor] = deque()

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, *_: object) -> None:
        self._lock.release()
        self._tidy()

    def put_away(self, cursor: sqlite3.Cursor) -> None:
        """Close a cursor, now or when the statement that runs has come back."""
        self._left.append(cursor)
        self._tidy()

    def _tidy(self) -> None:
        # Looked at once more after each release: what was left meanwhile is nobody else's.
        while self._left and self._lock.acquire(blocking=False):
            try:
                # A closed connection has closed its cursors, and this may have come in between itself and left none.
                with suppress(IndexError, sqlite3.ProgrammingError):
                    sqlite3.Cursor.close(self._left.popleft())
            finally:
                self._lock.release()


class PatientCursor(base.SQLiteCursorWrapper):
    """Begins a statement again while the lock is another's. `patience`: for how many seconds.

    Nothing of it was done then: a transaction that writes has the lock from its first statement on.
    """

    _is_open = False

    def __init__(self, connection: sqlite3.Connection, patience: float, turns: Turns) -> None:
        super().__init__(connection)
        self._patience, self._turns = patience, turns
        self._is_open = True

    def close(self) -> None:
        self._is_open = False
        self._turns.put_away(self)

    def __del__(self) -> None:
        if self._is_open:
            self.close()

    def execute(self, query: str, params: Any = None) -> Any:
        give_up = time.monotonic() + self._patience
        while True:
            try:
                with self._turns:
                    return super().execute(query, params)
            except sqlite3.OperationalError as error:
                # The lowest byte; above it stands why. What Python itself says has no code.
                code = getattr(error, "sqlite_errorcode", 0) & 0xFF
                if code != sqlite3.SQLITE_BUSY or time.monotonic() >= give_up:
                    raise

    def executemany(self, query: str, param_list: Iterable[Any]) -> Any:
        """In one transaction: begun again after some rows, it would write those twice."""
        if self.connection.in_transaction:
            with self._turns:
                return super().executemany(query, param_list)
        self.execute("BEGIN IMMEDIATE")
        with self._turns, self.connection:
            return super().executemany(query, param_list)


class DatabaseWrapper(base.DatabaseWrapper):
    """As Django's; `timeout` among the options is how long a statement waits for a lock, in seconds."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._turns = Turns()

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        connection = cast("sqlite3.Connection", super().get_new_connection(conn_params))
        connection.execute(f"PRAGMA busy_timeout = {_ONE_LOOK_MILLISECONDS}")
        return connection

    def create_cursor(self, name: str | None = None) -> PatientCursor:
        patience = float(self.settings_dict["OPTIONS"].get("timeout", 5.0))
        return cast(
            "PatientCursor",
            self.connection.cursor(
                factory=lambda connection: PatientCursor(connection, patience, self._turns)
            ),
        )

    def _commit(self) -> None:
        with self._turns:
            super()._commit()  # type: ignore[misc]

    def _rollback(self) -> None:
        with self._turns:
            super()._rollback()  # type: ignore[misc]
