"""Every hour, and once for all relays, what has run out is removed."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db.models.functions import Now
from django.utils import timezone

from outbox import relay, tidying
from outbox.models import Job
from tests.outbox import work

pytestmark = pytest.mark.django_db


def test_each_hour_it_is_handed_over_once_by_however_many_relays() -> None:
    clocks = [tidying.Clock(), tidying.Clock()]
    for clock in (*clocks, *clocks):
        clock.strike()
    assert [job.kind for job in Job.objects.all()] == [tidying.KIND]
    Job.objects.update(key=f"{tidying.KIND}:an hour ago")
    tidying.Clock().strike()
    assert Job.objects.count() == 2


def test_a_clock_that_has_struck_asks_nothing(django_assert_num_queries: pytest.FixtureRequest) -> None:
    clock = tidying.Clock()
    clock.strike()
    with django_assert_num_queries(0):  # type: ignore[operator]
        clock.strike()


def test_jobs_done_long_ago_are_removed_and_all_others_stay() -> None:
    long_ago = Now() - tidying.DONE_KEPT - timedelta(minutes=1)
    work.hand_over("done long ago", "done lately", "failed long ago", "waiting")
    Job.objects.filter(key="done long ago").update(state=Job.State.DONE, finished=long_ago)
    Job.objects.filter(key="done lately").update(state=Job.State.DONE, finished=Now())
    Job.objects.filter(key="failed long ago").update(state=Job.State.FAILED, finished=long_ago)
    assert tidying.remove_done() == 1
    assert set(Job.objects.values_list("key", flat=True)) == {"done lately", "failed long ago", "waiting"}


def test_many_are_removed_in_several_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tidying, "_AT_ONCE", 2)
    work.hand_over(*(f"job {number}" for number in range(5)))
    assert tidying.remove(Job.objects.all()) == 5
    assert not Job.objects.exists()


def test_what_a_relay_hands_over_tidies_every_room() -> None:
    work.hand_over("done long ago")
    Job.objects.update(state=Job.State.DONE, finished=Now() - tidying.DONE_KEPT - timedelta(days=1))
    Session.objects.create(session_key="old", session_data="", expire_date=timezone.now() - timedelta(1))
    Session.objects.create(session_key="new", session_data="", expire_date=timezone.now() + timedelta(1))
    tidying.Clock().strike()
    relay.work_off()
    assert [job.kind for job in Job.objects.filter(state=Job.State.DONE)] == [tidying.KIND]
    assert [session.session_key for session in Session.objects.all()] == ["new"]
