"""`manage.py relay`: sees that the work that waits in the outbox is done."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils.module_loading import import_string

from outbox import relay
from outbox.priority import give_way
from outbox.stopping import Stop


class Command(BaseCommand):
    help = (
        "Do the work that waits in the outbox (mails, imports), until Ctrl-C or SIGTERM. "
        "With REDIS_URL it hands the work to `manage.py worker` instead."
    )
    # The web server beside it has checked already; the checks would load every page's code before the first mail.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do what is due now, here, then end.")
        parser.add_argument(
            "--hands", type=int, default=relay.HANDS, help="How many jobs it does itself at once."
        )

    def handle(self, *args: Any, once: bool, hands: int, **options: Any) -> None:
        stopped = Stop()
        stopped.listen()
        if once:
            count = relay.work_off(stopped=stopped)
            self.stdout.write(f"{count} job{'' if count == 1 else 's'} taken in hand.")
            return
        give_way()
        if settings.REDIS_URL:
            self.stdout.write("The relay is running; workers do the work.")
            # Celery takes half a second to load: named here, so that a relay without it starts at once.
            publish_due = import_string("outbox.publishing.publish_due")
            relay.run(stopped=stopped, hands=max(hands, 1), publish_due=publish_due)
        else:
            self.stdout.write("The relay is running.")
            relay.run(stopped=stopped, hands=max(hands, 1))
