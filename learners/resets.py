"""Forgotten passwords: asked for in one statement, whoever asks, and answered from the outbox."""

from uuid import uuid4

from allauth.account.forms import ResetPasswordForm
from allauth.core import context as asked
from django.db import transaction

from learners.mails import words_of
from learners.secrets import sealed
from outbox.leases import finish
from outbox.models import Job
from outbox.services import hand_over
from waitlist.services import account_mails

RESET = "account.reset"


def ask_for_reset(email: str) -> None:
    """Have a link to a new password mailed, should the address have an account. Queries: 1."""
    with transaction.atomic():
        # Under the name of the address's mails, so that erasing takes it along.
        hand_over(kind=RESET, payload={"sealed": sealed(email)}, key=f"{account_mails(email)}{uuid4()}")


def mail_reset(job: Job) -> None:
    """Look for the account and hand its mail over, in the transaction that finishes the job."""
    form = ResetPasswordForm({"email": words_of(job)})
    with transaction.atomic():
        if form.is_valid():
            form.save(asked.request)
        finish(job)
