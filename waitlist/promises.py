"""What was promised to people since a backup was made, carried over a restore of it: erased is erased, left is left."""

from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError, transaction

from waitlist.asking import forget_asked, waiting_keys
from waitlist.digests import digests_of
from waitlist.leaving import erase, suppress_signups, take_off
from waitlist.models import Signup, Withheld
from waitlist.taking_in import WITHHELD

_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Promises:
    """Digests that are not written to, each with why and since when; and the addresses of those who left."""

    withheld: dict[str, tuple[str, datetime]]
    left: frozenset[str]


def promises() -> Promises:
    """What the database promises now; nothing where it has no such tables. Queries: 2."""
    try:
        with transaction.atomic():
            withheld = Withheld.objects.order_by().values_list("digest", "reason", "since")
            left = (
                Signup.objects.filter(state=Signup.State.LEFT).order_by().values_list("email_key", flat=True)
            )
            return Promises({digest: (reason, since) for digest, reason, since in withheld}, frozenset(left))
    except DatabaseError:
        return Promises({}, frozenset())


def keep(promised: Promises) -> int:
    """Make them true of a database that was restored. Returns how many people that concerned."""
    with transaction.atomic():
        Withheld.objects.bulk_create(
            (
                Withheld(digest=digest, reason=reason, since=since)
                for digest, (reason, since) in promised.withheld.items()
            ),
            batch_size=_AT_ONCE,
            ignore_conflicts=True,
        )
        # Who had asked before the backup, and has left since, is not taken in; who is withheld would not be anyway.
        forget_asked(waiting_keys() & promised.left)
        concerned: dict[str, list[int]] = {"erased": [], "suppressed": [], "left": []}
        for pk, key in Signup.objects.order_by().values_list("pk", "email_key").iterator(_AT_ONCE):
            if wish := _wish(key, promised):
                concerned[wish].append(pk)
        return (
            erase(signup_ids=concerned["erased"])
            + suppress_signups(signup_ids=concerned["suppressed"])
            + take_off(signup_ids=concerned["left"])
        )


def _wish(key: str, promised: Promises) -> str:
    for digest in digests_of(key, about=WITHHELD):
        if digest in promised.withheld:
            erased = promised.withheld[digest][0] == Withheld.Reason.ERASED
            return "erased" if erased else "suppressed"
    return "left" if key in promised.left else ""
