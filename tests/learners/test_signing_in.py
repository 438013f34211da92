"""Signing in: limits that hold over all processes, a second step for staff, mails through the outbox."""

import re
import time

import pytest
from allauth.core.context import request_context as allauth_context
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.models.functions import Now
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from concepts.models import KnowledgeMap
from learners import limits
from learners.forms import LimitedAuthenticateForm
from learners.secrets import KEY_LOST
from outbox import doing, relay
from outbox.leases import finish
from outbox.models import Job
from tests.staff import code_of, sign_in, with_second_step
from waitlist.models import Allowance

pytestmark = pytest.mark.django_db

PASSWORD = "a long enough password"
LOGIN = "/accounts/login/"


@pytest.fixture
def ada(db: None) -> User:
    return User.objects.create_user("ada", "ada@example.com", PASSWORD)


def _sign_in(client: Client, login: str, password: str = PASSWORD, **more: str) -> int:
    return client.post(LOGIN, {"login": login, "password": password, **more}).status_code


@pytest.mark.parametrize("login", ["ada", "ada@example.com", "ADA@example.com"])
def test_a_name_or_an_address_serves_to_sign_in(client: Client, ada: User, login: str) -> None:
    assert _sign_in(client, login) == 302
    assert client.get(reverse("learners:me")).status_code == 200


def test_a_known_and_an_unknown_name_are_answered_alike(ada: User) -> None:
    pages = []
    for login in ("ada@example.com", "bob@example.com"):
        answer = Client().post(LOGIN, {"login": login, "password": "wrong"})
        assert answer.status_code == 200
        page = answer.content.decode().replace(login, "…")
        pages.append(re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page))
    assert pages[0] == pages[1]


@pytest.mark.parametrize("next_page", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_signing_in_leads_nowhere_else(client: Client, ada: User, next_page: str) -> None:
    answer = client.post(
        f"{LOGIN}?next={next_page}", {"login": "ada", "password": PASSWORD, "next": next_page}
    )
    assert answer["Location"] == reverse("learners:me")


def test_after_ten_tries_at_a_name_even_the_right_password_waits(ada: User) -> None:
    for _ in range(limits.SIGN_INS_PER_NAME_AND_NETWORK):
        assert _sign_in(Client(), "ada", "wrong") == 200
    answer = Client().post(LOGIN, {"login": "ada", "password": PASSWORD})
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    page = answer.content.decode()
    assert "Try again in 60 minutes." in page
    assert 'value="ada"' in page
    assert PASSWORD not in page
    # Its owner elsewhere is not locked out.
    assert (
        Client(REMOTE_ADDR="192.0.2.9").post(LOGIN, {"login": "ada", "password": PASSWORD}).status_code == 302
    )


def test_a_network_tries_so_many_names_and_no_more(ada: User) -> None:
    statuses = [
        _sign_in(Client(), f"name{number}", "wrong") for number in range(limits.SIGN_INS_PER_NETWORK + 1)
    ]
    assert statuses[-2:] == [200, 429]


def test_the_limit_of_a_name_is_counted_once_by_the_database(ada: User) -> None:
    _sign_in(Client(), "ada", "wrong")
    _sign_in(Client(), " ADA ", "wrong")
    assert sorted(Allowance.objects.values_list("spent", flat=True)) == [2, 2, 2, 2]
    assert "ada" not in str(list(Allowance.objects.values()))


def _guess_from_many_networks(name: str) -> list[int]:
    per_network = limits.SIGN_INS_PER_NAME_AND_NETWORK
    networks = [f"2001:db8:0:{number:x}::1" for number in range(limits.SIGN_INS_PER_NAME // per_network)]
    return [
        Client(REMOTE_ADDR=network).post(LOGIN, {"login": name, "password": "wrong"}).status_code
        for network in networks
        for _ in range(per_network)
    ]


def test_a_name_has_so_many_failures_over_all_networks_and_no_more(ada: User) -> None:
    assert set(_guess_from_many_networks("ada")) == {200}
    stranger = Client(REMOTE_ADDR="192.0.2.9")
    assert stranger.post(LOGIN, {"login": "ada", "password": PASSWORD}).status_code == 429


@pytest.mark.parametrize("login", ["ada", "Ada@Example.com"])
def test_guessers_from_many_networks_do_not_lock_out_whoever_signed_in_from_theirs_before(
    ada: User, login: str
) -> None:
    assert _sign_in(Client(REMOTE_ADDR="192.0.2.9"), "ada") == 302
    _guess_from_many_networks(login)
    assert _sign_in(Client(REMOTE_ADDR="192.0.2.9"), login) == 302
    # For a month, and there alone.
    assert _sign_in(Client(REMOTE_ADDR="192.0.2.10"), login) == 429
    Allowance.objects.filter(until__gt=time.time() + 29 * 86_400).update(until=time.time() - 1)
    assert _sign_in(Client(REMOTE_ADDR="192.0.2.9"), login) == 429


def test_right_passwords_are_no_failures_of_a_name(ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SIGN_INS_PER_NAME", 2)
    statuses = [_sign_in(Client(REMOTE_ADDR=f"192.0.2.{number}"), "ada") for number in range(5)]
    assert statuses == [302] * 5


def test_the_pages_of_accounts_take_so_many_posts_and_no_more(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "POSTS_PER_NETWORK", 2)
    page = reverse("account_reset_password")
    statuses = [client.post(page, {"email": f"x{number}@example.com"}).status_code for number in range(3)]
    assert statuses == [302, 302, 429]
    assert client.get(page).status_code == 200


def test_the_admin_has_no_door_of_its_own(client: Client, admin_user: User) -> None:
    form = {"username": "curator", "password": PASSWORD}
    for page in ("/admin/", "/admin/login/", "/admin/login/?next=/admin/"):
        answer = client.post(page, form)
        assert answer.status_code == 302
    assert client.get("/admin/login/")["Location"].startswith("/accounts/login/?next=")
    assert client.get("/admin/", follow=True).redirect_chain[-1][0].startswith("/accounts/login/")


def test_staff_come_in_with_password_and_code_and_not_without(client: Client, admin_user: User) -> None:
    answer = client.post(LOGIN, {"login": "curator", "password": PASSWORD, "next": "/admin/"})
    assert answer["Location"] == reverse("mfa_authenticate")
    assert client.get("/admin/").status_code == 302
    assert client.get(reverse("learners:me")).status_code == 302
    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    assert client.get("/admin/").status_code == 302
    done = client.post(reverse("mfa_authenticate"), {"code": code_of(admin_user)})
    assert (done.status_code, done["Location"]) == (302, "/admin/")
    assert client.get("/admin/").status_code == 200
    assert client.get("/admin/login/")["Location"] == "/admin/"


def test_staff_without_a_second_step_are_led_to_set_it_up(client: Client) -> None:
    User.objects.create_superuser("curator", "curator@kinapse.example", PASSWORD)
    assert _sign_in(client, "curator") == 302
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0] == reverse("mfa_index")
    assert "set up a second step" in answer.content.decode()
    assert client.get("/admin/concepts/concept/", follow=True).redirect_chain[-1][0] == reverse("mfa_index")
    # The password once more: a session left open must not be enough to take the account over.
    asked = client.get(reverse("mfa_activate_totp"))["Location"]
    setting_up = client.post(asked, {"password": PASSWORD}, follow=True)
    assert setting_up.redirect_chain[-1][0] == reverse("mfa_activate_totp")
    assert "data:image/svg+xml" in setting_up.content.decode()


def test_a_session_opened_with_the_password_alone_is_asked_for_the_second_step_set_up_since(
    client: Client,
) -> None:
    curator = User.objects.create_superuser("curator", "curator@kinapse.example", PASSWORD)
    assert _sign_in(client, "curator") == 302
    with_second_step(curator)
    wanted = "/admin/waitlist/signup/"
    asked = client.get(wanted, follow=True)
    assert (
        asked.redirect_chain[-1][0] == f"{reverse('mfa_reauthenticate')}?next=%2Fadmin%2Fwaitlist%2Fsignup%2F"
    )
    form = {"code": code_of(curator), "next": wanted}
    assert client.post(reverse("mfa_reauthenticate"), form)["Location"] == wanted
    assert client.get(wanted).status_code == 200


def test_drafts_are_shown_after_the_second_step_alone(client: Client) -> None:
    curator = User.objects.create_superuser("curator", "curator@kinapse.example", PASSWORD)
    KnowledgeMap.objects.create(slug="draft", title="A draft", summary="Not yet.")
    client.force_login(curator)
    assert client.get("/maps/draft/").status_code == 404
    sign_in(client, with_second_step(curator))
    assert client.get("/maps/draft/").status_code == 200


def test_a_second_step_taken_away_ends_the_way_in_of_every_session(staff_client: Client) -> None:
    assert staff_client.get("/admin/").status_code == 200
    Authenticator.objects.all().delete()
    assert staff_client.get("/admin/").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_who_sets_the_second_step_up_comes_in_at_once(client: Client) -> None:
    User.objects.create_superuser("curator", "curator@kinapse.example", PASSWORD)
    _sign_in(client, "curator")
    asked = client.get(reverse("mfa_activate_totp"))["Location"]
    client.post(asked, {"password": PASSWORD}, follow=True)
    secret = client.session["mfa.totp.secret"]
    counter = int(time.time()) // app_settings.TOTP_PERIOD
    client.post(reverse("mfa_activate_totp"), {"code": format_hotp_value(hotp_value(secret, counter))})
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example/admin/", "/admin/../evil"])
def test_the_door_of_the_admin_leads_nowhere_else(staff_client: Client, wanted: str) -> None:
    assert staff_client.get("/admin/login/", {"next": wanted})["Location"].startswith("/admin/")


def test_who_is_no_staff_is_refused_at_the_admin(client: Client, ada: User) -> None:
    sign_in(client, with_second_step(ada))
    assert client.get("/admin/", follow=True).status_code == 403


def test_codes_of_the_second_step_are_tried_so_often_and_no_more(client: Client, admin_user: User) -> None:
    _sign_in(client, "curator")
    page = reverse("mfa_authenticate")
    statuses = [client.post(page, {"code": "000000"}).status_code for _ in range(limits.CODES_PER_USER + 1)]
    assert statuses[-2:] == [200, 429]
    assert client.post(page, {"code": code_of(admin_user)}).status_code == 429


def test_a_code_serves_once(admin_user: User) -> None:
    code = code_of(admin_user)
    statuses = []
    for _ in range(2):
        # Each process has a cache of its own.
        cache.clear()
        client = Client()
        _sign_in(client, "curator")
        statuses.append(client.post(reverse("mfa_authenticate"), {"code": code}).status_code)
    assert statuses == [302, 200]


def test_a_new_password_is_mailed_from_the_outbox_with_links_to_the_site(
    client: Client, ada: User, mailoutbox: list[EmailMessage]
) -> None:
    answer = client.post(
        reverse("account_reset_password"), {"email": "ada@example.com"}, headers={"host": "127.0.0.1:666"}
    )
    assert answer.status_code == 302
    assert mailoutbox == []
    waiting = str(Job.objects.values().get())
    assert "ada@" not in waiting
    assert "password/reset" not in waiting
    relay.work_off()
    [mail] = mailoutbox
    assert mail.to == ["ada@example.com"]
    [link] = re.findall(r"http\S+", str(mail.body))
    assert link.startswith("http://localhost:8000/accounts/password/reset/key/")
    # With the colon: a Message-ID may well have three sixes.
    assert ":666" not in str(mail.message())
    assert list(Job.objects.values_list("payload", flat=True)) == [{}, {}]
    page = client.get(link.removeprefix("http://localhost:8000"), follow=True)
    form = {"password1": "quite another password", "password2": "quite another password"}
    assert client.post(page.redirect_chain[-1][0], form).status_code == 302
    assert User.objects.get().check_password("quite another password")


def test_asking_for_a_new_password_tells_nobody_whether_there_is_an_account(
    ada: User, mailoutbox: list[EmailMessage]
) -> None:
    page = reverse("account_reset_password")
    answers: dict[str, list[tuple[int, str]]] = {}
    for email in ("ada@example.com", "bob@example.com"):
        asked = [Client().post(page, {"email": email}) for _ in range(5)]
        # But for what was typed, and the token of the form.
        own = re.compile(rf'{email}|(?<=name="csrfmiddlewaretoken" value=")\w+')
        answers[email] = [(answer.status_code, own.sub("", answer.content.decode())) for answer in asked]
    assert answers["ada@example.com"] == answers["bob@example.com"]
    assert [status for status, _ in answers["ada@example.com"]] == [302] * 3 + [429] * 2
    relay.work_off()
    assert [mail.to for mail in mailoutbox] == [["ada@example.com"]] * limits.RESETS_PER_ADDRESS_AND_NETWORK


def test_asking_for_a_new_password_does_the_same_work_whether_there_is_an_account_or_not(ada: User) -> None:
    page = reverse("account_reset_password")
    shapes = []
    for email in ("ada@example.com", "bob@example.com"):
        with CaptureQueriesContext(connection) as queries:
            Client().post(page, {"email": email})
        shapes.append([re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in queries])
    assert shapes[0] == shapes[1]
    assert not any("auth_user" in statement for statement in shapes[0])


def test_strangers_who_ask_for_a_new_password_leave_the_owner_theirs(
    ada: User, mailoutbox: list[EmailMessage]
) -> None:
    page = reverse("account_reset_password")
    for _ in range(5):
        Client(REMOTE_ADDR="203.0.113.9").post(page, {"email": "ada@example.com"})
    assert Client(REMOTE_ADDR="192.0.2.1").post(page, {"email": "ada@example.com"}).status_code == 302
    relay.work_off()
    assert len(mailoutbox) == limits.RESETS_PER_ADDRESS_AND_NETWORK + 1


def test_mails_about_an_account_have_an_end_wherever_they_are_asked_from(
    ada: User, mailoutbox: list[EmailMessage]
) -> None:
    page = reverse("account_reset_password")
    for number in range(limits.MAILS_PER_ADDRESS + 2):
        Client(REMOTE_ADDR=f"192.0.2.{number}").post(page, {"email": "ada@example.com"})
    relay.work_off()
    assert len(mailoutbox) == limits.MAILS_PER_ADDRESS


@pytest.mark.django_db(transaction=True)
def test_a_mail_that_has_left_is_not_sent_again_when_the_database_was_away_just_then(
    ada: User, mailoutbox: list[EmailMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    outages = [OperationalError("gone")]

    def finish_after_the_outage(job: Job) -> None:
        if outages:
            raise outages.pop()
        finish(job)

    Client().post(reverse("account_reset_password"), {"email": "ada@example.com"})
    assert relay.work_off(stopped=lambda: Job.objects.count() == 2) == 1
    monkeypatch.setattr(doing, "finish", finish_after_the_outage)
    monkeypatch.setattr(doing, "SETTLED_EVERY_SECONDS", 0.01)
    relay.work_off()
    Job.objects.update(due=Now())
    relay.work_off()
    assert not outages
    assert len(mailoutbox) == 1
    assert set(Job.objects.values_list("state", "attempts")) == {(Job.State.DONE, 1)}


def test_a_forged_forwarded_address_gains_no_tries(ada: User, settings: Settings) -> None:
    for number in range(limits.SIGN_INS_PER_NAME_AND_NETWORK):
        Client().post(
            LOGIN, {"login": "ada", "password": "wrong"}, headers={"x-forwarded-for": f"192.0.2.{number}"}
        )
    answer = Client().post(
        LOGIN, {"login": "ada", "password": PASSWORD}, headers={"x-forwarded-for": "198.51.100.1"}
    )
    assert answer.status_code == 429


OUTSIDE = ("login/", "password/reset/", "signup/", "signup/passkey/", "logout/")
INSIDE = (
    *("password/change/", "email/", "reauthenticate/"),
    *("2fa/", "2fa/webauthn/", "2fa/webauthn/add/", "2fa/totp/activate/"),
)


@pytest.mark.parametrize(
    ("page", "inside"), [*((page, False) for page in OUTSIDE), *((page, True) for page in INSIDE)]
)
def test_the_pages_hold_the_strict_policy(client: Client, ada: User, page: str, inside: bool) -> None:
    if inside:
        _sign_in(client, "ada")
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    answer = client.get(f"/accounts/{page}", follow=True)
    assert answer.status_code == 200
    assert "script-src 'self'" in answer["Content-Security-Policy"].split("; ")
    html = answer.content.decode()
    assert "style=" not in html
    assert re.findall(r"<script(?![^>]*(?:src=|application/))[^>]*>", html) == []
    assert html.count("<h1") == 1


def test_a_copy_of_the_database_holds_no_secret_of_a_second_step(
    admin_user: User, settings: Settings
) -> None:
    row = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    secret = decrypt(row.data["secret"])
    assert len(secret) == 32
    assert secret not in str(row.data)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key, just as long and as random as the first, 0123456789"
    assert decrypt(row.data["secret"]) == secret


def test_a_second_step_under_a_lost_key_is_refused_in_words(
    client: Client, admin_user: User, settings: Settings
) -> None:
    """As after a restore without the key."""
    _sign_in(client, "curator")
    code = code_of(admin_user)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key, just as long and as random as the first, 0123456789"
    client.get(reverse("mfa_authenticate"))
    settings.SECRET_KEY_FALLBACKS = []
    user = User.objects.get()
    form = LimitedAuthenticateForm(user=user, data={"code": code})
    with allauth_context(RequestFactory().post("/")):
        assert not form.is_valid()
    assert form.errors == {"code": [KEY_LOST]}


def test_a_mail_under_a_lost_key_is_given_up_at_once(ada: User, settings: Settings) -> None:
    Client().post(reverse("account_reset_password"), {"email": "ada@example.com"})
    settings.SECRET_KEY = "another key, just as long and as random as the first, 0123456789"
    relay.work_off()
    job = Job.objects.get()
    assert (job.state, "secret key" in job.last_error) == (Job.State.FAILED, True)


def test_who_signs_in_is_called_by_their_address(client: Client) -> None:
    User.objects.create_user("learner-1002df9a", "ada@example.com", PASSWORD)
    answer = client.post(LOGIN, {"login": "ada@example.com", "password": PASSWORD}, follow=True)
    page = answer.content.decode()
    assert "ada@example.com" in page
    assert "learner-" not in page


def test_an_account_has_one_address_and_no_page_to_add_others(client: Client, ada: User) -> None:
    _sign_in(client, "ada")
    assert client.get("/accounts/email/")["Location"] == reverse("learners:me")
    assert client.post("/accounts/email/", {"action_send": "", "email": ada.email}).status_code == 302
    assert not Job.objects.exists()


def test_no_code_to_sign_in_is_sent_by_mail(client: Client, ada: User) -> None:
    _sign_in(client, "ada")
    asked = client.get(reverse("account_reauthenticate"))
    assert "code" not in re.sub(r"<head>.*</head>", "", asked.content.decode(), flags=re.DOTALL)
    assert client.post(reverse("account_request_reauthentication_code"), {}).status_code != 200
    assert not Job.objects.exists()


@pytest.mark.parametrize("email", ["Grace@Example.COM", "grace@example.com"])
def test_whoever_was_made_on_the_machine_signs_in_by_address_however_it_was_written(
    client: Client, email: str
) -> None:
    call_command("createsuperuser", interactive=False, username="grace", email=email)
    user = User.objects.get()
    user.set_password(PASSWORD)
    user.save()
    for login in ("grace@example.com", "Grace@Example.COM", "grace"):
        assert Client().post(LOGIN, {"login": login, "password": PASSWORD}).status_code == 302, login


def test_staff_help_who_lost_a_phone_and_see_no_secret(staff_client: Client, ada: User) -> None:
    with_second_step(ada)
    row = Authenticator.objects.get(user=ada)
    page = f"/admin/mfa/authenticator/{row.pk}/"
    assert row.data["secret"] not in staff_client.get(f"{page}change/").content.decode()
    assert (
        staff_client.post(f"{page}change/", {"user": ada.pk, "type": "totp", "data": "{}"}).status_code == 403
    )
    assert staff_client.get("/admin/mfa/authenticator/add/").status_code == 403
    staff_client.post(f"{page}delete/", {"post": "yes"})
    assert not Authenticator.objects.filter(user=ada).exists()
    assert staff_client.get("/admin/account/emailaddress/").status_code == 404
