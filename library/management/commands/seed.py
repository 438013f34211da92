"""`manage.py seed`: make sure that the topics, maps and documents that come with Kinapse are there."""

from typing import Any

from django.core.management.base import BaseCommand

from concepts.formats.seeding import seed_maps
from concepts.management.refusing import refusing
from library.seeding import seed_documents


class Command(BaseCommand):
    help = "Creates the maps and documents that come with Kinapse, and updates those that nobody has edited."

    def handle(self, *args: Any, **options: Any) -> None:
        for seed in (seed_maps, seed_documents):
            with refusing(self.stderr):
                seeding = seed()
            for words, slugs in (
                ("created", seeding.created),
                ("updated", seeding.updated),
                ("left alone, since it was edited here", seeding.kept),
            ):
                for slug in slugs:
                    self.stdout.write(f"{slug}: {words}")
