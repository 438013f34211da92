"""How much work waits is told by the database's clock."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.db.models.functions import Now

from outbox.models import Job
from outbox.selectors import backlog
from tests.outbox.work import KIND, hand_over

pytestmark = pytest.mark.django_db


def test_an_empty_outbox_has_no_depth_and_no_age() -> None:
    found = backlog()
    assert (found.depth, found.oldest, found.late, found.counts) == (0, 0.0, 0.0, {})


def test_depth_and_age_are_those_of_what_waits(
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    hand_over("a", "b", "done", "failed")
    Job.objects.filter(key="done").update(state=Job.State.DONE)
    Job.objects.filter(key="failed").update(state=Job.State.FAILED)
    Job.objects.filter(key__in=["a", "done"]).update(created=Now() - timedelta(minutes=10))
    Job.objects.filter(key="b").update(due=Now() - timedelta(minutes=1))
    Job.objects.filter(key="a").update(due=Now() + timedelta(minutes=5))
    with django_assert_num_queries(2):
        found = backlog()
    assert found.depth == 2
    assert found.counts == {(KIND, "waiting"): 2, (KIND, "failed"): 1}
    assert 600 <= found.oldest < 630
    assert 60 <= found.late < 90


def test_what_is_put_off_is_not_late() -> None:
    hand_over("a")
    Job.objects.update(due=Now() + timedelta(hours=1))
    assert backlog().late == 0.0
