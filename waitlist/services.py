"""Joining the waitlist: asked for, confirmed, invited, with an account. Leaving it is in `waitlist.leaving`."""

import re
from collections.abc import Collection

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from outbox.services import hand_over
from waitlist.addresses import Address, read_address
from waitlist.allowances import Spending
from waitlist.asking import ask
from waitlist.digests import digest_of
from waitlist.errors import NotInvited
from waitlist.locking import locked
from waitlist.models import PAGE_LENGTH, WORKING_ON_LENGTH, Placement, Signup, Stage, Token
from waitlist.tokens import new_token, signup_of, token_row, use

INVITE = "waitlist.invite"
# What is mailed about the account that an invitation opened. Another room sends it; erasing takes it along.
ACCOUNT_MAIL = "account.mail"
UNKNOWN_PLACEMENT = "This form is out of date. Load the page again and join from there."
UNKNOWN_STAGE = "Choose one of the stages, or none."
TOO_LONG = f"Keep it to {WORKING_ON_LENGTH} characters."
UNSEEN = "There are characters in it that cannot be stored. Type it by hand."

_PATH = re.compile(r"/(?![/\\])[\x21-\x7e]*")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def join(*, email: str, placement: str, page: str = "", network: str = "") -> None:
    """Have an address put on the waitlist and asked by mail to confirm, once; both are work for later.

    Does the same work, and says nothing about whether the address was there before, has left, must not be written to,
    or is of a kind that is not taken. `network`: where it is asked from, as far as that is to be limited.
    Raises: ValidationError by field; AllowanceSpent.
    """
    address = _check(email, placement)
    spendings = (
        Spending("join.network", network, settings.SIGNUPS_PER_NETWORK),
        Spending("join.address", address.key, settings.SIGNUPS_PER_ADDRESS),
    )
    ask(address, placement=placement, page=_clean_page(page), spendings=spendings if network else ())


def confirm(*, token: str) -> str | None:
    """Confirm the address that a mailed link belongs to. Raises: UnknownToken.

    Returns the token that lets its holder answer the questions that follow; None when the link was used before.
    """
    row = token_row(token, purpose=Token.Purpose.CONFIRM)
    with transaction.atomic():
        locked([row.signup_id])
        if not use(row):
            return None
        # Whoever has an account already, left, and came back has no need of another invitation.
        state = Signup.State.JOINED if row.signup.account_id else Signup.State.CONFIRMED
        pending = Signup.objects.filter(pk=row.signup_id, state=Signup.State.PENDING)
        pending.update(state=state, confirmed=timezone.now())
        return new_token(signup=row.signup, purpose=Token.Purpose.ANSWER)


def answer(*, token: str, working_on: str, stage: str) -> None:
    """Keep what a confirmed sign-up works on and how far it is; both may be empty.

    Raises: UnknownToken; ValidationError by field.
    """
    signup = signup_of(token, purpose=Token.Purpose.ANSWER)
    working_on = " ".join(working_on.split())
    faults: dict[str, ValidationError] = {}
    if len(working_on) > WORKING_ON_LENGTH:
        faults["working_on"] = ValidationError(TOO_LONG, code="too_long")
    elif _UNSTORABLE.search(working_on):
        faults["working_on"] = ValidationError(UNSEEN, code="unseen")
    if stage and stage not in Stage.values:
        faults["stage"] = ValidationError(UNKNOWN_STAGE, code="stage")
    if faults:
        raise ValidationError(faults)
    Signup.objects.filter(pk=signup.pk).update(working_on=working_on, stage=stage)


def invite(*, signup_ids: Collection[int]) -> int:
    """Invite the confirmed among these, and those anew whose invitation was not followed. Returns how many."""
    invitable = (Signup.State.CONFIRMED, Signup.State.INVITED)
    with transaction.atomic():
        signups = [signup for signup in locked(signup_ids) if signup.state in invitable]
        return sum(_invite(signup) for signup in signups)


def invite_oldest(*, count: int) -> int:
    """Invite those who have waited longest since they confirmed. Returns how many."""
    with transaction.atomic():
        waiting = Signup.objects.filter(state=Signup.State.CONFIRMED)
        # Two who press at once invite different people.
        oldest = waiting.select_for_update(skip_locked=True).order_by("confirmed", "pk")[:count]
        return sum(_invite(signup) for signup in oldest)


def account_mails(email: str) -> str:
    """How the keys begin of all jobs that mail about the account of an address; they do not tell it."""
    return f"{ACCOUNT_MAIL}:{digest_of(email.casefold(), about=ACCOUNT_MAIL)}:"


def open_account(*, token_id: int, user: User) -> Signup:
    """Tie a new account to the invitation it is opened by, in the same transaction. Raises: NotInvited."""
    token = Token.objects.filter(
        pk=token_id, purpose=Token.Purpose.INVITATION, expires__gt=timezone.now()
    ).first()
    if token is None:
        raise NotInvited
    locked([token.signup_id])
    if not use(token):
        raise NotInvited
    invited = Signup.objects.filter(pk=token.signup_id, state=Signup.State.INVITED)
    if not invited.update(state=Signup.State.JOINED, account=user):
        raise NotInvited
    return Signup.objects.get(pk=token.signup_id)


def _invite(signup: Signup) -> int:
    number = signup.invitations + 1
    # Of several at once, the row is changed by one alone: one mail.
    seen = Signup.objects.filter(pk=signup.pk, state=signup.state, invitations=signup.invitations)
    if not seen.update(state=Signup.State.INVITED, invited=timezone.now(), invitations=number):
        return 0
    hand_over(
        kind=INVITE,
        payload={"signup": signup.pk, "round": signup.round},
        key=f"{INVITE}:{signup.pk}:{signup.round}:{number}",
    )
    return 1


def _check(email: str, placement: str) -> Address:
    faults: dict[str, ValidationError] = {}
    address = None
    try:
        address = read_address(email)
    except ValidationError as fault:
        faults["email"] = fault
    if placement not in Placement.values:
        faults["placement"] = ValidationError(UNKNOWN_PLACEMENT, code="placement")
    if address is None or faults:
        raise ValidationError(faults)
    return address


def _clean_page(page: str) -> str:
    # What follows the path may tell more about the visitor than we want to keep.
    path = re.split(r"[?#]", page, maxsplit=1)[0]
    return path if len(path) <= PAGE_LENGTH and _PATH.fullmatch(path) else ""
