"""`manage.py generate_map`: a made-up map of any size."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from concepts.formats.made_up import generate_map
from concepts.management.refusing import SHORT_WORK, refusing
from concepts.models import KnowledgeMap

_MOST_CONCEPTS = 10_000_000


class Command(BaseCommand):
    help = "Makes up a map with hubs, to try how a large one behaves. The same seed gives the same map."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--concepts", type=int, default=1_000)
        parser.add_argument("--links", type=int, default=0, help="Four for each concept when left out.")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--slug", default="", help="Made from the number of concepts when left out.")

    def handle(self, *args: Any, **options: Any) -> None:
        concepts, links = options["concepts"], options["links"] or 4 * options["concepts"]
        slug = options["slug"] or f"made-up-{concepts}"
        _check(slug, concepts, links, options["seed"])
        with (
            refusing(self.stderr),
            tqdm(total=concepts + links, unit=" rows", file=sys.stderr, delay=SHORT_WORK) as bar,
        ):
            knowledge_map = generate_map(
                slug=slug, concepts=concepts, links=links, seed=options["seed"], progress=bar.update
            )
        self.stdout.write(f"{knowledge_map.slug}: created, revision {knowledge_map.revision}")


def _check(slug: str, concepts: int, links: int, seed: int) -> None:
    if not 1 <= concepts <= _MOST_CONCEPTS:
        raise CommandError(f"--concepts must be a number from 1 to {_MOST_CONCEPTS:,}.", returncode=2)
    if links < concepts - 1 or seed < 0:
        raise CommandError(
            "--links must be at least --concepts less one, and --seed not below 0.", returncode=2
        )
    if KnowledgeMap.objects.filter(slug=slug).exists():
        raise CommandError(f"There is a map at “{slug}” already: give another --slug.", returncode=2)
