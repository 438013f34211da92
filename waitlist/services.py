"""What changes the waitlist."""

import re
from collections.abc import Collection

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from outbox.services import forget, hand_over
from waitlist.addresses import Address, read_address
from waitlist.allowances import Spending
from waitlist.digests import digest_of, digests_of
from waitlist.entry import CONFIRM, WITHHELD, enter
from waitlist.errors import NotInvited
from waitlist.models import PAGE_LENGTH, WORKING_ON_LENGTH, Placement, Signup, Stage, Token, Withheld
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
_ON_THE_LIST = (Signup.State.PENDING, Signup.State.CONFIRMED, Signup.State.INVITED, Signup.State.JOINED)
# What was mailed acts no more once somebody has left; leaving and being erased stays possible.
_ENDED_BY_LEAVING = (Token.Purpose.CONFIRM, Token.Purpose.ANSWER, Token.Purpose.INVITATION)


def join(*, email: str, placement: str, page: str = "", network: str = "") -> None:
    """Put an address on the waitlist and see that it is asked by mail to confirm, once.

    Does the same work, and says nothing about whether the address was there before, has left, must not be written to,
    or is of a kind that is not taken. `network`: where it is asked from, as far as that is to be limited.
    Raises: ValidationError by field; AllowanceSpent.
    """
    address = _check(email, placement)
    spendings = (
        Spending("join.network", network, settings.SIGNUPS_PER_NETWORK),
        Spending("join.address", address.key, settings.SIGNUPS_PER_ADDRESS),
    )
    enter(address, placement=placement, page=_clean_page(page), spendings=spendings if network else ())


def confirm(*, token: str) -> str | None:
    """Confirm the address that a mailed link belongs to. Raises: UnknownToken.

    Returns the token that lets its holder answer the questions that follow; None when the link was used before.
    """
    row = token_row(token, purpose=Token.Purpose.CONFIRM)
    with transaction.atomic():
        _locked([row.signup_id])
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


def leave(*, token: str) -> None:
    """Take the address that a mailed link belongs to off the list. Raises: UnknownToken."""
    take_off(signup_ids=[signup_of(token, purpose=Token.Purpose.LEAVE).pk])


def take_off(*, signup_ids: Collection[int]) -> int:
    """Take addresses off the list; they may join again. Returns how many were on it."""
    with transaction.atomic():
        _locked(signup_ids)
        on_the_list = Signup.objects.filter(pk__in=signup_ids, state__in=_ON_THE_LIST)
        count = on_the_list.update(state=Signup.State.LEFT)
        Token.objects.filter(signup__in=signup_ids, purpose__in=_ENDED_BY_LEAVING).delete()
    return count


def erase_by(*, token: str) -> None:
    """Remove the person that a mailed link belongs to. Raises: UnknownToken."""
    erase(signup_ids=[signup_of(token, purpose=Token.Purpose.ERASE).pk])


def erase(*, signup_ids: Collection[int]) -> int:
    """Remove people with all that is known of them, also from the outbox, and the accounts they opened.

    A salted digest of each address stays, so that nobody writes to it again. Returns how many were removed.
    """
    with transaction.atomic():
        signups = _locked(signup_ids)
        _withhold([signup.email_key for signup in signups], Withheld.Reason.ERASED)
        for signup in signups:
            forget(key_prefix=f"{CONFIRM}:{signup.pk}:")
            forget(key_prefix=f"{INVITE}:{signup.pk}:")
            _forget_account_mails(signup)
        # Staff who once joined the list stay staff: their accounts are not ended by a link in a mail.
        User.objects.filter(signup__in=signups, is_staff=False).delete()
        Signup.objects.filter(pk__in=[signup.pk for signup in signups]).delete()
    return len(signups)


def erase_address(*, email: str) -> int:
    """As `erase`, for an address whose owner asked, whether it is on the list or not. Raises: ValidationError."""
    key = read_address(email).key
    with transaction.atomic():
        known = list(Signup.objects.filter(email_key=key).values_list("pk", flat=True))
        _locked(known)
        _withhold([key], Withheld.Reason.ERASED)
        return erase(signup_ids=known)


def suppress(*, email: str, reason: Withheld.Reason) -> None:
    """Write to an address no more, because mail to it bounces or its owner complained. What is none is passed over."""
    key = _key_of(email)
    if key is None:
        return
    with transaction.atomic():
        known = list(Signup.objects.filter(email_key=key).values_list("pk", flat=True))
        _locked(known)
        _withhold([key], reason)
        suppress_signups(signup_ids=known)


def suppress_signups(*, signup_ids: Collection[int]) -> int:
    """Mark sign-ups whose address is not written to any more. Returns how many were not yet.

    An account stays what it is, and is not written to by the waitlist anyway.
    """
    with transaction.atomic():
        _locked(signup_ids)
        Token.objects.filter(signup__in=signup_ids, purpose__in=_ENDED_BY_LEAVING).delete()
        known = Signup.objects.filter(pk__in=signup_ids)
        others = known.exclude(state__in=[Signup.State.JOINED, Signup.State.SUPPRESSED])
        return others.update(state=Signup.State.SUPPRESSED)


def release(*, signup_ids: Collection[int]) -> int:
    """Let suppressed addresses join again, as if they had left. Returns how many."""
    with transaction.atomic():
        _locked(signup_ids)
        signups = Signup.objects.filter(pk__in=signup_ids, state=Signup.State.SUPPRESSED)
        keys = list(signups.values_list("email_key", flat=True))
        digests = [digest for key in keys for digest in digests_of(key, about=WITHHELD)]
        Withheld.objects.filter(digest__in=digests).delete()
        return signups.update(state=Signup.State.LEFT)


def invite(*, signup_ids: Collection[int]) -> int:
    """Invite the confirmed among these, and those anew whose invitation was not followed. Returns how many."""
    invitable = (Signup.State.CONFIRMED, Signup.State.INVITED)
    with transaction.atomic():
        signups = [signup for signup in _locked(signup_ids) if signup.state in invitable]
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
    _locked([token.signup_id])
    if not use(token):
        raise NotInvited
    invited = Signup.objects.filter(pk=token.signup_id, state=Signup.State.INVITED)
    if not invited.update(state=Signup.State.JOINED, account=user):
        raise NotInvited
    return Signup.objects.get(pk=token.signup_id)


def _locked(signup_ids: Collection[int]) -> list[Signup]:
    """The rows of these sign-ups, nobody else's to change until the transaction ends. Queries: 1.

    All that changes a sign-up and what belongs to it locks the sign-up first, several in the order of their numbers: so
    no two wait for each other.
    """
    return list(Signup.objects.filter(pk__in=signup_ids).select_for_update(of=("self",)).order_by("pk"))


def _forget_account_mails(signup: Signup) -> None:
    """Take along what is mailed about the account, also to the addresses that it was changed to."""
    addresses = {signup.mailbox, *_addresses_of(signup.account)}
    keys = [key for address in addresses if (key := _key_of(address))]
    _withhold(keys, Withheld.Reason.ERASED)
    for address in addresses:
        forget(key_prefix=account_mails(address))


def _addresses_of(account: User | None) -> list[str]:
    """All that allauth knows of an account's addresses. Queries: 1."""
    # Staff keep their account, and so what is mailed about it.
    if account is None or account.is_staff:
        return []
    rows = account.emailaddress_set.values_list("email", flat=True)  # type: ignore[attr-defined]
    return [address for address in (account.email, *rows) if address]


def _key_of(address: str) -> str | None:
    try:
        return read_address(address).key
    except ValidationError:
        return None


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


def _withhold(keys: Collection[str], reason: Withheld.Reason) -> None:
    rows = [Withheld(digest=digest_of(key, about=WITHHELD), reason=reason) for key in sorted(set(keys))]
    Withheld.objects.bulk_create(rows, ignore_conflicts=True)


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
