"""The relay does each due job once, and survives what goes wrong."""

import logging
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError, transaction
from django.db.models.functions import Now

from outbox import relay
from outbox.leases import finish, lease_next
from outbox.models import Job
from outbox.registry import handler_of
from tests.outbox import work


def _fail(message: str) -> None:
    raise ConnectionError(message)


def _lose_to_another(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(lease="other")


def _erase(job: Job) -> None:
    Job.objects.filter(pk=job.pk).delete()


@pytest.mark.django_db
def test_due_jobs_are_done_once() -> None:
    work.hand_over("a", "b")
    assert relay.work_off() == 2
    assert relay.work_off() == 0
    assert work.done == ["a", "b"]
    assert set(Job.objects.values_list("state", flat=True)) == {Job.State.DONE}


@pytest.mark.django_db
def test_once_says_how_many_and_ends(capsys: pytest.CaptureFixture[str]) -> None:
    work.hand_over("a")
    call_command("relay", "--once")
    call_command("relay", "--once")
    assert capsys.readouterr().out == "1 job taken in hand.\n0 jobs taken in hand.\n"


@pytest.mark.django_db
def test_a_failing_job_is_put_off_with_its_error_and_the_others_go_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    work.hand_over("bad", "good")
    work.doing.append(lambda job: _fail("550 canary@example.com") if job.key == "bad" else None)
    logging.getLogger("kinapse").propagate = True
    try:
        assert relay.work_off() == 2
    finally:
        logging.getLogger("kinapse").propagate = False
    bad = Job.objects.get(key="bad")
    assert (bad.state, bad.attempts, bad.lease) == (Job.State.WAITING, 1, "")
    assert bad.last_error == "ConnectionError: 550 canary@example.com"
    assert Job.objects.get(key="good").state == Job.State.DONE
    assert "ConnectionError" in caplog.text
    assert "canary" not in caplog.text


@pytest.mark.django_db
def test_a_job_put_off_is_done_when_it_comes_due_again() -> None:
    work.hand_over("a")
    work.doing.append(lambda job: _fail("no"))
    relay.work_off()
    work.doing.clear()
    Job.objects.update(due=Now() - timedelta(seconds=1))
    relay.work_off()
    row = Job.objects.get()
    assert (row.state, row.attempts, row.last_error) == (Job.State.DONE, 2, "")


@pytest.mark.django_db
def test_a_kind_that_no_handler_knows_any_more_is_put_off() -> None:
    Job.objects.create(kind="test.nobody", key="a")
    relay.work_off()
    assert Job.objects.get().last_error == "UnknownKind: No handler is registered for “test.nobody”."


@pytest.mark.django_db
def test_a_job_is_done_again_when_the_relay_died_before_it_finished_the_row() -> None:
    work.hand_over("a")
    job = lease_next()
    assert job is not None
    handler_of(job.kind)(job)
    assert relay.work_off() == 0
    Job.objects.update(leased_until=Now() - timedelta(seconds=1))
    assert relay.work_off() == 1
    assert work.done == ["a", "a"]
    assert Job.objects.get().attempts == 2


@pytest.mark.django_db
def test_a_handler_may_finish_its_job_in_its_own_transaction() -> None:
    def effect(job: Job) -> None:
        with transaction.atomic():
            Job.objects.create(kind="effect", key="effect", state=Job.State.DONE)
            finish(job)

    work.hand_over("a")
    work.doing.append(effect)
    assert relay.work_off() == 1
    assert Job.objects.get(key="a").state == Job.State.DONE


@pytest.mark.django_db
def test_a_handler_that_finished_and_was_rolled_back_is_put_off() -> None:
    def effect(job: Job) -> None:
        with transaction.atomic():
            finish(job)
            _fail("too late")

    work.hand_over("a")
    work.doing.append(effect)
    relay.work_off()
    row = Job.objects.get()
    assert (row.state, row.last_error) == (Job.State.WAITING, "ConnectionError: too late")


@pytest.mark.django_db
def test_a_relay_that_lost_its_lease_leaves_the_row_to_the_other() -> None:
    work.hand_over("a")
    work.doing.append(_lose_to_another)
    relay.work_off()
    row = Job.objects.get()
    assert (row.state, row.lease) == (Job.State.WAITING, "other")


@pytest.mark.django_db
def test_a_row_erased_while_in_hand_is_no_trouble() -> None:
    work.hand_over("a", "b")
    work.doing.append(_erase)
    assert relay.work_off() == 2
    assert not Job.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_it_stops_after_the_job_in_hand() -> None:
    work.hand_over("a", "b")
    relay.run(stopped=lambda: bool(work.done))
    assert work.done == ["a"]
    assert Job.objects.get(key="a").state == Job.State.DONE
    assert Job.objects.get(key="b").attempts == 0


def test_an_outage_of_the_database_is_waited_out(monkeypatch: pytest.MonkeyPatch) -> None:
    answers: list[Exception | None] = [OperationalError("gone"), OperationalError("gone"), None]
    waits: list[float] = []

    def work_off(**_: object) -> int:
        if answer := answers.pop(0):
            raise answer
        return 0

    monkeypatch.setattr(relay, "work_off", work_off)
    monkeypatch.setattr("outbox.relay.connection.close", lambda: None)
    monkeypatch.setattr(relay, "close_old_connections", lambda: None)
    monkeypatch.setattr("outbox.relay.time.sleep", waits.append)
    relay.run(stopped=lambda: len(waits) == 3)
    assert waits == [relay.OUTAGE_SECONDS, relay.OUTAGE_SECONDS, relay.POLL_SECONDS]
