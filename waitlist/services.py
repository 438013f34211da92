"""What changes the waitlist."""

import re
from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from outbox.services import enqueue, forget
from waitlist.addresses import Address, read_address
from waitlist.models import PAGE_LENGTH, Placement, Signup, Token
from waitlist.tokens import signup_of

WELCOME = "waitlist.welcome"
UNKNOWN_PLACEMENT = "This form is out of date. Load the page again and join from there."

_PATH = re.compile(r"/(?![/\\])[\x21-\x7e]*")


def join(*, email: str, placement: str, page: str = "") -> None:
    """Put an address on the waitlist and see that it is welcomed by mail, once.

    Says nothing about whether the address was there before, had left, or is of a kind that is not taken.
    Raises: ValidationError by field.
    """
    address = _check(email, placement)
    if not address.disposable:
        _add(address, placement, _clean_page(page), timezone.now())


def leave(*, token: str) -> None:
    """Take the address that a mailed link belongs to off the list. Raises: UnknownToken."""
    take_off(signup_ids=[signup_of(token, purpose=Token.Purpose.LEAVE).pk])


def take_off(*, signup_ids: Collection[int]) -> int:
    """Take addresses off the list; they may join again. Returns how many were on it."""
    waiting = Signup.objects.filter(pk__in=signup_ids, state=Signup.State.WAITING)
    return waiting.update(state=Signup.State.LEFT)


def erase(*, signup_ids: Collection[int]) -> int:
    """Remove people with all that is known of them, also from the outbox. Returns how many."""
    with transaction.atomic():
        for signup_id in signup_ids:
            forget(key_prefix=f"{WELCOME}:{signup_id}:")
        _, deleted = Signup.objects.filter(pk__in=signup_ids).delete()
    return deleted.get("waitlist.Signup", 0)


def _add(address: Address, placement: str, page: str, joined: datetime) -> None:
    fresh = {"email": address.typed, "placement": placement, "page": page, "joined": joined}
    with transaction.atomic():
        signup, new = Signup.objects.get_or_create(email_key=address.key, defaults=fresh)
        if not new:
            # Of several that come back at once, the row is changed by one alone: one mail.
            left = Signup.objects.filter(pk=signup.pk, state=Signup.State.LEFT)
            if not left.update(state=Signup.State.WAITING, **fresh):
                return
        stamp = joined.isoformat()
        enqueue(
            kind=WELCOME, payload={"signup": signup.pk, "joined": stamp}, key=f"{WELCOME}:{signup.pk}:{stamp}"
        )


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
