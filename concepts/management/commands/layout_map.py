"""`manage.py layout_map SLUG`: lay a large map out, and cut the tiles that show it."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from concepts.errors import UnknownMap
from concepts.layouts import lay_out_map
from concepts.management.refusing import SHORT_WORK, refusing
from concepts.selectors import find_map


class Command(BaseCommand):
    help = (
        "Lays a map out for its picture in tiles. What did not change since the last time stays where it is."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug")
        parser.add_argument(
            "--again", action="store_true", help="Lay everything out anew, as if for the first time."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with (
            refusing(self.stderr),
            tqdm(total=100, unit=" %", file=sys.stderr, delay=SHORT_WORK) as bar,
        ):
            try:
                knowledge_map = find_map(options["slug"], staff=True)
                atlas = lay_out_map(
                    knowledge_map.pk,
                    again=options["again"],
                    progress=lambda done, _: _move(bar, done),
                )
            except UnknownMap as error:
                raise CommandError(str(error), returncode=2) from error
        store = atlas.store
        self.stdout.write(f"{knowledge_map.slug}: revision {store.revision:,} in {store.tile_count:,} tiles")


def _move(bar: "tqdm[Any]", percent: int) -> None:
    bar.update(percent - bar.n)
