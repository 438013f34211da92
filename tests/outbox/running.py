"""Relays and workers as processes on the stores under test."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db.models import QuerySet

from kinapse.settings.environment import BASE_DIR
from outbox.models import Job
from tests.database import database_url
from tests.waitlist.putting import put_on_list
from waitlist.asking import ASK
from waitlist.taking_in import CONFIRM

Start = Callable[..., subprocess.Popen[bytes]]


@contextmanager
def processes(mail_port: int, *, redis_url: str) -> Iterator[Start]:
    """Starts `manage.py` with arguments on the database under test; none outlives the block."""
    started: list[subprocess.Popen[bytes]] = []
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "kinapse.settings",
        "DATABASE_URL": database_url(),
        "REDIS_URL": redis_url,
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
    }

    def start(*arguments: str, in_session_of_its_own: bool = True) -> subprocess.Popen[bytes]:
        command = [sys.executable, str(BASE_DIR / "manage.py"), *arguments]
        started.append(
            subprocess.Popen(
                command,
                env=environment,
                stdout=subprocess.PIPE,
                start_new_session=in_session_of_its_own,
                # To be killed with its children either way.
                process_group=None if in_session_of_its_own else 0,
            )
        )
        return started[-1]

    try:
        yield start
    finally:
        for process in started:
            end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and its children."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    if process.stdout:
        process.stdout.close()


def until(true: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until it has come to pass."""
    give_up = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < give_up, "It did not come to pass in time."
        time.sleep(0.05)


def join_all(*names: str) -> None:
    """One sign-up for each name."""
    for name in names:
        put_on_list(f"{name}@example.com")


def mails() -> QuerySet[Job]:
    """The jobs of those sign-ups: beside them a relay hands over the hour's tidying."""
    return Job.objects.filter(kind=CONFIRM)


def all_sent() -> bool:
    """Whether all who have joined are taken in, by whomever, and their mails are out."""
    return not Job.objects.filter(kind__in=[ASK, CONFIRM]).exclude(state=Job.State.DONE).exists()
