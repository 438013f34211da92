"""What has run out is removed, and nothing else is."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from outbox.models import Job
from tests.waitlist.putting import put_on_list
from waitlist.models import Signup, Token, Withheld
from waitlist.tidying import UNCONFIRMED_KEPT, tidy
from waitlist.tokens import new_token

pytestmark = pytest.mark.django_db

LONG_AGO = UNCONFIRMED_KEPT + timedelta(minutes=1)


def _long_ago(signup: Signup) -> None:
    Signup.objects.filter(pk=signup.pk).update(
        asked=timezone.now() - LONG_AGO, mailed=timezone.now() - LONG_AGO
    )


def test_an_address_that_nobody_confirmed_is_forgotten_after_thirty_days(
    joined: Callable[[str], Signup],
) -> None:
    ada, bob = joined("ada@example.com"), joined("bob@example.com")
    new_token(signup=ada, purpose=Token.Purpose.LEAVE)
    Job.objects.update(state=Job.State.FAILED, last_error="550 <ada@example.com> unknown")
    _long_ago(ada)
    assert tidy() == 1
    assert list(Signup.objects.all()) == [bob]
    assert not Token.objects.filter(signup=ada.pk).exists()
    assert [job.payload["signup"] for job in Job.objects.all()] == [bob.pk]
    # It was never anybody's wish not to be written to.
    assert not Withheld.objects.exists()
    assert joined("ada@example.com").state == Signup.State.PENDING


def test_whoever_was_mailed_lately_is_kept(joined: Callable[[str], Signup]) -> None:
    ada = joined("ada@example.com")
    Signup.objects.update(asked=timezone.now() - LONG_AGO, mailed=timezone.now() - timedelta(days=29))
    assert tidy() == 0
    assert Signup.objects.get().pk == ada.pk


@pytest.mark.parametrize("state", [state for state in Signup.State if state != Signup.State.PENDING])
def test_who_confirmed_or_left_is_kept_however_long_ago(
    joined: Callable[[str], Signup], state: Signup.State
) -> None:
    ada = joined("ada@example.com")
    Signup.objects.update(state=state)
    _long_ago(ada)
    assert tidy() == 0
    assert Signup.objects.get().state == state


def test_who_was_mailed_several_times_is_forgotten_with_all_those_mails(
    joined: Callable[[str], Signup],
) -> None:
    ada = joined("ada@example.com")
    Signup.objects.update(mailed=timezone.now() - timedelta(days=2))
    put_on_list("ada@example.com", placement="library")
    assert Job.objects.count() == 2
    _long_ago(ada)
    tidy()
    assert not Job.objects.exists()


def test_many_are_removed_in_several_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("waitlist.tidying._AT_ONCE", 2)
    for number in range(5):
        put_on_list(f"name{number}@example.com", placement="library")
    Signup.objects.update(mailed=timezone.now() - LONG_AGO)
    assert tidy() == 5
    assert not Signup.objects.exists()
    assert not Job.objects.exists()
