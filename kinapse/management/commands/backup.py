"""`manage.py backup FILE`: the whole database in one file, while the site runs."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kinapse.backups import back_up
from kinapse.errors import BackupRefused


class Command(BaseCommand):
    help = "Write the whole database to a file, while the site runs. The file holds addresses: keep it safe."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            back_up(file)
        except BackupRefused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{file}: {file.stat().st_size:,} bytes")
