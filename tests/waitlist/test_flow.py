"""From pending to joined: what each link does, once, and to whom."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from outbox import relay
from tests.waitlist.putting import put_on_list
from waitlist import leaving, services
from waitlist.errors import NotInvited, UnknownToken
from waitlist.leaving import erase, release, suppress, take_off
from waitlist.models import WORKING_ON_LENGTH, Signup, Token, Withheld
from waitlist.services import answer, confirm, invite, invite_oldest, open_account
from waitlist.taking_in import MAIL_AGAIN_AFTER
from waitlist.tokens import new_token, signup_of

pytestmark = pytest.mark.django_db

People = Callable[[str], Signup]


def _state(signup: Signup) -> str:
    return Signup.objects.get(pk=signup.pk).state


def _confirming(signup: Signup) -> str:
    return new_token(signup=signup, purpose=Token.Purpose.CONFIRM)


def _invitation(signup: Signup) -> int:
    new_token(signup=signup, purpose=Token.Purpose.INVITATION)
    return Token.objects.get(signup=signup, purpose=Token.Purpose.INVITATION).pk


def test_a_mailed_link_confirms_its_own_address_and_no_other(joined: People) -> None:
    ada, bob = joined("ada@example.com"), joined("bob@example.com")
    confirm(token=_confirming(ada))
    assert (_state(ada), _state(bob)) == (Signup.State.CONFIRMED, Signup.State.PENDING)
    assert Signup.objects.get(pk=ada.pk).confirmed is not None


def test_a_confirming_link_does_its_work_once(joined: People) -> None:
    ada = joined("ada@example.com")
    token = _confirming(ada)
    assert confirm(token=token) is not None
    before = Signup.objects.values().get()
    assert confirm(token=token) is None
    assert Signup.objects.values().get() == before


def test_a_confirming_link_of_before_leaving_brings_nobody_back(joined: People) -> None:
    ada = joined("ada@example.com")
    token = _confirming(ada)
    take_off(signup_ids=[ada.pk])
    with pytest.raises(UnknownToken):
        confirm(token=token)
    joined("ada@example.com")
    with pytest.raises(UnknownToken):
        confirm(token=token)
    assert _state(ada) == Signup.State.PENDING


def test_a_link_for_one_purpose_serves_no_other(joined: People) -> None:
    ada = joined("ada@example.com")
    for purpose in Token.Purpose:
        token = new_token(signup=ada, purpose=purpose)
        for other in Token.Purpose:
            if other != purpose:
                with pytest.raises(UnknownToken):
                    signup_of(token, purpose=other)


def test_what_is_told_after_confirming_is_kept(joined: People) -> None:
    ada = joined("ada@example.com")
    token = confirm(token=_confirming(ada))
    assert token
    answer(token=token, working_on="  a  map of\tthe brain ", stage="building")
    row = Signup.objects.get()
    assert (row.working_on, row.stage) == ("a map of the brain", "building")
    answer(token=token, working_on="", stage="")
    assert (Signup.objects.get().working_on, Signup.objects.get().stage) == ("", "")


@pytest.mark.parametrize(
    ("working_on", "stage", "faults"),
    [
        ("x" * (WORKING_ON_LENGTH + 1), "", {"working_on": [services.TOO_LONG]}),
        ("a\x00b", "", {"working_on": [services.UNSEEN]}),
        ("a\ud800b", "", {"working_on": [services.UNSEEN]}),
        ("", "galaxy", {"stage": [services.UNKNOWN_STAGE]}),
        ("", "\x00", {"stage": [services.UNKNOWN_STAGE]}),
    ],
)
def test_answers_that_cannot_be_kept_are_refused_by_field(
    confirmed: People, working_on: str, stage: str, faults: dict[str, list[str]]
) -> None:
    token = new_token(signup=confirmed("ada@example.com"), purpose=Token.Purpose.ANSWER)
    with pytest.raises(ValidationError) as refused:
        answer(token=token, working_on=working_on, stage=stage)
    assert refused.value.message_dict == faults
    assert Signup.objects.get().stage == ""


def test_who_asks_again_at_once_gets_one_mail_and_later_another(
    joined: People, mailoutbox: list[EmailMessage]
) -> None:
    for _ in range(3):
        joined("ada@example.com")
    relay.work_off()
    assert len(mailoutbox) == 1
    Signup.objects.update(mailed=timezone.now() - MAIL_AGAIN_AFTER - timedelta(seconds=1))
    for _ in range(3):
        joined("ada@example.com")
    relay.work_off()
    first, second = mailoutbox
    assert first.extra_headers["Message-ID"] != second.extra_headers["Message-ID"]


def test_who_never_asked_is_not_pestered_by_a_stranger(
    joined: People, mailoutbox: list[EmailMessage]
) -> None:
    joined("ada@example.com")
    relay.work_off()
    for hours, mails in ((2, 1), (23, 1), (25, 2)):
        ago = timezone.now() - timedelta(hours=hours)
        Signup.objects.update(asked=ago, mailed=ago)
        joined("ada@example.com")
        relay.work_off()
        assert len(mailoutbox) == mails


@pytest.mark.parametrize("state", ["confirmed", "invited", "joined"])
def test_who_is_on_the_list_is_not_asked_again(
    confirmed: People, mailoutbox: list[EmailMessage], state: str
) -> None:
    ada = confirmed("ada@example.com")
    relay.work_off()
    mailoutbox.clear()
    Signup.objects.update(state=state, mailed=timezone.now() - timedelta(days=9))
    put_on_list("ADA@example.com", placement="recommendations", page="/elsewhere/")
    relay.work_off()
    assert mailoutbox == []
    assert _state(ada) == state
    assert Signup.objects.get().placement == "library"


def test_who_was_erased_is_not_written_to_again_whoever_types_the_address(
    joined: People, mailoutbox: list[EmailMessage]
) -> None:
    erase(signup_ids=[joined("ada@example.com").pk])
    put_on_list("ADA@example.com", placement="library")
    relay.work_off()
    assert mailoutbox == []
    assert not Signup.objects.exists()
    kept = Withheld.objects.values().get()
    assert kept["reason"] == "erased"
    assert "ada" not in str(kept)


def test_the_trace_of_an_erased_address_holds_over_a_new_secret_key(
    joined: People, settings: pytest.FixtureRequest
) -> None:
    erase(signup_ids=[joined("ada@example.com").pk])
    old = settings.SECRET_KEY  # type: ignore[attr-defined]
    settings.SECRET_KEY = "another key, just as long and as random as the first, 0123456789"  # type: ignore[attr-defined]
    settings.SECRET_KEY_FALLBACKS = [old]  # type: ignore[attr-defined]
    put_on_list("ada@example.com", placement="library")
    assert not Signup.objects.exists()


def test_the_trace_is_salted(joined: People, settings: pytest.FixtureRequest) -> None:
    erase(signup_ids=[joined("ada@example.com").pk])
    settings.SECRET_KEY = "another key, just as long and as random as the first, 0123456789"  # type: ignore[attr-defined]
    erase(signup_ids=[joined("ada@example.com").pk])
    assert Withheld.objects.count() == 2


def test_a_link_erases_a_person_with_the_account_they_opened(confirmed: People) -> None:
    ada = confirmed("ada@example.com")
    invite(signup_ids=[ada.pk])
    user = User.objects.create_user("ada")
    open_account(token_id=_invitation(ada), user=user)
    leaving.erase_by(token=new_token(signup=ada, purpose=Token.Purpose.ERASE))
    assert not Signup.objects.exists()
    assert not User.objects.exists()


def test_a_link_in_a_mail_does_not_end_the_account_of_staff(confirmed: People) -> None:
    ada = confirmed("ada@example.com")
    Signup.objects.update(account=User.objects.create_user("curator", is_staff=True))
    link = reverse("waitlist:erase", args=[new_token(signup=ada, purpose=Token.Purpose.ERASE)])
    assert "with the account" not in Client().get(link).content.decode()
    erase(signup_ids=[ada.pk])
    assert User.objects.exists()


def test_a_suppressed_address_is_written_to_again_only_when_staff_release_it(
    joined: People, mailoutbox: list[EmailMessage]
) -> None:
    ada = joined("ada@example.com")
    token = _confirming(ada)
    suppress(email="ADA@Example.com", reason=Withheld.Reason.BOUNCED)
    joined("ada@example.com")
    relay.work_off()
    assert mailoutbox == []
    assert _state(ada) == Signup.State.SUPPRESSED
    with pytest.raises(UnknownToken):
        confirm(token=token)
    assert invite(signup_ids=[ada.pk]) == 0
    assert release(signup_ids=[ada.pk]) == 1
    joined("ada@example.com")
    relay.work_off()
    assert len(mailoutbox) == 1


def test_an_address_nobody_joined_with_can_be_suppressed_and_nonsense_is_passed_over() -> None:
    suppress(email="stranger@example.com", reason=Withheld.Reason.COMPLAINED)
    suppress(email="no address", reason=Withheld.Reason.COMPLAINED)
    assert Withheld.objects.count() == 1


def test_only_the_confirmed_are_invited_and_once(
    joined: People, confirmed: People, mailoutbox: list[EmailMessage]
) -> None:
    ada, bob, cyd = confirmed("ada@example.com"), joined("bob@example.com"), confirmed("cyd@example.com")
    take_off(signup_ids=[cyd.pk])
    assert invite(signup_ids=[ada.pk, bob.pk, cyd.pk]) == 1
    relay.work_off()
    invitations = [mail for mail in mailoutbox if "place at Kinapse" in mail.subject]
    assert [mail.to for mail in invitations] == [["ada@example.com"]]
    assert [_state(each) for each in (ada, bob, cyd)] == ["invited", "pending", "left"]


def test_who_did_not_follow_an_invitation_is_invited_anew_by_a_mail_of_its_own(
    confirmed: People, mailoutbox: list[EmailMessage]
) -> None:
    ada = confirmed("ada@example.com")
    relay.work_off()
    mailoutbox.clear()
    for _ in range(2):
        assert invite(signup_ids=[ada.pk]) == 1
        relay.work_off()
    first, second = mailoutbox
    assert first.extra_headers["Message-ID"] != second.extra_headers["Message-ID"]


def test_the_oldest_are_invited_first(confirmed: People) -> None:
    people = [confirmed(f"person{number}@example.com") for number in range(5)]
    Signup.objects.filter(pk=people[3].pk).update(confirmed=timezone.now() - timedelta(days=1))
    assert invite_oldest(count=2) == 2
    assert {each.pk for each in people if _state(each) == "invited"} == {people[3].pk, people[0].pk}
    assert invite_oldest(count=100) == 3
    assert invite_oldest(count=1) == 0


def test_an_invitation_opens_one_account(confirmed: People) -> None:
    ada = confirmed("ada@example.com")
    invite(signup_ids=[ada.pk])
    token_id = _invitation(ada)
    user = User.objects.create_user("ada")
    assert open_account(token_id=token_id, user=user).account_id == user.pk
    assert _state(ada) == Signup.State.JOINED
    with pytest.raises(NotInvited):
        open_account(token_id=token_id, user=User.objects.create_user("eve"))
    with pytest.raises(NotInvited):
        open_account(token_id=token_id + 1, user=User.objects.create_user("mallory"))


def test_an_invitation_that_has_expired_or_was_followed_by_leaving_opens_nothing(confirmed: People) -> None:
    ada, bob = confirmed("ada@example.com"), confirmed("bob@example.com")
    invite(signup_ids=[ada.pk, bob.pk])
    first, second = _invitation(ada), _invitation(bob)
    Token.objects.filter(pk=first).update(expires=timezone.now())
    take_off(signup_ids=[bob.pk])
    user = User.objects.create_user("eve")
    for token_id in (first, second):
        with pytest.raises(NotInvited):
            open_account(token_id=token_id, user=user)


def test_who_left_after_opening_an_account_and_comes_back_needs_no_invitation(confirmed: People) -> None:
    ada = confirmed("ada@example.com")
    invite(signup_ids=[ada.pk])
    open_account(token_id=_invitation(ada), user=User.objects.create_user("ada"))
    take_off(signup_ids=[ada.pk])
    confirmed("ada@example.com")
    assert _state(ada) == Signup.State.JOINED
