"""Runs each way to bring a map in, in a process and a database of its own."""

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

WAYS = ("import", "insert")


@dataclass(frozen=True, slots=True)
class Case:
    """A map as files."""

    name: str
    files: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """One map on one database: seconds to import it, to import it again, merely to insert it; peak megabytes."""

    case: str
    database: str
    concepts: int
    links: int
    seconds: float
    again: float
    inserting: float
    megabytes: float

    @property
    def share(self) -> float:
        """The import as a multiple of merely inserting."""
        return self.seconds / self.inserting

    def as_json(self) -> dict[str, Any]:
        """For the file of results."""
        return {**asdict(self), "share": self.share}


def measure(case: Case, folder: Path, postgresql: str) -> list[Measured]:
    """What the case takes on every database there is. `postgresql`: the address of an empty one, or nothing."""
    addresses = {"sqlite": "", **({"postgresql": postgresql} if postgresql else {})}
    return [_measured(case, database, folder, address) for database, address in addresses.items()]


def write_made_up(folder: Path, concepts: int, links: int) -> Case:
    """A made-up map as a file."""
    file = folder / "made-up.csv.zip"
    _child(folder / "made-up", "", "make", str(concepts), str(links), str(file))
    return Case("made-up", (file,))


def _measured(case: Case, database: str, folder: Path, address: str) -> Measured:
    figures = {
        way: _child(folder / f"{case.name}-{database}-{way}", address, way, *map(str, case.files))
        for way in WAYS
    }
    return Measured(
        case.name,
        database,
        figures["import"]["concepts"],
        figures["import"]["links"],
        figures["import"]["seconds"],
        figures["import"]["again"],
        figures["insert"]["seconds"],
        figures["import"]["megabytes"],
    )


def _child(folder: Path, address: str, *words: str) -> dict[str, Any]:
    folder.mkdir(parents=True)
    environment = {**os.environ, "KINAPSE_VAR": str(folder), "DATABASE_URL": address, "KINAPSE_DEBUG": "0"}
    environment.setdefault("DJANGO_SETTINGS_MODULE", "kinapse.settings")
    command = [sys.executable, "-m", "benchmarks.imports.child", *words]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures
