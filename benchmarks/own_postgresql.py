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
    given = os.environ.get("DATABASE_URL", "")
    server = given if given.startswith("postgres") else _LOCAL
    try:
        connection = psycopg.connect(server, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError:
        yield ""
        return
    identifier = sql.Identifier(name)
    with connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(identifier))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(identifier))
        try:
            yield urlsplit(server)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(identifier))
