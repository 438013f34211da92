"""Mails about accounts, sent from the outbox."""

import json

from django.core.mail import EmailMessage

from learners.secrets import KeyLost, unsealed
from outbox.errors import GivenUp
from outbox.models import Job
from waitlist.delivery import deliver
from waitlist.mails import message_id


def send(job: Job) -> None:
    """Send a mail as it was written down."""
    payload = json.loads(words_of(job))
    message = EmailMessage(
        subject=payload["subject"],
        body=payload["text"],
        to=[payload["to"]],
        headers={
            "Message-ID": message_id(job),
            "Auto-Submitted": "auto-generated",
        },
    )
    deliver(message)


def words_of(job: Job) -> str:
    """What was sealed for a job. Raises: GivenUp, when its key is lost."""
    try:
        return unsealed(job.payload["sealed"])
    except KeyLost:
        raise GivenUp("It was sealed under a secret key that the site has no more.") from None
