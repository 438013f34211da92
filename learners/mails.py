"""Mails about accounts, sent from the outbox."""

import hashlib
import json
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage

from learners.secrets import unsealed
from outbox.models import Job


def send(job: Job) -> None:
    """Send a mail as it was written down."""
    payload = json.loads(unsealed(job.payload["sealed"]))
    name = hashlib.sha256(job.key.encode()).hexdigest()[:32]
    EmailMessage(
        subject=payload["subject"],
        body=payload["text"],
        to=[payload["to"]],
        headers={
            "Message-ID": f"<{name}@{urlsplit(settings.SITE_URL).hostname}>",
            "Auto-Submitted": "auto-generated",
        },
    ).send()
