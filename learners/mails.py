"""Mails about accounts, sent from the outbox."""

import json

from django.core.mail import EmailMessage
from django.db import transaction

from learners.secrets import KeyLost, unsealed
from outbox.errors import GivenUp
from outbox.leases import finish
from outbox.models import Job
from waitlist.mails import message_id


def send(job: Job) -> None:
    """Send a mail as it was written down, then forget its words."""
    try:
        payload = json.loads(unsealed(job.payload["sealed"]))
    except KeyLost:
        raise GivenUp("It was sealed under a secret key that the site has no more.") from None
    EmailMessage(
        subject=payload["subject"],
        body=payload["text"],
        to=[payload["to"]],
        headers={
            "Message-ID": message_id(job),
            "Auto-Submitted": "auto-generated",
        },
    ).send()
    with transaction.atomic():
        finish(job)
        Job.objects.filter(pk=job.pk).update(payload={})
