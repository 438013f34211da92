"""Asking to be put on the list: counted and written down as work for later, whatever is known of the address.

Nothing is looked up while the visitor waits, so the time taken tells nothing; `waitlist.taking_in` looks (decision 9).
"""

import json
import secrets
import time
from collections.abc import Collection, Mapping, Sequence

from django.db import connection, transaction
from django.utils import timezone

from outbox.models import Job
from outbox.services import forget, hand_over
from waitlist.addresses import Address
from waitlist.allowances import Spending, spend
from waitlist.digests import digest_of, digests_of
from waitlist.errors import AllowanceSpent

ASK = "waitlist.ask"

_CALL = "SELECT waitlist_ask(%s, %s, %s, %s, %s, %s)"


def ask(address: Address, *, placement: str, page: str, spendings: Sequence[Spending] = ()) -> None:
    """Count what is spent and hand the address over, all or nothing.

    Queries: 2 in a transaction; 1 on PostgreSQL. Raises: AllowanceSpent, with nothing counted or written.
    """
    asked = {
        "email": address.typed,
        "key": address.key,
        "placement": placement,
        "page": page,
        "at": timezone.now().isoformat(),
    }
    # Who asks twice is two jobs; what comes of the second depends on the first, and on when it was.
    key = f"{_prefix(digest_of(address.key, about=ASK))}{secrets.token_hex(4)}"
    if connection.vendor == "postgresql":
        _ask_in_one_call(key, asked, spendings)
        return
    with transaction.atomic():
        if spendings:
            spend(*spendings)
        hand_over(kind=ASK, payload=asked, key=key)


def forget_asked(keys: Collection[str]) -> None:
    """Forget whoever asked and was not taken in yet, by the keys of their addresses. Queries: 2 a key, or none."""
    for key in keys:
        for digest in digests_of(key, about=ASK):
            forget(key_prefix=_prefix(digest))


def waiting_keys() -> set[str]:
    """The keys of all addresses that were not taken in yet. Queries: 1."""
    return set(Job.objects.filter(kind=ASK, state=Job.State.WAITING).values_list("payload__key", flat=True))


def _ask_in_one_call(key: str, asked: Mapping[str, str], spendings: Sequence[Spending]) -> None:
    """The same in a function of the database: the way to and fro takes longer than the work."""
    digests, most = [each.digest for each in spendings], [each.most for each in spendings]
    with connection.cursor() as cursor:
        cursor.execute(_CALL, [digests, most, int(time.time()), ASK, key, json.dumps(asked)])
        (wait,) = cursor.fetchone()
    if wait:
        raise AllowanceSpent(wait)


def _prefix(digest: str) -> str:
    # Half of it is enough to know an address by, and a shorter key is fewer pages to write.
    return f"{ASK}:{digest[:32]}:"
