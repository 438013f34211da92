"""Where the suite keeps its data (runs in .venv): SQLite, or PostgreSQL and Redis in parts that are its own."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
import redis
from psycopg import sql

from script.steps.words import end_with, say

_CLAIM = "kinapse:claimed-by-tests"
_CLAIM_SECONDS = 3600
_LOCAL_POSTGRESQL = (
    "postgres://postgres@localhost:5432/postgres",
    "postgres://postgres:postgres@localhost:5432/postgres",
)
_LOCAL_REDIS = "redis://localhost:6379"


class NoStore(Exception):
    """A store is not there; the text says where it was looked for."""


@contextmanager
def sqlite() -> Iterator[dict[str, str]]:
    """The settings of the embedded default: pytest's own files and nothing else."""
    yield {}


@contextmanager
def postgresql_and_redis() -> Iterator[dict[str, str]]:
    """Settings for databases that are made for this run and dropped after it. Raises NoStore."""
    server = _postgresql_server()
    # One name a run, so that runs beside each other never meet; pytest-xdist adds its own ending for each worker.
    name = f"kinapse_test_{os.getpid()}"
    with _own_redis_database() as redis_url:
        try:
            yield {
                "DATABASE_URL": urlsplit(server)._replace(path=f"/{name}").geturl(),
                "KINAPSE_TEST_DATABASE": name,
                "REDIS_URL": redis_url,
            }
        finally:
            drop_databases(server, name)


def drop_databases(server: str, name: str) -> None:
    """Drops the databases called `name`, or `name` with an ending of pytest-xdist or of a test, if any were left."""
    with psycopg.connect(server, autocommit=True) as connection:
        found = connection.execute(
            "SELECT datname FROM pg_database WHERE datname = %s OR starts_with(datname, %s)",
            (name, f"{name}_"),
        ).fetchall()
        for (database,) in found:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(database)))


def _postgresql_server() -> str:
    """A server that lets us create databases."""
    named = os.environ.get("DATABASE_URL")
    for url in [named] if named else _LOCAL_POSTGRESQL:
        try:
            with psycopg.connect(url, connect_timeout=3) as connection:
                row = connection.execute(
                    "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
                ).fetchone()
        except psycopg.OperationalError:
            continue
        if row and row[0]:
            return url
        raise NoStore(
            "the PostgreSQL that answers does not let its user create databases (ALTER ROLE … CREATEDB)"
        )
    raise NoStore(f"PostgreSQL does not answer at {'DATABASE_URL' if named else 'localhost:5432'}")


@contextmanager
def _own_redis_database() -> Iterator[str]:
    """A numbered database that was empty, claimed for this run and emptied after it: no other keys are touched."""
    url = os.environ.get("REDIS_URL") or _LOCAL_REDIS
    for number in range(15, -1, -1):
        client = redis.Redis.from_url(
            urlsplit(url)._replace(path=f"/{number}").geturl(), socket_connect_timeout=3
        )
        with client:
            try:
                if client.dbsize() or not client.set(_CLAIM, os.getpid(), nx=True, ex=_CLAIM_SECONDS):
                    continue
            except redis.ResponseError:
                # A server may keep fewer than sixteen databases.
                continue
            except redis.ConnectionError as error:
                raise NoStore(
                    f"Redis does not answer at {'REDIS_URL' if 'REDIS_URL' in os.environ else url}"
                ) from error
            try:
                yield urlsplit(url)._replace(path=f"/{number}").geturl()
            finally:
                client.flushdb()
            return
    raise NoStore("Redis has no empty database left for the tests")


def main() -> int:
    """Says whether the suite would find PostgreSQL and Redis; 1 if not."""
    try:
        with postgresql_and_redis():
            return 0
    except NoStore as absence:
        say(f"Not there: {absence}")
        return 1


if __name__ == "__main__":
    end_with(main)
