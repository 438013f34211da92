"""The databases that are measured: SQLite always, PostgreSQL where it answers."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.own_postgresql import own_postgresql


def measured(
    folder: Path, size: int, count: int, *, subject: str = "search"
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The name of each database and what the child process of `benchmarks.<subject>` has measured."""
    yield "sqlite", _child(folder, size, count, subject, address="")
    with own_postgresql(f"kinapse_bench_{subject}") as address:
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
