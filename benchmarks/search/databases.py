"""The databases that are measured: SQLite always, PostgreSQL where it answers."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

_LOCAL = "postgres://postgres@127.0.0.1:5432/postgres"
_DATABASE = "kinapse_bench_search"


def measured(folder: Path, size: int, count: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """The name of each database and what its child process has measured."""
    yield "sqlite", _child(folder, size, count, address="")
    with _own_database() as address:
        if address:
            yield "postgresql", _child(folder, size, count, address=address)


def _child(folder: Path, size: int, count: int, *, address: str) -> dict[str, Any]:
    folder.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "KINAPSE_VAR": str(folder), "DATABASE_URL": address, "KINAPSE_DEBUG": "0"}
    environment.setdefault("DJANGO_SETTINGS_MODULE", "kinapse.settings")
    command = [sys.executable, "-m", "benchmarks.search.child", str(size), str(count)]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


@contextmanager
def _own_database() -> Iterator[str]:
    """The address of a database of our own, dropped afterwards; empty where there is no PostgreSQL."""
    given = os.environ.get("DATABASE_URL", "")
    server = given if given.startswith("postgres") else _LOCAL
    try:
        connection = psycopg.connect(server, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError:
        yield ""
        return
    name = sql.Identifier(_DATABASE)
    with connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(name))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(name))
        try:
            yield urlsplit(server)._replace(path=f"/{_DATABASE}").geturl()
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))
