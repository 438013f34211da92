"""The databases that are measured: SQLite always, PostgreSQL where it answers."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.own_postgresql import own_postgresql

_DATABASE = "kinapse_bench_search"


def measured(folder: Path, size: int, count: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """The name of each database and what its child process has measured."""
    yield "sqlite", _child(folder, size, count, address="")
    with own_postgresql(_DATABASE) as address:
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
