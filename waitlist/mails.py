"""The mails of the waitlist. Each has a handler that the outbox calls."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from outbox.models import Job
from waitlist.delivery import deliver
from waitlist.digests import digest_of
from waitlist.models import Signup, Token
from waitlist.tokens import LASTS, new_tokens

CONFIRM_SUBJECT = "Confirm your place on the list"
INVITE_SUBJECT = "Your place at Kinapse is ready"

_PAGES = {
    Token.Purpose.CONFIRM: "waitlist:confirm",
    Token.Purpose.INVITATION: "waitlist:invited",
    Token.Purpose.LEAVE: "waitlist:leave",
    Token.Purpose.ERASE: "waitlist:erase",
}


def send_confirm(job: Job) -> None:
    """Ask a sign-up to confirm, unless they have, or left, began anew or were erased since the mail was asked for."""
    _send(job, Signup.State.PENDING, act=Token.Purpose.CONFIRM, words="confirm", subject=CONFIRM_SUBJECT)


def send_invite(job: Job) -> None:
    """Invite a sign-up, unless they have left, began anew or were erased since the mail was asked for."""
    _send(job, Signup.State.INVITED, act=Token.Purpose.INVITATION, words="invite", subject=INVITE_SUBJECT)


def message_id(job: Job) -> str:
    """One name for the mail of a job, however often it is sent: mailboxes can tell a copy.

    Salted: a key holds the number of the sign-up, and from the numbers of two of their own mails somebody could tell
    how many joined between, and that a third address was not written down.
    """
    return f"<{digest_of(job.key, about='message')[:32]}@{urlsplit(settings.SITE_URL).hostname}>"


def _send(job: Job, state: str, *, act: Token.Purpose, words: str, subject: str) -> None:
    expected = Signup.objects.filter(state=state, round=job.payload["round"])
    signup = expected.filter(pk=job.payload["signup"]).first()
    if signup is None:
        return
    # New links with every attempt: nobody knows which of them arrived, and only digests were kept.
    urls = _urls(signup, [act, Token.Purpose.LEAVE, Token.Purpose.ERASE])
    context = {
        "site_url": settings.SITE_URL,
        "subject": subject,
        "days": LASTS[act].days,
        "act_url": urls[act],
        "leave_url": urls[Token.Purpose.LEAVE],
        "erase_url": urls[Token.Purpose.ERASE],
    }
    message = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string(f"mails/{words}.txt", context),
        to=[signup.mailbox],
        headers={
            "Message-ID": message_id(job),
            "List-Unsubscribe": f"<{urls[Token.Purpose.LEAVE]}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(render_to_string(f"mails/{words}.html", context), "text/html")
    deliver(message)


def _urls(signup: Signup, purposes: list[Token.Purpose]) -> dict[Token.Purpose, str]:
    """Links to the site's own address, whatever host a visitor's request named."""
    tokens = new_tokens(signup=signup, purposes=purposes)
    return {
        purpose: f"{settings.SITE_URL}{reverse(_PAGES[purpose], args=[token])}"
        for purpose, token in tokens.items()
    }
