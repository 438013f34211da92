"""`manage.py seed`: make sure that the topics and maps that come with Kinapse are there."""

from typing import Any

from django.core.management.base import BaseCommand

from concepts.formats.seeding import seed_maps
from concepts.management.refusing import refusing


class Command(BaseCommand):
    help = "Creates the maps that come with Kinapse, and updates those that nobody has edited."

    def handle(self, *args: Any, **options: Any) -> None:
        with refusing(self.stderr):
            seeding = seed_maps()
        for words, slugs in (
            ("created", seeding.created),
            ("updated", seeding.updated),
            ("left alone, since it was edited here", seeding.kept),
        ):
            for slug in slugs:
                self.stdout.write(f"{slug}: {words}")
