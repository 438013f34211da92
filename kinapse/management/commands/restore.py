"""`manage.py restore FILE`: the database as `manage.py backup` wrote it, brought up to this code."""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from kinapse.backups import restore
from kinapse.errors import BackupRefused
from waitlist.promises import keep, promises


class Command(BaseCommand):
    help = "Make the database what it was when FILE was written by `backup`, then apply newer migrations."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--replace", action="store_true", help="Also when the database holds something: all of it goes."
        )

    def handle(self, *args: Any, file: Path, replace: bool, **options: Any) -> None:
        # Whoever was erased or left since the backup must not come back with it.
        promised = promises()
        try:
            restore(file, replace=replace)
        except BackupRefused as refused:
            raise CommandError(str(refused)) from refused
        call_command("migrate", interactive=False, verbosity=0)
        kept = keep(promised)
        again = f" {kept} who had left or been erased since were taken off again." if kept else ""
        self.stdout.write(f"Restored from {file}.{again}")
