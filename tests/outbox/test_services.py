"""Work is handed over with the change that causes it, or not at all."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models.functions import Now

from outbox import registry, services
from outbox.errors import OutsideTransaction, UnknownKind
from outbox.models import Job
from outbox.services import enqueue, forget, try_again
from tests.outbox.work import KIND, hand_over


@pytest.mark.django_db(transaction=True)
def test_work_handed_over_outside_a_transaction_is_refused() -> None:
    with pytest.raises(OutsideTransaction):
        enqueue(kind=KIND, payload={}, key="a")
    assert not Job.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_work_is_gone_when_the_change_that_caused_it_is_rolled_back() -> None:
    with transaction.atomic():
        enqueue(kind=KIND, payload={}, key="a")
        transaction.set_rollback(True)
    assert not Job.objects.exists()


@pytest.mark.django_db
def test_a_kind_without_handler_is_refused_where_it_is_handed_over() -> None:
    with pytest.raises(UnknownKind, match=r"test\.nobody"):
        enqueue(kind="test.nobody", payload={}, key="a")


@pytest.mark.django_db
def test_a_handler_is_found_by_its_kind() -> None:
    assert registry.handler_of(KIND).__name__ == "handle"
    with pytest.raises(UnknownKind):
        registry.handler_of("test.nobody")


@pytest.mark.django_db
def test_the_same_key_is_one_job_with_its_first_payload() -> None:
    first = enqueue(kind=KIND, payload={"n": 1}, key="a")
    again = enqueue(kind=KIND, payload={"n": 2}, key="a")
    assert again.pk == first.pk
    assert Job.objects.get().payload == {"n": 1}


@pytest.mark.django_db
def test_a_new_job_is_due_at_once_by_the_clock_of_the_database() -> None:
    hand_over("a")
    assert Job.objects.filter(due__lte=Now(), state=Job.State.WAITING, attempts=0).exists()


@pytest.mark.django_db
def test_a_failed_job_is_tried_again_with_all_its_attempts() -> None:
    hand_over("failed", "done", "held", "later")
    Job.objects.filter(key="failed").update(
        state=Job.State.FAILED, attempts=33, finished=Now(), last_error="No."
    )
    Job.objects.filter(key="done").update(state=Job.State.DONE, finished=Now())
    Job.objects.filter(key="held").update(lease="x", leased_until=Now() + timedelta(seconds=30), attempts=1)
    Job.objects.filter(key="later").update(due=Now() + timedelta(hours=1), attempts=9)

    assert try_again(job_ids=list(Job.objects.values_list("pk", flat=True))) == 2

    states = dict(Job.objects.values_list("key", "state"))
    assert states == {"failed": "waiting", "done": "done", "held": "waiting", "later": "waiting"}
    assert dict(Job.objects.values_list("key", "attempts")) == {"failed": 0, "done": 0, "held": 1, "later": 0}
    assert set(Job.objects.filter(due__lte=Now(), lease="").values_list("key", flat=True)) >= {
        "failed",
        "later",
    }


@pytest.mark.django_db
def test_only_jobs_whose_key_begins_so_are_forgotten() -> None:
    hand_over("mail:1:a", "mail:1:b", "mail:12:a", "mail_1:a", "mail%1:a")
    assert forget(key_prefix="mail:1:") == 2
    assert forget(key_prefix="mail_1") == 1
    assert set(Job.objects.values_list("key", flat=True)) == {"mail:12:a", "mail%1:a"}


@pytest.mark.django_db
def test_what_is_handed_over_in_one_statement_is_a_job_like_any_other(
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    payload = {"text": 'a "quoted" word – ü', "numbers": [1, None]}
    with django_assert_num_queries(3):
        for key in ("one", "one", "two"):
            services.hand_over(kind=KIND, payload=payload, key=key)
    enqueue(kind=KIND, payload=payload, key="three")
    rows = Job.objects.order_by("pk").values()
    assert [row["key"] for row in rows] == ["one", "two", "three"]
    assert all(row["due"] and row["created"] for row in rows)
    own = ("id", "key", "due", "created")
    one, two, three = ({name: value for name, value in row.items() if name not in own} for row in rows)
    assert one == two == three
