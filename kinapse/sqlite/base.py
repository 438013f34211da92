"""Django's backend for SQLite, but that it does the waiting for a lock itself, a few milliseconds at a time.

SQLite waits inside of a statement, for up to 100 ms at once, and holds the connection meanwhile: while many write,
those who have just come take the lock again and again, and somebody waits in vain for seconds.

And cursors are put away by the thread that runs statements on their connection, and by no other. Python's garbage
collector happens upon them in any thread. That one would wait for the statement that runs; and once it has put a cursor
away, SQLite's last answer on that connection is "fine", which Python's `sqlite3` takes for what became of the statement
that came back meanwhile: one that found the database locked then seems to have been carried out.
"""

import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any, cast

from django.db.backends.sqlite3 import base

# SQLite sleeps 1 and then 2 ms within it.
_ONE_LOOK_MILLISECONDS = 3


class PatientCursor(base.SQLiteCursorWrapper):
    """Begins a statement again while the lock is another's. `patience`: for how many seconds.

    Nothing of it was done then: a transaction that writes has the lock from its first statement on.

    `left`: the connection's cursors that another thread had done with, until its own puts them away.
    """

    def __init__(self, connection: sqlite3.Connection, patience: float, left: "deque[PatientCursor]") -> None:
        self._left = left
        self._thread = threading.get_ident()
        self._patience = patience
        super().__init__(connection)

    def close(self) -> None:
        if threading.get_ident() == self._thread:
            super().close()
        else:
            self._left.append(self)

    def __del__(self) -> None:
        # Kept once more; Python does not call this a second time.
        if threading.get_ident() != self._thread:
            self._left.append(self)

    def execute(self, query: str, params: Any = None) -> Any:
        return self._patiently(super().execute, query, params)

    def executemany(self, query: str, param_list: Iterable[Any]) -> Any:
        if self.connection.in_transaction:
            return super().executemany(query, param_list)
        # What is read once could not be begun again.
        return self._patiently(super().executemany, query, list(param_list))

    def _patiently(self, run: Callable[..., Any], query: str, params: Any) -> Any:
        give_up = time.monotonic() + self._patience
        while True:
            while self._left:
                sqlite3.Cursor.close(self._left.pop())
            try:
                return run(query, params)
            except sqlite3.OperationalError as error:
                # The lowest byte; above it stands why. What Python itself says has no code.
                code = getattr(error, "sqlite_errorcode", 0) & 0xFF
                if code != sqlite3.SQLITE_BUSY or time.monotonic() >= give_up:
                    raise


class DatabaseWrapper(base.DatabaseWrapper):
    """As Django's; `timeout` among the options is how long a statement waits for a lock, in seconds."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        self._left: deque[PatientCursor] = deque()
        connection = cast("sqlite3.Connection", super().get_new_connection(conn_params))
        connection.execute(f"PRAGMA busy_timeout = {_ONE_LOOK_MILLISECONDS}")
        return connection

    def create_cursor(self, name: str | None = None) -> PatientCursor:
        patience = float(self.settings_dict["OPTIONS"].get("timeout", 5.0))
        return cast(
            "PatientCursor",
            self.connection.cursor(
                factory=lambda connection: PatientCursor(connection, patience, self._left)
            ),
        )
