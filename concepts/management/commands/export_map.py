"""`manage.py export_map SLUG`: write a map as a file."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from concepts.errors import UnknownMap
from concepts.formats import EXPORT_FORMATS, export_map
from concepts.selectors import find_map


class Command(BaseCommand):
    help = "Writes a map with its draft concepts in a format that import_map reads."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--format", choices=tuple(EXPORT_FORMATS), default="md")
        parser.add_argument("--output", type=Path, metavar="FILE", help="Standard output when left out.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            content = export_map(find_map(options["slug"], staff=True), options["format"], drafts=True)
        except UnknownMap as error:
            raise CommandError(str(error), returncode=2) from error
        try:
            self._write(content, options["output"])
        except OSError as error:
            raise CommandError(f"The file cannot be written: {error.strerror}.", returncode=2) from error

    def _write(self, content: bytes, output: Path | None) -> None:
        if output:
            _put(content, output)
        elif buffer := getattr(self.stdout, "buffer", None):
            buffer.write(content)
        else:
            self.stdout.write(content.decode(errors="replace"), ending="")


def _put(content: bytes, output: Path) -> None:
    """Write a file beside its place and move it there at once, so that no half one is ever found."""
    beside = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        beside.write_bytes(content)
        beside.replace(output)
    finally:
        beside.unlink(missing_ok=True)
