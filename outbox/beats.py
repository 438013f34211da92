"""Relays say that they are alive, by the database's clock, so that any web process can tell."""

import os
import socket
import time
from datetime import timedelta

from django.db.models.functions import Now

from outbox.models import Beat

EVERY_SECONDS = 5.0
# Longer than a restart takes, so that an upgrade of the relay takes no web machine out of service.
ALIVE = timedelta(seconds=30)
_FORGOTTEN = timedelta(days=1)


class Heart:
    """The beats of one relay."""

    def __init__(self) -> None:
        self._name = f"{socket.gethostname()[:150]}:{os.getpid()}"
        self._beaten: float | None = None

    def beat(self) -> None:
        """Say that this relay is alive, unless it has just been said. Queries: 0, or 2."""
        now = time.monotonic()
        if self._beaten is not None and now - self._beaten < EVERY_SECONDS:
            return
        if self._beaten is None:
            Beat.objects.filter(seen__lt=Now() - _FORGOTTEN).delete()
        Beat.objects.update_or_create(name=self._name, defaults={"seen": Now()})
        self._beaten = now


def relays_alive() -> int:
    """How many relays are alive. Queries: 1."""
    return Beat.objects.filter(seen__gt=Now() - ALIVE).count()
