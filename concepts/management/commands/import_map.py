"""`manage.py import_map FILE…`: create or replace maps from files."""

import sys
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand
from django.db import transaction
from tqdm import tqdm

from concepts.formats import READ_FORMATS, read_maps, store_maps
from concepts.layouts import ask_for_layouts
from concepts.management.refusing import SHORT_WORK, refusing


class Command(BaseCommand):
    help = "Creates or replaces maps from files, all of them or none. Faults are told by line; the exit code is then 2."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument(
            "--format", choices=READ_FORMATS, default="", help="Told by the file's name when left out."
        )
        parser.add_argument(
            "--map", default="", metavar="SLUG", help="The map's slug, in place of the file's own."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        files = options["files"]
        with refusing(self.stderr), ExitStack() as stack:
            with _bar("Reading", sum(map(_size, files)), unit="B", unit_scale=True) as bar:
                reading = read_maps(
                    files, file_format=options["format"], slug=options["map"], reading=bar.update
                )
                maps = stack.enter_context(reading)
            rows = sum(each.rows for each in maps)
            with _bar("Writing", rows, unit=" rows") as bar, transaction.atomic():
                stored = store_maps(maps, progress=bar.update)
                ask_for_layouts(knowledge_map for knowledge_map, _ in stored)
        for knowledge_map, outcome in stored:
            self.stdout.write(f"{knowledge_map.slug}: {outcome.value}, revision {knowledge_map.revision:,}")


def _bar(what: str, total: int, **more: Any) -> "tqdm[NoReturn]":
    return tqdm(desc=what, total=total, file=sys.stderr, delay=SHORT_WORK, **more)


def _size(path: Path) -> int:
    """Bytes of a file; none when it cannot be read, which is told when it is opened."""
    try:
        return path.stat().st_size
    except OSError:
        return 0
