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


def measured(
    folder: Path, size: int, count: int, *, subject: str = "search"
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The name of each database and what the child process of `benchmarks.<subject>` has measured."""
    yield "sqlite", _child(folder, size, count, subject, address="")
    with _own_database(f"kinapse_bench_{subject}") as address:
        if address:
            yield "postgresql", _child(folder, size, count, subject, address=address)


def _child(folder: Path, size: int, count: int, subject: str, *, address: str) -> dict[str, Any]:
    folder.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "KINAPSE_VAR": str(folder), "DATABASE_URL": address, "KINAPSE_DEBUG": "0"}
    environment.setdefault("DJANGO_SETTINGS_MODULE", "kinapse.settings")
    command = [sys.executable, "-m", f"benchmarks.{subject}.child", str(size), str(count)]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


@contextmanager
def _own_database(database: str) -> Iterator[str]:
    """The address of a database of our own, dropped afterwards; empty where there is no PostgreSQL."""
    given = os.environ.get("DATABASE_URL", "")
    server = given if given.startswith("postgres") else _LOCAL
    try:
        connection = psycopg.connect(server, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError:
        yield ""
        return
    name = sql.Identifier(database)
    with connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(name))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(name))
        try:
            yield urlsplit(server)._replace(path=f"/{database}").geturl()
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))
