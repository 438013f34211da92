"""The mails of the waitlist. Each has a handler that the outbox calls."""

import hashlib
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from outbox.models import Job
from waitlist.models import Signup, Token
from waitlist.tokens import new_token

WELCOME_SUBJECT = "You're on the list"


def send_welcome(job: Job) -> None:
    """Welcome a sign-up, unless they have left, joined anew or been erased since the mail was asked for."""
    waiting = Signup.objects.filter(state=Signup.State.WAITING)
    signup = waiting.filter(pk=job.payload["signup"], joined=job.payload["joined"]).first()
    if signup is None:
        return
    # A new link with every attempt: nobody knows which of them arrived, and only digests were kept.
    token = new_token(signup=signup, purpose=Token.Purpose.LEAVE)
    welcome_message(signup, token=token, message_id=message_id(job.key)).send()


def welcome_message(signup: Signup, *, token: str, message_id: str) -> EmailMultiAlternatives:
    """The welcome as HTML and text. Its links lead to SITE_URL, whatever host a visitor's request named."""
    leave_url = f"{settings.SITE_URL}{reverse('waitlist:leave', args=[token])}"
    words = {"site_url": settings.SITE_URL, "leave_url": leave_url, "subject": WELCOME_SUBJECT}
    message = EmailMultiAlternatives(
        subject=WELCOME_SUBJECT,
        body=render_to_string("mails/welcome.txt", words),
        to=[signup.mailbox],
        headers={
            "Message-ID": message_id,
            "List-Unsubscribe": f"<{leave_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(render_to_string("mails/welcome.html", words), "text/html")
    return message


def message_id(key: str) -> str:
    """One name for a mail, however often it is sent, so that mailboxes can tell a copy."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{urlsplit(settings.SITE_URL).hostname}>"
