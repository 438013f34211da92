"""Work for the outbox under test: handlers are named by a dotted path, so they stand in a module."""

from collections.abc import Callable

from django.db import connection, transaction

from outbox.models import Job
from outbox.services import enqueue

KIND = "test.work"

done: list[str] = []
doing: list[Callable[[Job], None]] = []


def handle(job: Job) -> None:
    """Note the key, then do what the test asked for."""
    done.append(job.key)
    for each in doing:
        each(job)


def hand_over(*keys: str) -> None:
    """One job for each key."""
    with transaction.atomic():
        for key in keys:
            enqueue(kind=KIND, payload={"key": key}, key=key)


def in_thread(work: Callable[[], object]) -> Callable[[], None]:
    """The work as a thread may do it: with a connection of its own, closed at the end."""

    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    return run
