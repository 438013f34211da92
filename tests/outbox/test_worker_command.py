"""With Redis the relay publishes and `manage.py worker` does the work: once, whatever is killed or delivered twice."""

import os
import signal
import time
from collections.abc import Iterator
from io import StringIO

import pytest
import redis
from django.conf import settings as used
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from kinapse.celery import app
from outbox import publishing, registry
from outbox.doing import do_published
from outbox.errors import NoQueue
from outbox.leases import in_hand, reserve
from outbox.models import Job
from outbox.publishing import publish_due
from tests.outbox import work
from tests.outbox.running import Start, all_sent, end, join_all, mails, processes, until
from tests.waitlist.mailbox import Mailbox

QUEUE = f"{os.environ['KINAPSE_REDIS_PREFIX']}outbox"
UNACKED = f"{os.environ['KINAPSE_REDIS_PREFIX']}unacked"

needs_redis = pytest.mark.skipif(not used.REDIS_URL, reason="this leg has no Redis")


def _sessions() -> int:
    """How many connections to the database there have been."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sessions FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def _pids() -> set[int]:
    """The processes of PostgreSQL that serve the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        return {pid for (pid,) in cursor.fetchall()}


@pytest.fixture
def start(mailbox: Mailbox) -> Iterator[Start]:
    with processes(mailbox.port, redis_url=used.REDIS_URL) as starting:
        yield starting


@pytest.fixture
def queue() -> Iterator[redis.Redis]:
    """The Redis of this leg, without messages before and after."""
    with redis.Redis.from_url(used.REDIS_URL) as client:
        client.delete(QUEUE, UNACKED, f"{UNACKED}_index")
        yield client
        client.delete(QUEUE, UNACKED, f"{UNACKED}_index")


@pytest.mark.slow
@needs_redis
@pytest.mark.django_db(transaction=True)
def test_workers_send_each_mail_once(start: Start, mailbox: Mailbox, queue: redis.Redis) -> None:
    start("worker", "--processes", "2")
    start("relay")
    join_all(*(f"person{number}" for number in range(100)))
    until(all_sent)
    assert len({recipients[0] for recipients, _ in mailbox.envelopes}) == len(mailbox.envelopes) == 100
    assert set(mails().values_list("attempts", flat=True)) == {1}
    until(lambda: not queue.exists(QUEUE, UNACKED))


@pytest.mark.slow
@needs_redis
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no connections to count")
@pytest.mark.django_db(transaction=True)
def test_a_worker_keeps_its_connection_from_job_to_job_and_takes_another_when_it_breaks(
    start: Start, mailbox: Mailbox, queue: redis.Redis
) -> None:
    here = _pids()
    start("relay")
    start("worker", "--processes", "1")
    join_all("ada")
    until(all_sent)
    before = _sessions()
    join_all(*(f"person{number}" for number in range(20)))
    until(all_sent)
    # A pool may grow by a few; a connection for each job would be twenty.
    assert _sessions() - before < 10
    with connection.cursor() as cursor:
        for pid in _pids() - here:
            cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
    join_all("bob")
    until(all_sent)
    assert set(mails().values_list("attempts", flat=True)) == {1}


@pytest.mark.slow
@needs_redis
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_of_a_mail_loses_nothing_and_another_is_done_within_a_minute(
    start: Start, mailbox: Mailbox, queue: redis.Redis
) -> None:
    mailbox.seconds = lambda recipient: 3.0
    start("relay")
    worker = start("worker", "--processes", "1")
    join_all("ada")
    until(lambda: len(mailbox.envelopes) == 1)
    end(worker)
    killed = time.monotonic()
    mailbox.seconds = lambda recipient: 0.0
    start("worker", "--processes", "1")
    until(all_sent)
    assert time.monotonic() - killed < 60
    assert mails().get().attempts == 2
    assert len({message["Message-ID"] for _, message in mailbox.envelopes}) == 1


@pytest.mark.slow
@needs_redis
@pytest.mark.django_db(transaction=True)
def test_sigterm_lets_a_worker_finish_what_it_has_in_hand(
    start: Start, mailbox: Mailbox, queue: redis.Redis
) -> None:
    mailbox.seconds = lambda recipient: 3.0
    start("relay")
    worker = start("worker", "--processes", "1")
    join_all("ada", "bob")
    until(lambda: len(mailbox.envelopes) == 1)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(30) == 0
    assert len(mailbox.envelopes) == 1
    assert sorted(mails().values_list("state", "attempts")) == [("done", 1), ("waiting", 0)]


@needs_redis
@pytest.mark.django_db
def test_a_message_carries_the_key_as_its_task_id_and_no_payload(queue: redis.Redis) -> None:
    work.hand_over("mail-1")
    assert publish_due() == 1
    message = queue.lpop(QUEUE)
    assert isinstance(message, bytes)
    assert b'"id": "mail-1"' in message
    assert publish_due() == 0


@needs_redis
@pytest.mark.django_db
def test_no_more_is_published_than_workers_can_follow(queue: redis.Redis) -> None:
    work.hand_over(*(f"mail-{number}" for number in range(100)))
    assert publish_due() == publishing.AHEAD
    assert publish_due() == 0
    assert queue.llen(QUEUE) == publishing.AHEAD


@pytest.mark.django_db
def test_a_queue_that_does_not_answer_costs_neither_a_job_nor_an_attempt(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    nowhere = app.connection_for_write("redis://127.0.0.1:1/0")
    monkeypatch.setattr(app, "connection_for_write", lambda: nowhere)
    work.hand_over("a", "b")
    with pytest.raises(NoQueue):
        publish_due()
    assert in_hand() == {}
    assert set(Job.objects.values_list("attempts", "lease")) == {(0, "")}


@pytest.mark.django_db
def test_a_message_delivered_twice_is_done_once() -> None:
    work.hand_over("a")
    (job,) = reserve(count=1)
    assert do_published(job_id=job.pk, lease=job.lease)
    assert not do_published(job_id=job.pk, lease=job.lease)
    assert work.done == ["a"]


def test_celery_is_told_to_lose_nothing() -> None:
    assert (app.conf.task_acks_late, app.conf.task_reject_on_worker_lost) == (True, True)
    assert app.conf.worker_prefetch_multiplier == 1
    options = app.conf.broker_transport_options
    assert (options["unacked_restore_interval"], options["unacked_restore_throttle"]) == (5, 1)
    app.loader.import_default_modules()
    assert publishing.TASK in app.tasks


def test_a_worker_without_redis_is_refused_in_words(settings: Settings) -> None:
    settings.REDIS_URL = ""
    with pytest.raises(CommandError, match="Set REDIS_URL"):
        call_command("worker", stdout=StringIO())


@pytest.mark.django_db
@pytest.mark.parametrize("group", ["", "mail"])
def test_messages_of_slow_kinds_leave_room_for_those_of_another(
    monkeypatch: pytest.MonkeyPatch, group: str
) -> None:
    kinds = ("test.mail", "test.other-mail", "test.import")
    for kind in kinds:
        monkeypatch.setitem(registry._groups, kind, group if "mail" in kind and group else kind)
        for number in range(3 if kind == "test.import" else 60):
            Job.objects.create(kind=kind, key=f"{kind}:{number}")
    monkeypatch.setattr(publishing, "_publish", lambda jobs: None)
    while publish_due():
        continue
    waiting = in_hand()
    assert waiting["test.import"] == 3
    mails = waiting.get("test.mail", 0) + waiting.get("test.other-mail", 0)
    assert mails <= publishing.AHEAD + (0 if group else publishing.AHEAD_OF_A_NEW_KIND)
