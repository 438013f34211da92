"""The relay does each due job once, and survives what goes wrong."""

import logging
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import InterfaceError, OperationalError, transaction
from django.db.models.functions import Now

from outbox import doing, publisher, registry, relay
from outbox.beats import Heart, relays_alive
from outbox.errors import GivenUp, NoQueue
from outbox.leases import LATE, finish, lease_next, reserve
from outbox.models import Beat, Job
from outbox.outages import OUTAGE_SECONDS
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
    Job.objects.update(leased_until=Now() - timedelta(seconds=1), due=Now())
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


@pytest.mark.django_db
def test_a_handler_that_knows_no_attempt_to_help_ends_the_job() -> None:
    def give_up(job: Job) -> None:
        raise GivenUp("This file is no map.")

    work.hand_over("a")
    work.doing.append(give_up)
    relay.work_off()
    row = Job.objects.get()
    assert (row.state, row.attempts, row.last_error) == (Job.State.FAILED, 1, "This file is no map.")


@pytest.mark.django_db(transaction=True)
def test_it_stops_after_the_job_in_hand() -> None:
    work.hand_over("a", "b")
    relay.run(stopped=lambda: bool(work.done), hands=1)
    assert work.done == ["a"]
    assert Job.objects.get(key="a").state == Job.State.DONE
    assert Job.objects.get(key="b").attempts == 0


@pytest.mark.django_db(transaction=True)
def test_several_jobs_are_in_hand_at_once() -> None:
    together = threading.Barrier(3, timeout=30)
    work.hand_over("a", "b", "c")

    def meet(job: Job) -> None:
        together.wait()

    work.doing.append(meet)
    relay.run(stopped=lambda: Job.objects.filter(state=Job.State.DONE).count() == 3, hands=4)
    assert sorted(work.done) == ["a", "b", "c"]


@pytest.mark.django_db(transaction=True)
def test_slow_work_of_one_kind_leaves_a_hand_to_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(registry._handlers, "test.other", "tests.outbox.work.handle")
    other_done = threading.Event()
    work.hand_over(*(f"slow-{number}" for number in range(6)))
    Job.objects.create(kind="test.other", key="other")

    def wait_for_other(job: Job) -> None:
        if job.key == "other":
            other_done.set()
        else:
            assert other_done.wait(30)

    work.doing.append(wait_for_other)
    relay.run(stopped=lambda: not Job.objects.filter(state=Job.State.WAITING).exists(), hands=3)
    assert set(Job.objects.values_list("state", "attempts")) == {(Job.State.DONE, 1)}


@pytest.mark.django_db(transaction=True)
def test_an_outage_of_the_database_is_waited_out(monkeypatch: pytest.MonkeyPatch) -> None:
    outages = [OperationalError("gone"), InterfaceError("gone")]
    waits: list[float] = []

    def lease_next(**_: object) -> Job | None:
        if outages:
            raise outages.pop()
        return None

    monkeypatch.setattr(relay, "lease_next", lease_next)
    monkeypatch.setattr("outbox.relay.time.sleep", waits.append)
    relay.run(stopped=lambda: len(waits) == 3)
    assert waits == [OUTAGE_SECONDS, OUTAGE_SECONDS, relay.POLL_SECONDS]


@pytest.mark.django_db(transaction=True)
def test_what_was_done_is_written_down_when_the_database_is_back(monkeypatch: pytest.MonkeyPatch) -> None:
    outages = [OperationalError("gone"), OperationalError("gone")]

    def finish_after_the_outage(job: Job) -> None:
        if outages:
            raise outages.pop()
        finish(job)

    monkeypatch.setattr(doing, "finish", finish_after_the_outage)
    monkeypatch.setattr(doing, "SETTLED_EVERY_SECONDS", 0.01)
    work.hand_over("a")
    relay.work_off()
    assert work.done == ["a"]
    assert Job.objects.get().state == Job.State.DONE


@pytest.mark.django_db(transaction=True)
def test_a_running_relay_is_known_to_be_alive_and_a_silent_one_is_not() -> None:
    assert relays_alive() == 0
    relay.run(stopped=Beat.objects.exists)
    assert relays_alive() == 1
    Beat.objects.update(seen=Now() - timedelta(seconds=31))
    assert relays_alive() == 0


@pytest.mark.django_db
def test_a_heart_beats_every_few_seconds_and_forgets_those_of_yesterday(
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    Beat.objects.create(name="yesterday")
    Beat.objects.update(seen=Now() - timedelta(days=2))
    heart = Heart()
    heart.beat()
    with django_assert_num_queries(0):
        heart.beat()
    assert not Beat.objects.filter(name="yesterday").exists()


@pytest.mark.django_db(transaction=True)
def test_what_workers_leave_for_long_is_done_here() -> None:
    work.hand_over("fresh", "late", "lost")
    Job.objects.exclude(key="fresh").update(due=Now() - LATE - timedelta(seconds=1))
    Job.objects.filter(key="lost").update(
        lease="of a lost message", leased_until=Now() - timedelta(seconds=1)
    )
    relay.run(stopped=lambda: len(work.done) == 2, publish_due=lambda: 0)
    assert sorted(work.done) == ["late", "lost"]
    assert Job.objects.get(key="fresh").attempts == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("seconds", "done"), [(60.0, ["lost", "late"]), (0.0, ["lost"])])
def test_help_goes_on_for_a_while_after_the_last_lost_message(
    monkeypatch: pytest.MonkeyPatch, seconds: float, done: list[str]
) -> None:
    for module in (relay, publisher):
        monkeypatch.setattr(module, "POLL_SECONDS", 0.01)
    monkeypatch.setattr(relay, "HELPS_SECONDS", seconds)
    looks: list[int] = []

    def publish_due() -> int:
        looks.append(1)
        return 0

    work.hand_over("lost", "late")
    Job.objects.update(due=Now() - LATE - timedelta(seconds=1))
    Job.objects.filter(key="lost").update(
        lease="of a lost message", leased_until=Now() - timedelta(seconds=1)
    )
    relay.run(hands=1, stopped=lambda: len(looks) > 50, publish_due=publish_due)
    assert work.done == done


@pytest.mark.django_db(transaction=True)
def test_a_backlog_that_workers_follow_is_left_to_them(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (relay, publisher):
        monkeypatch.setattr(module, "POLL_SECONDS", 0.01)
    looks: list[int] = []

    def publish_due() -> int:
        looks.append(1)
        return 0

    work.hand_over("not published yet", "in a message", "in hand")
    Job.objects.update(due=Now() - LATE - timedelta(seconds=1))
    soon = Now() + timedelta(seconds=30)
    Job.objects.filter(key="in a message").update(lease="x", leased_until=soon)
    Job.objects.filter(key="in hand").update(lease="y", leased_until=soon, begun=Now())
    relay.run(stopped=lambda: len(looks) > 20, publish_due=publish_due)
    assert work.done == []


@pytest.mark.django_db(transaction=True)
def test_a_queue_that_is_away_does_not_stop_the_relay_and_is_not_asked_all_the_time() -> None:
    asked: list[int] = []

    def publish_due() -> int:
        asked.append(1)
        raise NoQueue

    work.hand_over("late")
    Job.objects.update(due=Now() - LATE - timedelta(seconds=1))
    relay.run(stopped=lambda: bool(asked and work.done), publish_due=publish_due)
    assert len(asked) == 1


@pytest.mark.django_db(transaction=True)
def test_a_queue_that_hangs_holds_up_nothing_that_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publisher, "HANGS_AFTER_SECONDS", 0.1)
    hung = threading.Event()

    def publish_due() -> int:
        hung.set()
        assert all_done.wait(30), "The relay waited for the queue."
        return 0

    all_done = threading.Event()
    work.hand_over(*(f"late-{number}" for number in range(12)))
    Job.objects.update(due=Now() - LATE - timedelta(seconds=1))

    def stopped() -> bool:
        if hung.is_set() and len(work.done) == 12:
            all_done.set()
        return all_done.is_set()

    relay.run(stopped=stopped, publish_due=publish_due)
    assert len(work.done) == 12


@pytest.mark.django_db(transaction=True)
def test_what_ends_the_publishing_ends_the_relay() -> None:
    def publish_due() -> int:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        relay.run(stopped=lambda: False, publish_due=publish_due)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("group", ["", "mail"])
def test_two_slow_kinds_do_not_hold_up_a_third(monkeypatch: pytest.MonkeyPatch, group: str) -> None:
    for kind in ("test.mail", "test.other-mail", "test.import"):
        monkeypatch.setitem(registry._handlers, kind, "tests.outbox.work.handle")
        monkeypatch.setitem(registry._groups, kind, group if "mail" in kind and group else kind)
    for number in range(12):
        Job.objects.create(kind="test.mail", key=f"mail-{number}")
        Job.objects.create(kind="test.other-mail", key=f"other-{number}")
    Job.objects.create(kind="test.import", key="import")
    third = threading.Event()

    def wait_for_the_third(job: Job) -> None:
        if job.key == "import":
            third.set()
        third.wait(20)

    work.doing.append(wait_for_the_third)
    relay.run(stopped=lambda: len(work.done) == 25)
    # The last free hand looks for what nobody here is doing, and of mails together one hand is always free.
    assert "import" in work.done[: relay.HANDS]


@pytest.mark.django_db
def test_a_secret_payload_is_forgotten_in_the_statement_that_finishes_the_job(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    work.hand_over("a", "b")
    monkeypatch.setattr(registry, "_secret", {work.KIND})
    work.doing.append(lambda job: _fail("no") if job.key == "b" else None)
    relay.work_off()
    assert dict(Job.objects.values_list("key", "payload")) == {"a": {}, "b": {"key": "b"}}


@pytest.mark.django_db
def test_what_was_lost_once_and_is_late_is_not_published_again() -> None:
    work.hand_over("late", "lost", "dead")
    Job.objects.update(due=Now() - LATE - timedelta(seconds=1))
    past = Now() - timedelta(seconds=1)
    Job.objects.filter(key="lost").update(lease="x", leased_until=past)
    Job.objects.filter(key="dead").update(lease="y", leased_until=past, begun=past, attempts=1)
    assert {job.key for job in reserve(count=9)} == {"late", "dead"}
