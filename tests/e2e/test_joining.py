"""From the form to the account, in a real browser: the mails' links, the passkey, what a person is asked."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from playwright.sync_api import Page, expect

from outbox import relay
from tests.e2e.accessibility import accessibility_faults
from waitlist.models import Signup
from waitlist.services import invite_oldest

pytestmark = pytest.mark.usefixtures("transactional_db")

ADDRESS = "ada@kinapse.example"
Follow = Callable[[str], None]


@pytest.fixture
def passkeys(page: Page) -> Iterator[None]:
    """A browser on a device that keeps passkeys and knows its owner by a finger."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield
    devtools.detach()


@pytest.fixture
def follow(page: Page, mailoutbox: list[EmailMessage]) -> Follow:
    """Let mails go out and follow a link of the last one."""

    def follow_link(part: str) -> None:
        relay.work_off()
        [link] = re.findall(rf"http://localhost:8000(/waitlist/{part}/\S+)", str(mailoutbox[-1].body))
        page.goto(link)

    return follow_link


def _join(page: Page) -> None:
    page.goto("/waitlist/")
    page.get_by_label("E-mail address").fill(ADDRESS)
    page.get_by_role("button", name="Join the waitlist").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail.")


def _looks_well(page: Page) -> None:
    assert accessibility_faults(page) == []


def test_from_the_form_to_an_account_with_a_passkey(
    page: Page, follow: Follow, passkeys: None, console_messages: list[str]
) -> None:
    _join(page)
    _looks_well(page)
    follow("confirm")
    _looks_well(page)
    page.get_by_role("button", name="Confirm my address").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You're on the list.")
    _looks_well(page)
    page.get_by_label("What are you working on?").fill("A bakery")
    page.get_by_label("Your stage").select_option("Exploring an idea")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you.")
    assert invite_oldest(count=1) == 1
    follow("invited")
    _looks_well(page)
    page.get_by_role("button", name="Open my account").click()
    _looks_well(page)
    page.get_by_role("link", name="open it with a passkey").click()
    expect(page.get_by_label("Email")).to_have_value(ADDRESS)
    page.get_by_role("button", name="Go on").click()
    _looks_well(page)
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
    expect(page.get_by_text("You are working on: A bakery")).to_be_visible()
    _looks_well(page)
    assert Signup.objects.get().state == Signup.State.JOINED
    page.get_by_role("button", name="Sign out").click()
    page.goto("/accounts/login/")
    _looks_well(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")


def test_an_account_is_opened_with_a_password_and_given_a_second_step(
    page: Page, follow: Follow, console_messages: list[str]
) -> None:
    _join(page)
    follow("confirm")
    page.get_by_role("button", name="Confirm my address").click()
    invite_oldest(count=1)
    follow("invited")
    page.get_by_role("button", name="Open my account").click()
    page.get_by_label("Password").fill("short")
    page.get_by_role("button", name="Open my account").click()
    expect(page.locator(".field__error")).to_contain_text("too short")
    _looks_well(page)
    page.get_by_label("Password").fill("long enough for anybody")
    page.get_by_role("button", name="Open my account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
    page.get_by_role("link", name="Passkeys and second step").click()
    _looks_well(page)


def test_everything_is_erased_from_a_mail(page: Page, follow: Follow, console_messages: list[str]) -> None:
    _join(page)
    follow("erase")
    _looks_well(page)
    page.get_by_role("button", name="Erase everything").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("It is erased.")
    assert not Signup.objects.exists()


def test_a_curator_sets_up_a_security_key_and_comes_in_with_it(
    page: Page, passkeys: None, console_messages: list[str]
) -> None:
    User.objects.create_superuser("curator", "curator@kinapse.example", "a long enough password")
    page.goto("/admin/")
    page.get_by_label("Login").fill("curator")
    page.get_by_label("Password").fill("a long enough password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("first set up a second step")).to_be_visible()
    page.get_by_role("link", name="Add").click()
    page.get_by_label("Password").fill("a long enough password")
    page.get_by_role("button", name="Confirm").click()
    _looks_well(page)
    page.get_by_label("Name").fill("The key on my ring")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery Codes")
    _looks_well(page)
    page.goto("/accounts/2fa/webauthn/")
    expect(page.get_by_text("The key on my ring")).to_be_visible()
    page.goto("/admin/")
    expect(page.get_by_role("heading", name="Site administration")).to_be_visible()
    page.context.clear_cookies()
    page.goto("/admin/")
    page.get_by_label("Login").fill("curator")
    page.get_by_label("Password").fill("a long enough password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The second step")
    _looks_well(page)
    page.get_by_role("button", name="Use a security key").click()
    expect(page.get_by_role("heading", name="Site administration")).to_be_visible()
