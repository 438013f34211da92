"""A job is in one hand at a time, and is finished by that hand alone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext

from outbox.backoff import ATTEMPTS
from outbox.errors import LeaseLost
from outbox.leases import begin, finish, give_back, in_hand, lease_next, put_off, renew, reserve
from outbox.models import ERROR_LENGTH, Job
from tests.outbox.work import KIND, hand_over, in_thread


def _leased() -> Job:
    job = lease_next()
    assert job is not None
    return job


def _let_run_out(job: Job) -> None:
    past = Now() - timedelta(seconds=1)
    Job.objects.filter(pk=job.pk).update(leased_until=past, due=past)


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
def test_a_job_that_ends_its_process_waits_longer_each_time() -> None:
    hand_over("a")
    for attempt in range(1, 6):
        job = _leased()
        # The process ends without a word: all that happens is that the lease runs out.
        Job.objects.update(leased_until=Now() - timedelta(seconds=1))
        assert lease_next() is None
        wait = timedelta(seconds=5 * 2 ** (attempt - 1))
        assert Job.objects.filter(due__gt=Now() + 0.75 * wait, due__lt=Now() + 1.25 * wait).exists()
        _let_run_out(job)
    assert reserve(count=1)[0].attempts == 5
    job = Job.objects.get()
    assert begin(job_id=job.pk, lease=job.lease) is not None
    assert Job.objects.filter(attempts=6, due__gt=Now() + timedelta(seconds=100)).exists()


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
def test_a_job_put_off_waits_at_least_as_long_as_is_asked_and_no_shorter_than_ever() -> None:
    for key, asked, least, most in (("a", 600, 590, 610), ("b", 1, 3, 7)):
        hand_over(key)
        put_off(_leased(), "Busy.", at_least=timedelta(seconds=asked))
        bounds = {"due__gt": Now() + timedelta(seconds=least), "due__lt": Now() + timedelta(seconds=most)}
        assert Job.objects.filter(key=key, **bounds).exists()


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
    Job.objects.filter(key="killer").update(
        attempts=ATTEMPTS, lease="dead", begun=past, leased_until=past, due=past
    )
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


@pytest.mark.django_db
def test_kinds_that_fill_all_hands_are_left_for_later() -> None:
    hand_over("a")
    assert lease_next(but=[KIND]) is None
    assert reserve(count=1, but=[KIND]) == []
    assert lease_next(but=["other"]) is not None


@pytest.mark.django_db
def test_what_failed_for_good_is_not_tried_again() -> None:
    hand_over("a")
    put_off(_leased(), "Nobody lives there.", for_good=True)
    row = Job.objects.get()
    assert (row.state, row.attempts, row.lease, row.last_error) == (
        Job.State.FAILED,
        1,
        "",
        "Nobody lives there.",
    )


@pytest.mark.django_db
def test_a_reserved_job_is_begun_once_however_often_its_message_comes() -> None:
    hand_over("a")
    (reserved,) = reserve(count=5)
    assert Job.objects.get().attempts == 0
    assert lease_next() is None
    job = begin(job_id=reserved.pk, lease=reserved.lease)
    assert job is not None
    assert job.attempts == 1
    assert begin(job_id=reserved.pk, lease=reserved.lease) is None
    finish(job)
    assert begin(job_id=reserved.pk, lease=reserved.lease) is None


@pytest.mark.django_db
def test_a_message_that_was_lost_costs_no_attempt() -> None:
    hand_over("a")
    for _ in range(3):
        (reserved,) = reserve(count=5)
        _let_run_out(reserved)
    row = Job.objects.get()
    assert (row.attempts, row.last_error) == (0, "")


@pytest.mark.django_db
def test_the_message_of_a_lease_that_was_given_anew_does_nothing() -> None:
    hand_over("a")
    (first,) = reserve(count=1)
    _let_run_out(first)
    (second,) = reserve(count=1)
    assert begin(job_id=first.pk, lease=first.lease) is None
    assert begin(job_id=second.pk, lease=second.lease) is not None


@pytest.mark.django_db
def test_a_worker_that_died_is_told_of_and_counted() -> None:
    hand_over("a")
    (reserved,) = reserve(count=1)
    job = begin(job_id=reserved.pk, lease=reserved.lease)
    assert job is not None
    _let_run_out(job)
    reserve(count=1)
    row = Job.objects.get()
    assert (row.attempts, row.begun) == (1, None)
    assert "stopped without a word at attempt 1" in row.last_error


@pytest.mark.django_db
def test_what_is_given_back_is_free_at_once_unless_it_was_begun() -> None:
    hand_over("a", "b", "c")
    jobs = reserve(count=3)
    begin(job_id=jobs[0].pk, lease=jobs[0].lease)
    give_back(jobs)
    assert {job.key for job in reserve(count=3)} == {"b", "c"}


@pytest.mark.django_db
def test_no_more_are_reserved_than_asked_for_and_all_of_them_are_counted() -> None:
    hand_over("a", "b", "c")
    assert in_hand() == {}
    assert len(reserve(count=2)) == 2
    assert reserve(count=0) == []
    assert in_hand() == {KIND: 2}
    _leased()
    assert in_hand() == {KIND: 3}
