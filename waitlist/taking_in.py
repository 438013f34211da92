"""Putting those who asked on the list, unless they are known or must not be, and seeing that they are asked by mail."""

from datetime import datetime, timedelta

from django.db import transaction

from outbox.leases import finish
from outbox.models import Job
from outbox.services import hand_over
from waitlist.addresses import Address
from waitlist.digests import digests_of
from waitlist.models import Signup, Withheld

CONFIRM = "waitlist.confirm"
WITHHELD = "withheld"
# Whoever asks again has not found the mail; whoever asks at once has pressed twice. Later than that a stranger may be
# pestering somebody who never asked, and the mail comes once a day at most.
MAIL_AGAIN_AFTER = timedelta(minutes=10)
ASKED_JUST_NOW = timedelta(hours=1)
MAIL_LATER_AFTER = timedelta(days=1)


def take_in(job: Job) -> None:
    """Do as somebody asked, in one transaction with the end of the job. Raises: LeaseLost, when it was forgotten."""
    address = Address(typed=job.payload["email"], key=job.payload["key"])
    # Before the transaction, which holds the only write lock of SQLite: who is erased meanwhile is so with the job.
    unwelcome = address.disposable or is_withheld(address.key)
    with transaction.atomic():
        # The job's row is taken first, the sign-up's after it, as by those who leave or are erased.
        finish(job)
        if not unwelcome:
            _write_down(address, job)


def is_withheld(key: str) -> bool:
    """Whether an address is not written to, by its key. Queries: 1."""
    return Withheld.objects.filter(digest__in=digests_of(key, about=WITHHELD)).exists()


def _write_down(address: Address, job: Job) -> None:
    at = datetime.fromisoformat(job.payload["at"])
    said = {"email": address.typed, "placement": job.payload["placement"], "page": job.payload["page"]}
    # Of several at once one makes the row, and its lock lets one through at a time; the others see what it has changed.
    signup, is_new = Signup.objects.select_for_update(of=("self",)).get_or_create(
        email_key=address.key, defaults={**said, "asked": at, "mailed": at}
    )
    if signup.state == Signup.State.LEFT:
        _begin_anew(signup, said, at)
    elif not is_new and not _is_mail_missing(signup, at):
        return
    if not is_new:
        signup.mails += 1
        signup.mailed = at
        signup.save()
    hand_over(
        kind=CONFIRM,
        payload={"signup": signup.pk, "round": signup.round},
        key=f"{CONFIRM}:{signup.pk}:{signup.round}:{signup.mails}",
    )


def _begin_anew(signup: Signup, said: dict[str, str], at: datetime) -> None:
    """As if new, for one who left; the rest keep what they said first."""
    signup.email, signup.placement, signup.page = said["email"], said["placement"], said["page"]
    signup.state, signup.asked, signup.confirmed, signup.invited = Signup.State.PENDING, at, None, None
    signup.working_on = signup.stage = ""
    signup.round += 1


def _is_mail_missing(signup: Signup, at: datetime) -> bool:
    if signup.state != Signup.State.PENDING:
        return False
    found_none = signup.mailed <= at - MAIL_AGAIN_AFTER and signup.asked >= at - ASKED_JUST_NOW
    return found_none or signup.mailed <= at - MAIL_LATER_AFTER
