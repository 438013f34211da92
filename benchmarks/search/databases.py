"""The databases that are measured: SQLite always, PostgreSQL where it answers."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.own_postgresql import kept_postgresql, own_postgresql

# By which whoever is measured asks the site.
HOST = "kinapse.example"


def measured(
    folder: Path, size: int, count: int, *, subject: str = "search", kept: bool = False
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The name of each database and what the child process of `benchmarks.<subject>` has measured.

    `kept`: whether the one on PostgreSQL stays for the next time, as that on SQLite does.
    """
    yield "sqlite", _child(folder, size, count, subject, address="")
    name = f"kinapse_bench_{subject}"
    with kept_postgresql(f"{name}_{size}") if kept else own_postgresql(name) as address:
        if address:
            yield "postgresql", _child(folder, size, count, subject, address=address)


def _child(folder: Path, size: int, count: int, subject: str, *, address: str) -> dict[str, Any]:
    folder.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "KINAPSE_VAR": str(folder), "DATABASE_URL": address, "KINAPSE_DEBUG": "0"}
    environment["KINAPSE_URL"] = f"https://{HOST}"
    environment.setdefault("DJANGO_SETTINGS_MODULE", "kinapse.settings")
    command = [sys.executable, "-m", f"benchmarks.{subject}.child", str(size), str(count)]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures
