"""`manage.py erase ADDRESS …`: people removed who asked for it otherwise than by the link in a mail."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from waitlist.leaving import erase_address


class Command(BaseCommand):
    help = (
        "Remove people from the waitlist with all that is known of them and the accounts they opened, and never "
        "write to them again. Also after a restore, when they had been erased since the backup."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("addresses", nargs="+", metavar="ADDRESS")

    def handle(self, *args: Any, addresses: list[str], **options: Any) -> None:
        try:
            removed = sum(erase_address(email=address) for address in addresses)
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from None
        self.stdout.write(f"{removed} of {len(addresses)} were on the list; none is written to any more.")
