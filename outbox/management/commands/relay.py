"""`manage.py relay`: does the work that waits in the outbox."""

import signal
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from outbox import relay


class Command(BaseCommand):
    help = "Do the work that waits in the outbox (mails, imports), until Ctrl-C or SIGTERM."
    # The web server beside it has checked already; the checks would load every page's code before the first mail.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do what is due now, then end.")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        if once:
            count = relay.work_off(stopped=self._is_stopped)
            self.stdout.write(f"{count} job{'' if count == 1 else 's'} taken in hand.")
            return
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        self.stdout.write("The relay is running.")
        relay.run(stopped=self._is_stopped)

    _stop_asked = False

    def _is_stopped(self) -> bool:
        return self._stop_asked

    def _stop(self, number: int, frame: FrameType | None) -> None:
        # A plain flag: setting a threading.Event from a signal handler can block on the lock that its waiter holds.
        self._stop_asked = True
        signal.signal(number, signal.SIG_DFL)
