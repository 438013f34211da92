"""A lease is kept and progress told while work goes on."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from outbox import keeping, leases
from outbox.keeping import kept
from outbox.leases import finish, lease_next
from outbox.models import Job
from outbox.progress import Progress, progress_of, report
from tests.outbox.running import until
from tests.outbox.work import hand_over


def _leased() -> Job:
    job = lease_next()
    assert job is not None
    return job


@pytest.mark.django_db(transaction=True)
def test_a_lease_is_kept_while_slow_work_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leases, "LEASE", timedelta(seconds=2))
    hand_over("a")
    job = _leased()
    first = Job.objects.get().leased_until
    assert first
    with kept(job, every=0.1):
        until(lambda: timezone.now() > first + timedelta(seconds=2))
        Job.objects.update(due=Now())
        assert lease_next() is None
    finish(job)


@pytest.mark.django_db(transaction=True)
def test_without_a_keeper_the_same_lease_runs_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leases, "LEASE", timedelta(seconds=0.4))
    hand_over("a")
    _leased()
    time.sleep(0.6)
    Job.objects.update(due=Now())
    assert lease_next() is not None


@pytest.mark.django_db(transaction=True)
def test_a_keeper_ends_with_its_block_and_when_the_lease_is_lost() -> None:
    hand_over("a")
    job = _leased()
    before = threading.active_count()
    with kept(job, every=0.05):
        Job.objects.update(lease="somebody else")
        until(lambda: threading.active_count() == before, seconds=5)
    assert Job.objects.get().lease == "somebody else"


@pytest.mark.django_db(transaction=True)
def test_progress_is_seen_while_the_work_is_in_a_transaction_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(keeping, "TOLD_EVERY_SECONDS", 0.05)
    hand_over("a")
    job = _leased()
    assert progress_of(Job.objects.get()) == Progress(0, 0)
    with kept(job):
        with transaction.atomic():
            Job.objects.create(kind="effect", key="effect", state=Job.State.DONE)
            report(job, done=3, steps=12)
            until(lambda: progress_of(Job.objects.get(key="a")) == Progress(3, 12), seconds=5)
        report(job, done=12, steps=12)
        until(lambda: progress_of(Job.objects.get(key="a")) == Progress(12, 12), seconds=5)
    finish(job)
    assert progress_of(Job.objects.get(key="a")) == Progress(12, 12)


def test_what_nobody_can_tell_is_nought_percent() -> None:
    assert Progress(3, 12).percent == 25
    assert Progress(0, 0).percent == 0
    assert Progress(9, 3).percent == 100
