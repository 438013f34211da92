"""`manage.py relay` as a process: signals, a second relay, a kill in the middle of a mail."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db.models.functions import Now

from kinapse.settings.environment import BASE_DIR
from outbox.models import Job
from tests.database import database_url
from tests.waitlist.mailbox import Mailbox, mail_server
from waitlist.services import join

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

Start = Callable[[], subprocess.Popen[bytes]]


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with mail_server() as server:
        yield server


@pytest.fixture
def start(mailbox: Mailbox) -> Iterator[Start]:
    """Start relays on the database under test; none outlives the test."""
    relays: list[subprocess.Popen[bytes]] = []
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "kinapse.settings",
        "DATABASE_URL": database_url(),
        "EMAIL_URL": f"smtp://127.0.0.1:{mailbox.port}",
    }

    def start_one() -> subprocess.Popen[bytes]:
        relays.append(
            subprocess.Popen([sys.executable, BASE_DIR / "manage.py", "relay"], env=environment, stdout=-1)
        )
        return relays[-1]

    yield start_one
    for relay in relays:
        relay.kill()
        relay.communicate()


def _until(true: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "It did not come to pass in time."
        time.sleep(0.05)


def _join(*names: str) -> None:
    for name in names:
        join(email=f"{name}@example.com", placement="library")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_lets_the_mail_in_hand_finish_and_starts_no_other(
    start: Start, mailbox: Mailbox, number: signal.Signals
) -> None:
    mailbox.seconds = 1.0
    _join("ada", "bob")
    relay = start()
    _until(lambda: len(mailbox.envelopes) == 1)
    relay.send_signal(number)
    assert relay.wait(30) == 0
    assert len(mailbox.envelopes) == 1
    assert sorted(Job.objects.values_list("state", "attempts")) == [("done", 1), ("waiting", 0)]
    assert not Job.objects.exclude(lease="").exists()


def test_an_idle_relay_stops_at_once(start: Start) -> None:
    relay = start()
    assert relay.stdout is not None
    assert relay.stdout.readline()
    relay.terminate()
    began = time.monotonic()
    assert relay.wait(30) == 0
    assert time.monotonic() - began < 5


def test_two_relays_send_each_mail_once(start: Start, mailbox: Mailbox) -> None:
    start()
    start()
    names = [f"person{number}" for number in range(20)]
    _join(*names)
    _until(lambda: not Job.objects.exclude(state=Job.State.DONE).exists())
    assert sorted(recipients[0] for recipients, _ in mailbox.envelopes) == sorted(
        f"{name}@example.com" for name in names
    )


def test_a_relay_killed_in_the_middle_of_a_mail_loses_nothing(start: Start, mailbox: Mailbox) -> None:
    mailbox.seconds = 1.0
    _join("ada")
    relay = start()
    _until(lambda: len(mailbox.envelopes) == 1)
    relay.kill()
    relay.wait(30)
    mailbox.seconds = 0.0
    assert Job.objects.get().state == Job.State.WAITING
    Job.objects.update(leased_until=Now() - timedelta(seconds=1))
    start()
    _until(lambda: Job.objects.get().state == Job.State.DONE)
    first, second = (message["Message-ID"] for _, message in mailbox.envelopes)
    assert first == second
