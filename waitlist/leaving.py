"""Leaving the list, being erased from it, and addresses that are not written to any more."""

from collections.abc import Collection

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from outbox.services import forget
from waitlist.addresses import read_address
from waitlist.asking import forget_asked
from waitlist.digests import digest_of, digests_of
from waitlist.locking import locked
from waitlist.models import Signup, Token, Withheld
from waitlist.services import INVITE, account_mails
from waitlist.taking_in import CONFIRM, WITHHELD
from waitlist.tokens import signup_of

_ON_THE_LIST = (Signup.State.PENDING, Signup.State.CONFIRMED, Signup.State.INVITED, Signup.State.JOINED)
# What was mailed acts no more once somebody has left; leaving and being erased stays possible.
_ENDED_BY_LEAVING = (Token.Purpose.CONFIRM, Token.Purpose.ANSWER, Token.Purpose.INVITATION)


def leave(*, token: str) -> None:
    """Take the address that a mailed link belongs to off the list. Raises: UnknownToken."""
    take_off(signup_ids=[signup_of(token, purpose=Token.Purpose.LEAVE).pk])


def take_off(*, signup_ids: Collection[int]) -> int:
    """Take addresses off the list; they may join again. Returns how many were on it."""
    with transaction.atomic():
        forget_asked(_keys_of(signup_ids))
        locked(signup_ids)
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
        forget_asked(_keys_of(signup_ids))
        signups = locked(signup_ids)
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
        return erase(signup_ids=_turn_away(key, Withheld.Reason.ERASED))


def suppress(*, email: str, reason: Withheld.Reason) -> None:
    """Write to an address no more, because mail to it bounces or its owner complained. What is none is passed over."""
    key = _key_of(email)
    if key is None:
        return
    with transaction.atomic():
        suppress_signups(signup_ids=_turn_away(key, reason))


def suppress_signups(*, signup_ids: Collection[int]) -> int:
    """Mark sign-ups whose address is not written to any more. Returns how many were not yet.

    An account stays what it is, and is not written to by the waitlist anyway.
    """
    with transaction.atomic():
        locked(signup_ids)
        Token.objects.filter(signup__in=signup_ids, purpose__in=_ENDED_BY_LEAVING).delete()
        known = Signup.objects.filter(pk__in=signup_ids)
        others = known.exclude(state__in=[Signup.State.JOINED, Signup.State.SUPPRESSED])
        return others.update(state=Signup.State.SUPPRESSED)


def release(*, signup_ids: Collection[int]) -> int:
    """Let suppressed addresses join again, as if they had left. Returns how many."""
    with transaction.atomic():
        locked(signup_ids)
        signups = Signup.objects.filter(pk__in=signup_ids, state=Signup.State.SUPPRESSED)
        keys = list(signups.values_list("email_key", flat=True))
        digests = [digest for key in keys for digest in digests_of(key, about=WITHHELD)]
        Withheld.objects.filter(digest__in=digests).delete()
        return signups.update(state=Signup.State.LEFT)


def _turn_away(key: str, reason: Withheld.Reason) -> list[int]:
    """Write to an address no more, on the list or not. Returns its sign-ups, locked as by all who change them."""
    forget_asked([key])
    known = list(Signup.objects.filter(email_key=key).values_list("pk", flat=True))
    locked(known)
    _withhold([key], reason)
    return known


def _keys_of(signup_ids: Collection[int]) -> list[str]:
    return list(Signup.objects.filter(pk__in=signup_ids).order_by("pk").values_list("email_key", flat=True))


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


def _withhold(keys: Collection[str], reason: Withheld.Reason) -> None:
    rows = [Withheld(digest=digest_of(key, about=WITHHELD), reason=reason) for key in sorted(set(keys))]
    Withheld.objects.bulk_create(rows, ignore_conflicts=True)
