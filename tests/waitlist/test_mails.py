"""The mails, as a mail server receives them."""

import hashlib
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.core import mail
from django.db.models.functions import Now
from django.test import Client
from pytest_django import Settings

from outbox import relay
from outbox.leases import lease_next
from outbox.models import Job
from outbox.registry import handler_of
from tests.waitlist.mailbox import Mailbox, mail_server
from waitlist.mails import message_id
from waitlist.models import Signup, Withheld
from waitlist.services import invite

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailbox(settings: Settings) -> Iterator[Mailbox]:
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


def _parts(message: EmailMessage) -> dict[str, str]:
    return {part.get_content_type(): part.get_content() for part in message.walk() if not part.is_multipart()}


def _make_due() -> None:
    Job.objects.update(due=Now() - timedelta(seconds=1))


def test_the_mail_arrives_with_all_that_it_promises(
    joined: Callable[[str], Signup], mailbox: Mailbox
) -> None:
    joined("Ada@example.com")
    relay.work_off()
    [(recipients, message)] = mailbox.envelopes
    assert recipients == ["Ada@example.com"]
    assert message["To"] == "Ada@example.com"
    assert message["Subject"] == "Confirm your place on the list"
    assert message["Message-ID"] == message_id(Job.objects.get())
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    parts = _parts(message)
    assert list(parts) == ["text/plain", "text/html"]
    for body in parts.values():
        assert "One step to the list." in body
        assert "good for 7 days" in body
    assert "prefers-color-scheme: dark" in parts["text/html"]
    assert parts["text/html"].count("{") == parts["text/html"].count("}")
    assert Job.objects.get().state == Job.State.DONE


def test_all_its_links_lead_to_the_site_and_the_leave_link_works(
    joined: Callable[[str], Signup], mailbox: Mailbox, client: Client
) -> None:
    joined("ada@example.com")
    relay.work_off()
    [(_, message)] = mailbox.envelopes
    parts = _parts(message)
    leave_url = re.sub(r"\s", "", message["List-Unsubscribe"]).strip("<>")
    assert leave_url.isascii()
    for body in parts.values():
        links = re.findall(r"https?://[^\s\"<]+", body)
        assert leave_url in links
        assert all(link.startswith("http://localhost:8000/") for link in links)
    assert client.post(leave_url.removeprefix("http://localhost:8000")).status_code == 200
    assert Signup.objects.get().state == Signup.State.LEFT


def test_the_host_that_a_request_names_is_not_in_the_mail(mailbox: Mailbox, client: Client) -> None:
    form = {"email": "ada@example.com", "placement": "library"}
    answer = client.post(
        "/waitlist/", form, headers={"host": "localhost:666", "x-forwarded-host": "evil.example"}
    )
    assert answer.status_code == 303
    relay.work_off()
    [(_, message)] = mailbox.envelopes
    # With the colon: a token or a Message-ID may well have three sixes.
    assert b":666" not in message.as_bytes()
    assert b"evil" not in message.as_bytes()


@pytest.mark.parametrize(
    "answer",
    ["550 5.1.1 <ada@example.com>: no such mailbox", "551 5.1.6 moved", "550-5.2.1 closed\r\n550 5.2.1 so"],
)
def test_a_mailbox_that_is_not_there_is_given_up_at_once_and_written_to_no_more(
    joined: Callable[[str], Signup], mailbox: Mailbox, answer: str
) -> None:
    joined("ada@example.com")
    mailbox.answer = lambda recipient: answer
    relay.work_off()
    job = Job.objects.get()
    assert (job.state, job.attempts) == (Job.State.FAILED, 1)
    assert "5." in job.last_error
    assert Signup.objects.get().state == Signup.State.SUPPRESSED
    assert Withheld.objects.get().reason == Withheld.Reason.BOUNCED


@pytest.mark.parametrize("answer", ["550 no", "550 5.7.1 blocked", "450 4.1.1 greylisted", "554 5.1.15 no"])
def test_a_refusal_that_may_be_about_us_is_tried_again_and_suppresses_nobody(
    joined: Callable[[str], Signup], mailbox: Mailbox, answer: str
) -> None:
    joined("ada@example.com")
    mailbox.answer = lambda recipient: answer
    relay.work_off()
    assert Job.objects.get().state == Job.State.WAITING
    assert Signup.objects.get().state == Signup.State.PENDING


def test_a_foreign_host_is_refused(client: Client) -> None:
    form = {"email": "ada@example.com", "placement": "library"}
    assert client.post("/waitlist/", form, headers={"host": "evil.example"}).status_code == 400
    assert not Signup.objects.exists()


def test_a_mail_sent_twice_has_one_name_and_two_good_links(
    joined: Callable[[str], Signup], mailbox: Mailbox, client: Client
) -> None:
    joined("ada@example.com")
    job = lease_next()
    assert job is not None
    handler_of(job.kind)(job)
    Job.objects.update(leased_until=Now() - timedelta(seconds=1), due=Now())
    relay.work_off()
    first, second = (message for _, message in mailbox.envelopes)
    assert first["Message-ID"] == second["Message-ID"]
    for message in (first, second):
        path = (
            re.sub(r"\s", "", message["List-Unsubscribe"]).strip("<>").removeprefix("http://localhost:8000")
        )
        assert client.get(path).status_code == 200


def test_the_name_of_a_mail_does_not_tell_whose_it_is(
    joined: Callable[[str], Signup], mailbox: Mailbox, settings: Settings
) -> None:
    """Else its numbers could be tried out: how many joined between two mails, and who was not written to."""
    signup = joined("ada@example.com")
    relay.work_off()
    name = mailbox.envelopes[0][1]["Message-ID"][1:33]
    for text in (f"waitlist.confirm:{signup.pk}:1", f"waitlist.confirm:{signup.pk}:1:1"):
        assert hashlib.sha256(text.encode()).hexdigest()[:32] != name
    job = Job.objects.get()
    settings.SECRET_KEY = "another key of fifty characters and more, for the test alone"
    assert name not in message_id(job)


def test_asking_again_and_inviting_again_are_mails_of_their_own(
    confirmed: Callable[[str], Signup], mailbox: Mailbox
) -> None:
    """A mailbox that files copies away by their Message-ID must not lose the new link."""
    signup = confirmed("ada@example.com")
    for _ in range(2):
        invite(signup_ids=[signup.pk])
    relay.work_off()
    assert len({message["Message-ID"] for _, message in mailbox.envelopes}) == 2


def test_an_international_domain_is_written_in_ascii(
    joined: Callable[[str], Signup], mailbox: Mailbox
) -> None:
    joined("ada@faß.de")
    relay.work_off()
    assert mailbox.envelopes[0][0] == ["ada@xn--fa-hia.de"]


def test_a_refused_recipient_is_tried_later_and_holds_nobody_up(
    joined: Callable[[str], Signup], mailbox: Mailbox
) -> None:
    joined("full@example.com")
    joined("ada@example.com")
    mailbox.answer = lambda recipient: "452 mailbox full" if recipient.startswith("full") else "250 OK"
    relay.work_off()
    assert [recipients for recipients, _ in mailbox.envelopes] == [["ada@example.com"]]
    stuck = Job.objects.get(state=Job.State.WAITING)
    assert "mailbox full" in stuck.last_error
    mailbox.answer = lambda recipient: "250 OK"
    _make_due()
    relay.work_off()
    assert [recipients for recipients, _ in mailbox.envelopes] == [["ada@example.com"], ["full@example.com"]]


def test_a_mail_server_that_is_down_loses_nothing(
    joined: Callable[[str], Signup], mailbox: Mailbox, settings: Settings
) -> None:
    joined("ada@example.com")
    settings.EMAIL_PORT = 1
    relay.work_off()
    assert "ConnectionRefusedError" in Job.objects.get().last_error
    settings.EMAIL_PORT = mailbox.port
    _make_due()
    relay.work_off()
    assert len(mailbox.envelopes) == 1


def test_without_a_server_the_mail_is_a_file(
    joined: Callable[[str], Signup], settings: Settings, var_dir: object
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    joined("ada@example.com")
    relay.work_off()
    [file] = settings.EMAIL_FILE_PATH.iterdir()
    assert "/waitlist/leave/" in file.read_text()
    assert mail.outbox == []
