"""`manage.py ingest FILE…`: documents become drafts and proposals."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from concepts.errors import UnknownMap
from concepts.management.refusing import INTERRUPTED, REFUSED, SHORT_WORK
from concepts.models import KnowledgeMap
from concepts.selectors import find_map
from library.reading import MOST_BYTES
from library.taking_in import NOTHING_STORED, STEPS, FileRefused, take_in


class Command(BaseCommand):
    help = (
        "Takes documents in: text, Markdown, HTML, PDF or DOCX. Each becomes a draft and proposals for a curator. "
        "A file that is refused is named with its line and stops no other; the exit code is then 2."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument(
            "--map",
            default="",
            metavar="SLUG",
            help="The map that new concepts belong in; a new one when left out.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        knowledge_map = _map(options["map"])
        refused = 0
        with tqdm(
            total=STEPS * len(options["files"]), unit=" steps", file=sys.stderr, delay=SHORT_WORK
        ) as bar:
            for number, file in enumerate(options["files"]):
                before = STEPS * number
                try:
                    self._take_in(
                        file, knowledge_map, lambda done, before=before: bar.update(before + done - bar.n)
                    )
                except FileRefused as refusal:
                    refused += 1
                    self.stderr.write(f"{refusal} {NOTHING_STORED}")
                except KeyboardInterrupt:
                    self.stderr.write(f"Interrupted: nothing was stored of {file} and what follows.")
                    sys.exit(INTERRUPTED)
                bar.update(before + STEPS - bar.n)
        if refused:
            sys.exit(REFUSED)

    def _take_in(self, file: Path, knowledge_map: KnowledgeMap | None, progress: Any) -> None:
        taken = take_in(
            file_name=str(file), content=_content(file), knowledge_map=knowledge_map, progress=progress
        )
        self.stdout.write(f"{file}: {taken.sentence()}")


def _map(slug: str) -> KnowledgeMap | None:
    try:
        return find_map(slug, staff=True) if slug else None
    except UnknownMap as error:
        raise CommandError(str(error), returncode=REFUSED) from error


def _content(file: Path) -> bytes:
    """Raises: FileRefused, also for a file that nobody should read into memory."""
    try:
        if not file.is_file():
            raise FileRefused(f"{file}: {'This is no file.' if file.exists() else 'There is no such file.'}")
        megabytes = file.stat().st_size / 1_000_000
        if megabytes > MOST_BYTES / 1_000_000:
            raise FileRefused(
                f"{file}: This file has {megabytes:.1f} MB, and {MOST_BYTES // 1_000_000} MB are read at most."
            )
        with file.open("rb") as opened:
            # It may have grown since.
            return opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise FileRefused(f"{file}: The file cannot be read: {error.strerror}.") from error
