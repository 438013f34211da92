"""A job is in one hand at a time, and is finished by that hand alone."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext

from outbox import leases
from outbox.backoff import ATTEMPTS
from outbox.errors import LeaseLost
from outbox.leases import finish, kept, lease_next, put_off, renew
from outbox.models import ERROR_LENGTH, Job
from tests.outbox.work import hand_over, in_thread


def _leased() -> Job:
    job = lease_next()
    assert job is not None
    return job


def _let_run_out(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(leased_until=Now() - timedelta(seconds=1))


@pytest.mark.django_db
def test_a_leased_job_is_not_given_to_another() -> None:
    hand_over("a")
    assert _leased().key == "a"
    assert lease_next() is None


@pytest.mark.django_db
def test_a_lease_lasts_thirty_seconds() -> None:
    hand_over("a")
    _leased()
    assert Job.objects.filter(leased_until__gt=Now() + timedelta(seconds=28)).exists()
    assert not Job.objects.filter(leased_until__gt=Now() + timedelta(seconds=31)).exists()


@pytest.mark.django_db
def test_jobs_are_taken_in_the_order_in_which_they_come_due() -> None:
    hand_over("late", "early", "future")
    Job.objects.filter(key="early").update(due=Now() - timedelta(minutes=1))
    Job.objects.filter(key="future").update(due=Now() + timedelta(minutes=1))
    assert [_leased().key, _leased().key] == ["early", "late"]
    assert lease_next() is None


@pytest.mark.django_db
def test_looking_when_nothing_is_due_is_one_query() -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert lease_next() is None
    assert len(queries) == 1


@pytest.mark.django_db
def test_a_lease_that_runs_out_is_taken_again_and_the_row_says_so() -> None:
    hand_over("a")
    first = _leased()
    _let_run_out(first)
    second = _leased()
    assert second.pk == first.pk
    assert second.lease != first.lease
    row = Job.objects.get()
    assert row.attempts == 2
    assert "stopped without a word at attempt 1" in row.last_error


@pytest.mark.django_db
def test_whoever_lost_the_lease_can_neither_finish_nor_put_off_nor_renew() -> None:
    hand_over("a")
    first = _leased()
    _let_run_out(first)
    second = _leased()
    for attempt in (finish, renew, lambda job: put_off(job, "No.")):
        with pytest.raises(LeaseLost):
            attempt(first)
    finish(second)
    assert Job.objects.get().state == Job.State.DONE
    with pytest.raises(LeaseLost):
        finish(second)


@pytest.mark.django_db
def test_a_lease_that_ran_out_still_finishes_when_nobody_else_took_it() -> None:
    hand_over("a")
    job = _leased()
    _let_run_out(job)
    finish(job)
    assert Job.objects.get().state == Job.State.DONE


@pytest.mark.django_db
def test_a_finished_job_keeps_no_trace_of_earlier_errors() -> None:
    hand_over("a")
    Job.objects.update(last_error="550 <someone@example.com> unknown")
    finish(_leased())
    row = Job.objects.get()
    assert (row.lease, row.last_error, row.leased_until) == ("", "", None)
    assert row.finished is not None


@pytest.mark.django_db
def test_a_job_put_off_waits_and_keeps_the_error_in_bounds() -> None:
    hand_over("a")
    put_off(_leased(), "x" * 10_000)
    row = Job.objects.get()
    assert (row.state, row.attempts, len(row.last_error)) == (Job.State.WAITING, 1, ERROR_LENGTH)
    assert Job.objects.filter(
        due__gt=Now() + timedelta(seconds=3), due__lt=Now() + timedelta(seconds=7)
    ).exists()
    assert lease_next() is None


@pytest.mark.django_db
def test_the_last_attempt_that_fails_is_the_end() -> None:
    hand_over("a")
    Job.objects.update(attempts=ATTEMPTS - 1)
    put_off(_leased(), "Still no.")
    row = Job.objects.get()
    assert (row.state, row.last_error) == (Job.State.FAILED, "Still no.")
    assert row.finished is not None
    assert lease_next() is None


@pytest.mark.django_db
def test_a_job_that_kills_whoever_takes_it_ends_too_and_holds_nobody_up() -> None:
    hand_over("killer", "other")
    past = Now() - timedelta(seconds=1)
    Job.objects.filter(key="killer").update(attempts=ATTEMPTS, lease="dead", leased_until=past, due=past)
    assert _leased().key == "other"
    killer = Job.objects.get(key="killer")
    assert killer.state == Job.State.FAILED
    assert f"at attempt {ATTEMPTS}" in killer.last_error


@pytest.mark.django_db(transaction=True)
def test_effects_and_finish_hold_together_or_not_at_all() -> None:
    hand_over("a")
    job = _leased()
    _let_run_out(job)
    _leased()

    def work_and_finish() -> None:
        with transaction.atomic():
            Job.objects.create(kind="effect", key="effect")
            finish(job)

    with pytest.raises(LeaseLost):
        work_and_finish()
    assert not Job.objects.filter(key="effect").exists()


@pytest.mark.django_db(transaction=True)
def test_many_relays_at_once_take_each_job_once() -> None:
    keys = [f"job {number}" for number in range(40)]
    hand_over(*keys)
    taken: list[str] = []

    def take_all() -> None:
        while job := lease_next():
            taken.append(job.key)
            finish(job)

    with ThreadPoolExecutor(8) as pool:
        for future in [pool.submit(in_thread(take_all)) for _ in range(8)]:
            future.result()
    # A relay that finds every due row in another's hands may go home early; what it left is still there.
    while job := lease_next():
        taken.append(job.key)
        finish(job)
    assert sorted(taken) == sorted(keys)
    assert set(Job.objects.values_list("attempts", flat=True)) == {1}


@pytest.mark.django_db(transaction=True)
def test_a_lease_is_kept_while_slow_work_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leases, "LEASE", timedelta(seconds=0.4))
    hand_over("a")
    job = _leased()
    with kept(job, every=0.1):
        time.sleep(1)
        assert lease_next() is None
    finish(job)


@pytest.mark.django_db(transaction=True)
def test_without_a_keeper_the_same_lease_runs_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leases, "LEASE", timedelta(seconds=0.4))
    hand_over("a")
    _leased()
    time.sleep(0.6)
    assert lease_next() is not None


@pytest.mark.django_db(transaction=True)
def test_a_keeper_ends_with_its_block_and_when_the_lease_is_lost() -> None:
    hand_over("a")
    job = _leased()
    before = threading.active_count()
    with kept(job, every=0.05):
        Job.objects.update(lease="somebody else")
        time.sleep(0.3)
        assert threading.active_count() == before
    assert Job.objects.get().lease == "somebody else"
