"""Between asking and being taken in: what happens then counts, and nothing of an address stays behind."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from outbox.models import Job
from tests.outbox.work import in_thread
from tests.waitlist.putting import put_on_list, take_in_all, take_one_in
from waitlist import taking_in
from waitlist.leaving import erase, erase_address, release, suppress, take_off
from waitlist.models import Signup, Withheld
from waitlist.promises import Promises, keep
from waitlist.services import join

pytestmark = pytest.mark.django_db

ADA = "ada@example.com"


def test_nothing_is_looked_up_and_no_sign_up_written_while_the_visitor_waits() -> None:
    join(email=ADA, placement="library")
    assert not Signup.objects.exists()
    assert Job.objects.get().kind == "waitlist.ask"


def test_the_outbox_keeps_no_address_of_who_was_taken_in() -> None:
    put_on_list(ADA)
    assert ADA not in str(list(Job.objects.values()))
    assert [job.kind for job in Job.objects.all()] == ["waitlist.confirm"]


def test_the_time_that_is_kept_is_when_they_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    join(email=ADA, placement="library")
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(hours=5))
    take_in_all()
    assert abs(Signup.objects.get().asked - now) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("end", "state"),
    [
        (take_off, Signup.State.LEFT),
        (erase, None),
        (lambda signup_ids: erase_address(email=ADA), None),
        (
            lambda signup_ids: suppress(email=ADA, reason=Withheld.Reason.BOUNCED),
            Signup.State.SUPPRESSED,
        ),
    ],
)
def test_who_asked_before_leaving_is_not_brought_back(
    joined: Callable[[str], Signup], end: Callable[..., object], state: Signup.State | None
) -> None:
    ada = joined(ADA)
    join(email="ADA@example.com", placement="library")
    end(signup_ids=[ada.pk])
    take_in_all()
    assert list(Signup.objects.values_list("state", flat=True)) == ([] if state is None else [state])
    assert not Job.objects.filter(kind="waitlist.ask").exists()


def test_who_asks_after_leaving_is_back(joined: Callable[[str], Signup]) -> None:
    take_off(signup_ids=[joined(ADA).pk])
    put_on_list(ADA)
    assert Signup.objects.get().state == Signup.State.PENDING


def test_others_who_asked_are_taken_in(joined: Callable[[str], Signup]) -> None:
    ada = joined(ADA)
    join(email="bob@example.com", placement="library")
    erase(signup_ids=[ada.pk])
    take_in_all()
    assert Signup.objects.get().email == "bob@example.com"


def test_an_erased_address_that_had_only_asked_leaves_nothing() -> None:
    join(email=ADA, placement="library")
    erase_address(email=ADA)
    assert not Job.objects.exists()
    put_on_list(ADA)
    assert not Signup.objects.exists()


def test_a_released_address_is_taken_in_again(joined: Callable[[str], Signup]) -> None:
    ada = joined(ADA)
    suppress(email=ADA, reason=Withheld.Reason.BOUNCED)
    release(signup_ids=[ada.pk])
    put_on_list(ADA)
    assert Signup.objects.get().state == Signup.State.PENDING


def test_a_restore_takes_in_nobody_who_has_left_since() -> None:
    join(email=ADA, placement="library")
    join(email="bob@example.com", placement="library")
    keep(Promises({}, frozenset({ADA})))
    take_in_all()
    assert Signup.objects.get().email == "bob@example.com"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("end", ["leave", "erase", "suppress"])
def test_who_is_taken_in_and_goes_at_the_same_moment_is_gone(
    monkeypatch: pytest.MonkeyPatch, end: str, known: bool
) -> None:
    """Neither waits for the other for ever, and whoever goes has the last word."""
    if known:
        put_on_list(ADA)
    join(email=ADA, placement="library")
    in_the_middle = threading.Event()
    looked_up = taking_in.is_withheld

    def look_up_slowly(key: str) -> bool:
        found = looked_up(key)
        in_the_middle.set()
        time.sleep(0.5)
        return found

    monkeypatch.setattr(taking_in, "is_withheld", look_up_slowly)

    def go() -> None:
        assert in_the_middle.wait(20)
        if end == "leave":
            take_off(signup_ids=list(Signup.objects.values_list("pk", flat=True)))
        elif end == "erase":
            erase_address(email=ADA)
        else:
            suppress(email=ADA, reason=Withheld.Reason.COMPLAINED)

    with ThreadPoolExecutor(2) as pool:
        for future in [pool.submit(in_thread(work)) for work in (take_one_in, go)]:
            future.result()
    take_in_all()
    states = list(Signup.objects.values_list("state", flat=True))
    if end == "leave" and not known:
        # Nobody was on the list when they left.
        assert states == [Signup.State.PENDING]
    else:
        gone = {"leave": ["left"], "erase": [], "suppress": ["suppressed"]}[end]
        assert states == (gone if known else [])
    connection.close()
