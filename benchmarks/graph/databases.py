"""Engines that keep the graph in a database."""

import json
import os
import sqlite3
import time
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from benchmarks.graph import loops
from benchmarks.graph.engine import Answer, Engine, TooSlow
from benchmarks.graph.terms import LIMIT, RADIUS
from benchmarks.graph.workload import Workload

LOCAL = "postgresql://postgres@127.0.0.1:5432/postgres"
# No route in these maps is longer; a recursive query must be told where to stop.
LONGEST = 12


def _both_ways(workload: Workload) -> Iterator[tuple[int, int]]:
    pairs = zip(workload.sources.tolist(), workload.targets.tolist(), strict=True)
    for source, target in pairs:
        yield source, target
        yield target, source


def _taught(workload: Workload) -> Iterable[tuple[int, int]]:
    sources, targets = workload.teaching()
    return zip(targets.tolist(), sources.tolist(), strict=True)


class LevelByLevel(Engine):
    """One query a level; subclasses say how their database is asked."""

    def neighborhood(self, center: int) -> Answer:
        found, seen, level = [center], {center}, [center]
        for _ in range(RADIUS):
            # The lowest LIMIT hold what is new besides what was seen, so hubs need not leave the database.
            level = [b for b in self._lowest_around(level) if b not in seen][: LIMIT - len(found)]
            found += level
            seen.update(level)
            if not level or len(found) == LIMIT:
                break
        return found

    def path(self, target: int, known: list[int]) -> Answer:
        return loops.path(self._before, target, set(known))

    def connection(self, source: int, target: int) -> Answer:
        return loops.connection(self._around, source, target)

    def _lowest_around(self, level: list[int]) -> list[int]:
        raise NotImplementedError

    def _around(self, level: Collection[int]) -> set[int]:
        raise NotImplementedError

    def _before(self, level: Collection[int]) -> set[int]:
        raise NotImplementedError


class Sqlite(LevelByLevel):
    """Two covering tables, one query a level."""

    name = "sqlite levels"

    @classmethod
    def prepare(cls, workload: Workload, folder: Path) -> None:
        file = folder / "graph.sqlite3"
        if file.exists():
            return
        database = sqlite3.connect(file)
        database.execute("CREATE TABLE linked (a INTEGER, b INTEGER, PRIMARY KEY (a, b)) WITHOUT ROWID")
        database.execute("CREATE TABLE taught (a INTEGER, b INTEGER, PRIMARY KEY (a, b)) WITHOUT ROWID")
        database.executemany("INSERT INTO linked VALUES (?, ?)", sorted(_both_ways(workload)))
        database.executemany("INSERT INTO taught VALUES (?, ?)", sorted(_taught(workload)))
        database.commit()
        database.execute("ANALYZE")
        database.close()

    def open(self, folder: Path) -> None:
        self._database = sqlite3.connect(folder / "graph.sqlite3")
        self._database.execute("PRAGMA mmap_size = 2147483648")
        self._database.execute("PRAGMA temp_store = MEMORY")
        self._database.execute("CREATE TEMP TABLE known (a INTEGER PRIMARY KEY)")

    def limit(self, seconds: float) -> None:
        begun = time.monotonic()
        self._database.set_progress_handler(lambda: time.monotonic() - begun > seconds, 20_000)

    def close(self) -> None:
        self._database.close()

    def _lowest_around(self, level: list[int]) -> list[int]:
        rows = self._ask(
            "SELECT DISTINCT b FROM json_each(?) CROSS JOIN linked ON a = value ORDER BY b LIMIT ?",
            (json.dumps(level), LIMIT),
        )
        return [b for (b,) in rows]

    def _around(self, level: Collection[int]) -> set[int]:
        rows = self._ask("SELECT b FROM json_each(?) CROSS JOIN linked ON a = value", (json.dumps([*level]),))
        return {b for (b,) in rows}

    def _before(self, level: Collection[int]) -> set[int]:
        rows = self._ask("SELECT b FROM json_each(?) CROSS JOIN taught ON a = value", (json.dumps([*level]),))
        return {b for (b,) in rows}

    def _ask(self, query: str, parameters: tuple[Any, ...]) -> list[Any]:
        try:
            return self._database.execute(query, parameters).fetchall()
        except sqlite3.OperationalError as error:
            raise TooSlow from error


class SqliteRecursive(Sqlite):
    """One recursive query a question."""

    name = "sqlite recursive"

    def neighborhood(self, center: int) -> Answer:
        rows = self._ask(
            """WITH RECURSIVE reached (b, distance) AS (
                   VALUES (?, 0) UNION
                   SELECT linked.b, distance + 1 FROM reached JOIN linked ON a = reached.b WHERE distance < ?)
               SELECT b FROM reached GROUP BY b ORDER BY min(distance), b LIMIT ?""",
            (center, RADIUS, LIMIT),
        )
        return [b for (b,) in rows]

    def path(self, target: int, known: list[int]) -> Answer:
        self._database.execute("DELETE FROM known")
        self._database.executemany("INSERT INTO known VALUES (?)", [(one,) for one in known if one != target])
        rows = self._ask(
            """WITH RECURSIVE step (b) AS (
                   VALUES (?) UNION
                   SELECT taught.b FROM step JOIN taught ON a = step.b WHERE taught.b NOT IN (SELECT a FROM
                   known)) SELECT b FROM step ORDER BY b""",
            (target,),
        )
        return [b for (b,) in rows]

    def connection(self, source: int, target: int) -> Answer:
        # SQLite hands out rows as the recursion finds them, so this ends with the level of the target.
        rows = self._ask(
            """WITH RECURSIVE reached (b, distance) AS (
                   VALUES (?, 0) UNION
                   SELECT linked.b, distance + 1 FROM reached JOIN linked ON a = reached.b WHERE distance < ?)
               SELECT distance FROM reached WHERE b = ? LIMIT 1""",
            (source, LONGEST, target),
        )
        return int(rows[0][0]) if rows else -1


def postgres_address() -> str | None:
    """Where a PostgreSQL answers: DATABASE_URL, else the local one; None where none does."""
    address = os.environ.get("DATABASE_URL", LOCAL)
    if not urlsplit(address).scheme.startswith("postgres"):
        return None
    try:
        psycopg.connect(address, connect_timeout=2).close()
    except psycopg.Error:
        return None
    return address


class Postgres(LevelByLevel):
    """Two covering primary keys, one prepared query a level, in a database of the benchmark's own."""

    name = "postgresql levels"
    note: ClassVar[str] = "memory without the server's"
    database: ClassVar[str] = f"kinapse_bench_graph_{os.getpid()}"

    @classmethod
    def prepare(cls, workload: Workload, folder: Path) -> None:
        marker = folder / "postgres"
        if marker.exists():
            return
        with psycopg.connect(os.environ["BENCH_POSTGRES"], autocommit=True) as server:
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(cls.database)))
        marker.write_text(cls.database)
        with _connected(cls.database) as connection:
            for table, pairs in (("linked", _both_ways(workload)), ("taught", _taught(workload))):
                name = sql.Identifier(table)
                connection.execute(sql.SQL("CREATE UNLOGGED TABLE {} (a int4, b int4)").format(name))
                _copy(connection, table, pairs)
                connection.execute(sql.SQL("ALTER TABLE {} ADD PRIMARY KEY (a, b)").format(name))
                connection.execute(sql.SQL("VACUUM (ANALYZE) {}").format(name))

    def open(self, folder: Path) -> None:
        self._connection = _connected((folder / "postgres").read_text())
        self._connection.prepare_threshold = 0

    def limit(self, seconds: float) -> None:
        self._connection.execute(
            sql.SQL("SET statement_timeout = {}").format(sql.Literal(int(seconds * 1000)))
        )

    def close(self) -> None:
        self._connection.close()

    def _lowest_around(self, level: list[int]) -> list[int]:
        rows = self._ask(
            "SELECT DISTINCT b FROM unnest(%s::int4[]) AS level (a) JOIN linked USING (a) ORDER BY b LIMIT %s",
            (level, LIMIT),
        )
        return [b for (b,) in rows]

    def _around(self, level: Collection[int]) -> set[int]:
        return {b for (b,) in self._ask("SELECT b FROM linked WHERE a = ANY (%s)", ([*level],))}

    def _before(self, level: Collection[int]) -> set[int]:
        return {b for (b,) in self._ask("SELECT b FROM taught WHERE a = ANY (%s)", ([*level],))}

    def _ask(self, query: Any, parameters: tuple[Any, ...]) -> list[Any]:
        try:
            return self._connection.execute(query, parameters).fetchall()
        except psycopg.errors.QueryCanceled as error:
            raise TooSlow from error


class PostgresRecursive(Postgres):
    """One recursive query a question."""

    name = "postgresql recursive"

    def neighborhood(self, center: int) -> Answer:
        rows = self._ask(
            """WITH RECURSIVE reached (b, distance) AS (
                   SELECT %s::int4, 0 UNION
                   SELECT linked.b, distance + 1 FROM reached JOIN linked ON a = reached.b WHERE distance <
                   %s) SELECT b FROM reached GROUP BY b ORDER BY min(distance), b LIMIT %s""",
            (center, RADIUS, LIMIT),
        )
        return [b for (b,) in rows]

    def path(self, target: int, known: list[int]) -> Answer:
        rows = self._ask(
            """WITH RECURSIVE step (b) AS (
                   SELECT %s::int4 UNION
                   SELECT taught.b FROM step JOIN taught ON a = step.b WHERE taught.b <> ALL (%s))
               SELECT b FROM step ORDER BY b""",
            (target, known),
        )
        return [b for (b,) in rows]

    def connection(self, source: int, target: int) -> Answer:
        rows = self._ask(
            """WITH RECURSIVE reached (b, distance) AS (
                   SELECT %s::int4, 0 UNION
                   SELECT linked.b, distance + 1 FROM reached JOIN linked ON a = reached.b WHERE distance <
                   %s) SELECT distance FROM reached WHERE b = %s LIMIT 1""",
            (source, LONGEST, target),
        )
        return int(rows[0][0]) if rows else -1


def drop_database(folder: Path) -> None:
    """Remove the database that `Postgres.prepare` made, if it made one."""
    marker = folder / "postgres"
    if marker.exists():
        with psycopg.connect(os.environ["BENCH_POSTGRES"], autocommit=True) as server:
            name = sql.Identifier(marker.read_text())
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))


def _connected(database: str) -> psycopg.Connection[Any]:
    return psycopg.connect(os.environ["BENCH_POSTGRES"], dbname=database, autocommit=True)


def _copy(connection: psycopg.Connection[Any], table: str, pairs: Iterable[tuple[int, int]]) -> None:
    statement = sql.SQL("COPY {} (a, b) FROM STDIN").format(sql.Identifier(table))
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        rows: list[bytes] = []
        for a, b in pairs:
            rows.append(b"%d\t%d\n" % (a, b))
            if len(rows) == 50_000:
                copy.write(b"".join(rows))
                rows.clear()
        copy.write(b"".join(rows))
