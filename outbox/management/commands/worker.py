"""`manage.py worker`: does what the relay publishes over Redis."""

import os
from typing import Any

from celery import Celery
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.module_loading import import_string

from outbox.priority import give_way
from outbox.relay import HANDS


class Command(BaseCommand):
    help = (
        "Do what the relay publishes over Redis (REDIS_URL), until Ctrl-C or SIGTERM. "
        "What is in hand is finished first."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--processes",
            type=int,
            help="How many jobs at once. When left out one a processor, from four to eight.",
        )

    def handle(self, *args: Any, processes: int | None, **options: Any) -> None:
        if not settings.REDIS_URL:
            raise CommandError("Set REDIS_URL. Without Redis `manage.py relay` does all the work itself.")
        give_way()
        # A mail server may keep some of them waiting: no fewer than a relay has hands without workers.
        usual = min(max(os.cpu_count() or 1, HANDS), 8)
        count = usual if processes is None else max(processes, 1)
        app: Celery = import_string(settings.CELERY_APP)
        # Late acknowledgement, one message at a time and the rest are settings, so that no way to start forgets them.
        app.worker_main(
            [
                *("--quiet", "worker", "--pool", "prefork", "--concurrency", str(count)),
                *("--without-gossip", "--without-mingle", "--loglevel", "WARNING"),
            ]
        )
