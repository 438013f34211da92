"""Writes and reads rows by the million, past the ORM: its objects would take most of the time and memory.

What the models do to a row before it is written, the caller has done; the revision of the map is raised around it all.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db import connection, models
from django.db.backends.utils import CursorWrapper

from concepts.formats.batches import Progress, batches

Ids = npt.NDArray[np.int64]
Row = tuple[Any, ...]

# The databases name the columns of VALUES themselves.
_UPDATE = "UPDATE {table} SET {cells} FROM ({values}) AS changed WHERE id = column{last}"
_ROWS_A_WRITE = 1_000
# PostgreSQL holds a note for each row and foreign key until the statement ends.
_ROWS_A_COPY = 100_000
# Kilobytes of the database that SQLite keeps in memory while it writes: rows go into six indexes at places far apart.
_SQLITE_CACHE = 160_000
# So many rows make PostgreSQL's notion of its tables wrong.
_MANY_ROWS = 10_000


def new_ids(model: type[models.Model], count: int) -> Ids:
    """Ids for `count` new rows, ascending; nobody else gets them. Queries: 1.

    On SQLite the caller must be writing already.
    """
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return np.sort(np.fromiter((number for (number,) in cursor), dtype=np.int64, count=count))
        # SQLite keeps the greatest id that it ever gave, and takes over one that is given with a row.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()
    return np.arange(1, count + 1, dtype=np.int64) + (last[0] if last else 0)


def insert_rows(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Row], progress: Progress
) -> None:
    """Insert rows, whose cells are in the database's own form."""
    into = f"{model._meta.db_table} ({', '.join(columns)})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _copy_rows(cursor, into, rows, progress)
            return
        for batch in batches(rows, _rows_a_statement(len(columns))):
            cursor.execute(f"INSERT INTO {into} {_values(batch)}", _cells(batch))
            progress(len(batch))


def _copy_rows(cursor: CursorWrapper, into: str, rows: Iterable[Row], progress: Progress) -> None:
    # Otherwise all rows wait in the server's memory for the commit, to be checked only there.
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for some in _copies(rows):
        with cursor.copy(f"COPY {into} FROM STDIN") as copy:
            for batch in batches(some, _ROWS_A_WRITE):
                for row in batch:
                    copy.write_row(row)
                progress(len(batch))
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def update_rows(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Row], progress: Progress
) -> None:
    """Give rows new cells; the id of each comes last in it."""
    cells = ", ".join(
        f"{column} = column{number}{_cast(model, column)}" for number, column in enumerate(columns, start=1)
    )
    with connection.cursor() as cursor:
        for batch in batches(rows, _rows_a_statement(len(columns) + 1)):
            statement = _UPDATE.format(
                table=model._meta.db_table, cells=cells, values=_values(batch), last=len(columns) + 1
            )
            cursor.execute(statement, _cells(batch))
            progress(len(batch))


def _cast(model: type[models.Model], column: str) -> str:
    """PostgreSQL does not see in a list of values what is to become of them."""
    if connection.vendor != "postgresql":
        return ""
    return f"::{model._meta.get_field(column).db_type(connection)}"


def _rows_a_statement(columns: int) -> int:
    """How many rows one statement writes.

    SQLite writes the search's index to the disk with each: with a row a statement it takes four times as long.
    """
    if connection.vendor == "postgresql":
        return _ROWS_A_WRITE
    most_values: int = connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
    return max(min(_ROWS_A_WRITE, most_values // columns), 1)


def _values(batch: Sequence[Row]) -> str:
    one = f"({', '.join(['%s'] * len(batch[0]))})"
    return f"VALUES {', '.join([one] * len(batch))}"


def _cells(batch: Sequence[Row]) -> list[Any]:
    return list(chain.from_iterable(batch))


@contextmanager
def writing_much() -> Iterator[None]:
    """SQLite set for long writing, and as it was afterwards."""
    if connection.vendor != "sqlite":
        yield
        return
    before = _run("PRAGMA cache_size")
    _run(f"PRAGMA cache_size = -{_SQLITE_CACHE}")
    try:
        yield
    finally:
        _run(f"PRAGMA cache_size = {before}")


def count_anew(model: type[models.Model], written: int) -> None:
    """Let PostgreSQL count what is in a table of which much was written, or its next queries go the wrong way."""
    if connection.vendor == "postgresql" and written >= _MANY_ROWS:
        _run(f"ANALYZE {model._meta.db_table}")


def _run(statement: str) -> Any:
    """The one value that a statement yields, if any."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone() if cursor.description else None
    return row[0] if row else None


def _copies(rows: Iterable[Row]) -> Iterator[Iterator[Row]]:
    left = iter(rows)
    for first in left:
        yield chain([first], islice(left, _ROWS_A_COPY - 1))
