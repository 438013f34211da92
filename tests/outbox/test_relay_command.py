"""`manage.py relay` as a process: signals, a second relay, a kill in the middle of a mail."""

import os
import signal
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.db.models.functions import Now

from outbox.models import Job
from tests.outbox.running import Start, all_sent, join_all, mails, processes, until
from tests.waitlist.mailbox import Mailbox

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def start(mailbox: Mailbox) -> Iterator[Start]:
    """Starts commands without Redis, so that a relay does the work itself."""
    with processes(mailbox.port, redis_url="") as starting:
        yield starting


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_lets_the_mail_in_hand_finish_and_starts_no_other(
    start: Start, mailbox: Mailbox, number: signal.Signals
) -> None:
    mailbox.seconds = lambda recipient: 3.0
    join_all("ada", "bob")
    relay = start("relay", "--hands", "1")
    until(lambda: len(mailbox.envelopes) == 1)
    relay.send_signal(number)
    assert relay.wait(30) == 0
    assert len(mailbox.envelopes) == 1
    assert sorted(mails().values_list("state", "attempts")) == [("done", 1), ("waiting", 0)]
    assert not mails().exclude(lease="").exists()


def test_a_signal_lets_a_relay_that_works_off_once_finish_its_mail_too(
    start: Start, mailbox: Mailbox
) -> None:
    mailbox.seconds = lambda recipient: 3.0
    join_all("ada", "bob")
    relay = start("relay", "--once")
    until(lambda: len(mailbox.envelopes) == 1)
    relay.terminate()
    assert relay.wait(30) == 0
    assert sorted(mails().values_list("state", "attempts")) == [("done", 1), ("waiting", 0)]


def test_an_idle_relay_gives_way_to_others_and_stops_at_once(start: Start) -> None:
    relay = start("relay")
    assert relay.stdout is not None
    assert relay.stdout.readline()
    niceness, policy = (10, "SCHED_BATCH") if connection.vendor == "sqlite" else (19, "SCHED_IDLE")
    until(
        lambda: (
            os.getpriority(os.PRIO_PROCESS, relay.pid) == max(niceness, os.getpriority(os.PRIO_PROCESS, 0))
        )
    )
    if sys.platform == "linux":
        until(lambda: os.sched_getscheduler(relay.pid) == getattr(os, policy))
    if (session := Path(f"/proc/{relay.pid}/autogroup")).exists():
        until(lambda: session.read_text().endswith(f" nice {niceness}\n"))
    relay.terminate()
    assert relay.wait(5) == 0


@pytest.mark.skipif(
    not Path("/proc/self/autogroup").exists(), reason="sessions have no share of their own here"
)
def test_who_gives_way_in_somebody_elses_session_leaves_it_its_share(start: Start) -> None:
    relay = start("relay", in_session_of_its_own=False)
    until(lambda: os.getpriority(os.PRIO_PROCESS, relay.pid) > 0)
    assert Path("/proc/self/autogroup").read_text() == Path(f"/proc/{relay.pid}/autogroup").read_text()


def test_two_relays_send_each_mail_once(start: Start, mailbox: Mailbox) -> None:
    start("relay")
    start("relay")
    names = [f"person{number}" for number in range(20)]
    join_all(*names)
    until(all_sent)
    assert sorted(recipients[0] for recipients, _ in mailbox.envelopes) == sorted(
        f"{name}@example.com" for name in names
    )


def test_a_relay_killed_in_the_middle_of_a_mail_loses_nothing(start: Start, mailbox: Mailbox) -> None:
    mailbox.seconds = lambda recipient: 3.0
    join_all("ada")
    relay = start("relay")
    until(lambda: len(mailbox.envelopes) == 1)
    relay.kill()
    relay.wait(30)
    mailbox.seconds = lambda recipient: 0.0
    assert mails().get().state == Job.State.WAITING
    mails().update(leased_until=Now() - timedelta(seconds=1), due=Now())
    start("relay")
    until(lambda: mails().get().state == Job.State.DONE)
    first, second = (message["Message-ID"] for _, message in mailbox.envelopes)
    assert first == second
