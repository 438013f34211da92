"""Django's backend for SQLite, but that it does the waiting for a lock itself, a few milliseconds at a time.

SQLite waits inside of a statement, for up to 100 ms at once, and holds the connection meanwhile. Two things come of it.
While many write, those who have just come take the lock again and again, and somebody waits in vain for seconds. And
where Python's garbage collector, in the thread that has the lock, happens upon a cursor of a connection that waits for
that very lock, the two wait for each other until the time is over.
"""

import sqlite3
import time
from collections.abc import Callable, Iterable
from typing import Any, cast

from django.db.backends.sqlite3 import base

# SQLite sleeps 1 and then 2 ms within it.
_ONE_LOOK_MILLISECONDS = 3


class PatientCursor(base.SQLiteCursorWrapper):
    """Begins a statement again while the lock is another's. `patience`: for how many seconds.

    Nothing of it was done then: a transaction that writes has the lock from its first statement on.
    """

    def __init__(self, connection: sqlite3.Connection, patience: float) -> None:
        super().__init__(connection)
        self._patience = patience

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
        connection = cast("sqlite3.Connection", super().get_new_connection(conn_params))
        connection.execute(f"PRAGMA busy_timeout = {_ONE_LOOK_MILLISECONDS}")
        return connection

    def create_cursor(self, name: str | None = None) -> PatientCursor:
        patience = float(self.settings_dict["OPTIONS"].get("timeout", 5.0))
        return cast(
            "PatientCursor",
            self.connection.cursor(factory=lambda connection: PatientCursor(connection, patience)),
        )
