"""Brings one map into the database that the environment names, and prints the figures as JSON."""

import io
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from benchmarks.imports.inserting import insert_plainly  # noqa: E402
from concepts.models import Concept, KnowledgeMap, Link  # noqa: E402

_SLUG = "imported"


def main(way: str, words: list[str]) -> None:
    """Do one thing in an empty database."""
    call_command("migrate", verbosity=0)
    # What was measured before in the same database is in nobody's way.
    KnowledgeMap.objects.all().delete()
    figures = {"import": _import, "insert": _insert, "make": _make}[way](words)
    json.dump(figures, sys.stdout)


def _import(files: list[str]) -> dict[str, Any]:
    def run() -> None:
        call_command("import_map", *files, map=_SLUG, stdout=io.StringIO())

    seconds, again = _seconds(run), _seconds(run)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    counts = {"concepts": Concept.objects.count(), "links": Link.objects.count()}
    return {"seconds": seconds, "again": again, "megabytes": peak, **counts}


def _insert(files: list[str]) -> dict[str, Any]:
    return {"seconds": insert_plainly([Path(file) for file in files], _SLUG)}


def _make(words: list[str]) -> dict[str, Any]:
    concepts, links, file = words
    call_command("generate_map", concepts=int(concepts), links=int(links), slug=_SLUG, stdout=io.StringIO())
    call_command("export_map", _SLUG, format="csv.zip", output=Path(file))
    return {}


def _seconds(act: Callable[[], None]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
