"""A database for one measurement alone, where PostgreSQL answers."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

_LOCAL = "postgres://postgres@127.0.0.1:5432/postgres"


@contextmanager
def own_postgresql(name: str) -> Iterator[str]:
    """The address of a database of our own, dropped afterwards; empty where there is no PostgreSQL.

    The server is that of DATABASE_URL, else the local one.
    """
    connection = _connected()
    if connection is None:
        yield ""
        return
    identifier = sql.Identifier(name)
    with connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(identifier))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(identifier))
        try:
            yield _address(name)
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(identifier))


@contextmanager
def kept_postgresql(name: str) -> Iterator[str]:
    """The same, but made only where it is missing and never dropped: for what takes long to fill."""
    connection = _connected()
    if connection is None:
        yield ""
        return
    with connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if not known:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    yield _address(name)


def _server() -> str:
    given = os.environ.get("DATABASE_URL", "")
    return given if given.startswith("postgres") else _LOCAL


def _address(name: str) -> str:
    return urlsplit(_server())._replace(path=f"/{name}").geturl()


def _connected() -> "psycopg.Connection[tuple[object, ...]] | None":
    try:
        return psycopg.connect(_server(), autocommit=True, connect_timeout=3)
    except psycopg.OperationalError:
        return None
