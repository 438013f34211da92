"""An account is opened by invitation alone, once, for the address that was invited."""

import re
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from learners.forms import HAS_ACCOUNT
from outbox import relay
from outbox.models import Job
from tests.waitlist.putting import put_on_list
from tests.waitlist.test_races import THREADS, at_once
from waitlist.leaving import erase, take_off
from waitlist.models import Signup, Token

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse

pytestmark = pytest.mark.django_db

PASSWORD = "a long enough password of ada's"


def _open(client: Client, **fields: str) -> "_MonkeyPatchedWSGIResponse":
    return client.post(reverse("account_signup"), {"password1": PASSWORD, **fields})


def test_an_invited_person_opens_an_account_with_a_password(followed: Client) -> None:
    page = followed.get(reverse("account_signup")).content.decode()
    assert 'value="Ada@example.com"' in page
    answer = _open(followed)
    assert (answer.status_code, answer["Location"]) == (302, reverse("learners:me"))
    user = User.objects.get()
    signup = Signup.objects.get()
    assert (signup.state, signup.account_id) == (Signup.State.JOINED, user.pk)
    assert user.check_password(PASSWORD)
    assert EmailAddress.objects.values_list("email", "verified").get() == ("ada@example.com", True)
    assert not user.is_staff
    assert "ada@example.com" in followed.get(reverse("learners:me")).content.decode()


@pytest.mark.parametrize("name", ["account_signup", "account_signup_by_passkey"])
def test_without_an_invitation_no_account_is_opened(client: Client, name: str) -> None:
    assert "by invitation" in client.get(reverse(name)).content.decode()
    answer = client.post(reverse(name), {"email": "eve@example.com", "password1": PASSWORD})
    assert "by invitation" in answer.content.decode()
    assert not User.objects.exists()


@pytest.mark.parametrize("query", ["", "?email=eve@example.com"])
def test_an_invitation_serves_no_other_address(followed: Client, query: str) -> None:
    followed.post(
        reverse("account_signup") + query,
        {"email": "eve@example.com", "password1": PASSWORD, "username": "eve"},
    )
    assert User.objects.get().email == "ada@example.com"


def test_an_invitation_is_followed_once(invited: Callable[[str], str]) -> None:
    link = invited("ada@example.com")
    first, second = Client(), Client()
    first.post(link)
    second.post(link)
    assert _open(first).status_code == 302
    assert "by invitation" in _open(second).content.decode()
    assert Client().get(link).status_code == 404
    assert Client().post(link).status_code == 404
    assert User.objects.count() == 1


def test_an_invitation_taken_back_while_the_form_is_open_opens_nothing(followed: Client) -> None:
    take_off(signup_ids=[Signup.objects.get().pk])
    assert "by invitation" in _open(followed).content.decode()
    assert not User.objects.exists()


def test_the_account_and_the_invitation_are_written_together(
    followed: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from learners import adapter  # noqa: PLC0415
    from waitlist.errors import NotInvited  # noqa: PLC0415

    def refuse(**_: object) -> None:
        raise NotInvited

    monkeypatch.setattr(adapter, "open_account", refuse)
    answer = _open(followed)
    assert (answer.status_code, answer["Location"]) == (302, reverse("account_signup"))
    assert not User.objects.exists()
    assert Signup.objects.get().state == Signup.State.INVITED


@pytest.mark.parametrize("password", ["", "short", "password1234", "ada@example.com", "\x00" * 20])
def test_a_refused_password_says_what_to_do_beside_the_field(followed: Client, password: str) -> None:
    answer = _open(followed, password1=password)
    assert answer.status_code == 200
    assert 'class="field__error" id="id_password1-fault"' in answer.content.decode()
    assert not User.objects.exists()


def test_a_passkey_is_asked_for_before_the_account_is_entered(followed: Client) -> None:
    answer = followed.post(reverse("account_signup_by_passkey"), {})
    assert (answer.status_code, answer["Location"]) == (302, reverse("mfa_signup_webauthn"))
    page = followed.get(answer["Location"]).content.decode()
    assert '"challenge"' in page
    assert not User.objects.get().has_usable_password()
    assert followed.get(reverse("learners:me")).status_code == 302


def test_no_mail_is_asked_for_beside_the_waitlists_own(followed: Client) -> None:
    _open(followed)
    assert set(Job.objects.values_list("kind", flat=True)) == {"waitlist.confirm", "waitlist.invite"}


def test_the_session_does_not_keep_the_token(invited: Callable[[str], str]) -> None:
    link = invited("ada@example.com")
    client = Client()
    client.post(link)
    token = link.rstrip("/").rsplit("/", 1)[1]
    assert token not in str(dict(client.session))
    assert client.session["waitlist_invitation"] == Token.objects.get(purpose="invitation").pk


@pytest.mark.parametrize("name", ["account_signup", "account_signup_by_passkey"])
def test_who_has_an_account_already_is_told_so(followed: Client, name: str) -> None:
    User.objects.create_user("ada", "ADA@example.com", PASSWORD)
    page = followed.post(reverse(name), {"password1": PASSWORD}).content.decode()
    assert HAS_ACCOUNT in page
    assert 'id="id_email-fault"' in page
    assert User.objects.count() == 1
    assert Signup.objects.get().state == Signup.State.INVITED


@pytest.mark.django_db(transaction=True)
def test_two_who_open_with_one_invitation_at_once_get_one_account(invited: Callable[[str], str]) -> None:
    link = invited("ada@example.com")
    clients = [Client() for _ in range(THREADS)]
    for client in clients:
        client.post(link)
    at_once([partial(_open, client) for client in clients])
    assert User.objects.count() == 1
    assert Signup.objects.get().account_id == User.objects.get().pk


def test_who_gave_up_at_the_passkey_comes_in_by_a_new_password(
    followed: Client, mailoutbox: list[EmailMessage]
) -> None:
    followed.post(reverse("account_signup_by_passkey"), {})
    Client().post(reverse("account_reset_password"), {"email": "ada@example.com"})
    relay.work_off()
    [link] = re.findall(r"http://localhost:8000(\S+reset/key\S+)", str(mailoutbox[-1].body))
    client = Client()
    page = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(page, {"password1": PASSWORD, "password2": PASSWORD})
    assert Client().login(email="ada@example.com", password=PASSWORD)


def test_erasing_takes_mails_about_the_account_along(followed: Client) -> None:
    _open(followed)
    Client().post(reverse("account_reset_password"), {"email": "ada@example.com"})
    Job.objects.update(last_error="550 <ada@example.com> unknown")
    erase(signup_ids=[Signup.objects.get().pk])
    assert not Job.objects.filter(kind__startswith="waitlist.").exists()
    assert not Job.objects.filter(kind__startswith="account.").exists()
    assert not EmailAddress.objects.exists()


def test_erasing_takes_along_what_is_mailed_to_an_address_that_the_account_was_changed_to(
    followed: Client,
) -> None:
    _open(followed)
    EmailAddress.objects.update(email="new.ada@example.com")
    User.objects.update(email="new.ada@example.com")
    Client().post(reverse("account_reset_password"), {"email": "new.ada@example.com"})
    relay.work_off()
    Job.objects.filter(kind="account.mail").update(
        state="failed", last_error="550 <new.ada@example.com> unknown"
    )
    erase(signup_ids=[Signup.objects.get().pk])
    assert not Job.objects.filter(kind__startswith="waitlist.").exists()
    assert not Job.objects.filter(kind__startswith="account.").exists()
    # Nobody writes to the newer address again either.
    put_on_list("new.ada@example.com", placement="library")
    assert not Signup.objects.exists()


def test_what_is_mailed_about_the_account_of_staff_stays(followed: Client) -> None:
    _open(followed)
    User.objects.update(is_staff=True, email="staff@example.com")
    Client().post(reverse("account_reset_password"), {"email": "staff@example.com"})
    erase(signup_ids=[Signup.objects.get().pk])
    assert User.objects.exists()
    assert Job.objects.filter(kind="account.reset").exists()


def test_the_account_of_an_international_domain_is_nobody_elses(invited: Callable[[str], str]) -> None:
    client = Client()
    client.post(invited("ada@faß.de"))
    _open(client)
    assert User.objects.get().email == "ada@xn--fa-hia.de"
