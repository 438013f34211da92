"""`manage.py export_map SLUG`: write a map as a file."""

import io
import os
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError

from concepts.errors import UnknownMap
from concepts.formats import EXPORT_FORMATS, write_map
from concepts.selectors import find_map


class Command(BaseCommand):
    help = "Writes a map with its draft concepts in a format that import_map reads."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--format", choices=tuple(EXPORT_FORMATS), default="md")
        parser.add_argument("--output", type=Path, metavar="FILE", help="Standard output when left out.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            knowledge_map = find_map(options["slug"], staff=True)
        except UnknownMap as error:
            raise CommandError(str(error), returncode=2) from error
        try:
            with self._target(options["output"]) as target:
                write_map(knowledge_map, options["format"], target, drafts=True)
        except OSError as error:
            raise CommandError(f"The file cannot be written: {error.strerror}.", returncode=2) from error

    @contextmanager
    def _target(self, output: Path | None) -> Iterator[IO[bytes]]:
        if output:
            with _put(output) as target:
                yield target
        elif buffer := getattr(self.stdout, "buffer", None):
            yield buffer
        else:
            held = io.BytesIO()
            yield held
            self.stdout.write(held.getvalue().decode(errors="replace"), ending="")


@contextmanager
def _put(output: Path) -> Iterator[IO[bytes]]:
    """A file that is written beside its place and moved there at once, so that no half one is ever found."""
    beside = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        with beside.open("wb") as target:
            yield target
        beside.replace(output)
    finally:
        beside.unlink(missing_ok=True)
