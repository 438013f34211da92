"""Putting an address on the list: the same statements, whatever is known of it, so that the time taken tells nothing.

What is spent is counted, the address written down and the mail handed over, all or nothing: in three statements, or on
PostgreSQL in one call of a function that has the same three in it (migration 0003), since there the way to and fro and
the planning take longer than the work.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from outbox.services import hand_over
from waitlist.addresses import Address
from waitlist.allowances import Spending, spend
from waitlist.digests import digests_of
from waitlist.errors import AllowanceSpent
from waitlist.models import Signup

CONFIRM = "waitlist.confirm"
WITHHELD = "withheld"
# Whoever asks again has not found the mail; whoever asks at once has pressed twice. Later than that a stranger may be
# pestering somebody who never asked, and the mail comes once a day at most.
MAIL_AGAIN_AFTER = timedelta(minutes=10)
ASKED_JUST_NOW = timedelta(hours=1)
MAIL_LATER_AFTER = timedelta(days=1)

_ANEW = ("email", "placement", "page", "asked", "confirmed", "invited", "state", "working_on", "stage")
_LEFT = "waitlist_signup.state = %(left)s"
_UNFOUND = """(waitlist_signup.state = %(pending)s AND (
    waitlist_signup.mailed <= %(later_by)s
    OR (waitlist_signup.mailed <= %(found_by)s AND waitlist_signup.asked >= %(just_now)s)))"""
# Of several at once the row's lock lets one through, and the others then see what it has changed. Whoever left begins
# anew; the rest keep what they said first.
_ENTER = """
INSERT INTO waitlist_signup
  (email, email_key, placement, page, state, asked, mailed, round, mails, invitations, working_on, stage)
SELECT %(email)s, %(key)s, %(placement)s, %(page)s, %(pending)s, %(now)s, %(now)s, 1, 1, 0, '', ''
WHERE %(disposable)s = 0
  AND NOT EXISTS (SELECT 1 FROM waitlist_withheld WHERE digest IN ({digests}))
ON CONFLICT (email_key) DO UPDATE SET
  {begun_anew},
  round = CASE WHEN {left} THEN waitlist_signup.round + 1 ELSE waitlist_signup.round END,
  mails = CASE WHEN {left} OR {unfound} THEN waitlist_signup.mails + 1 ELSE waitlist_signup.mails END,
  mailed = CASE WHEN {left} OR {unfound} THEN excluded.mailed ELSE waitlist_signup.mailed END
RETURNING id, round, mails
"""


_CALL = "SELECT waitlist_join(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"


@dataclass(frozen=True, slots=True)
class Entry:
    """A sign-up, which round it is in, and the number of the last mail that it was due."""

    signup: int
    round: int
    mail: int


# Stands for all who are not written down. They cause the same statements as the rest, which change nothing.
NOBODY = Entry(0, 0, 0)


def enter(address: Address, *, placement: str, page: str, spendings: Sequence[Spending] = ()) -> None:
    """Write the address down unless it is known or must not be, and hand over the mail that is due.

    A mail is due when the number is new: who asks again is handed the number of the mail that was sent.
    Queries: 3 in a transaction; 1 on PostgreSQL. Raises: AllowanceSpent, with nothing counted or written.
    """
    if connection.vendor == "postgresql":
        _enter_in_one_call(address, placement, page, spendings)
        return
    with transaction.atomic():
        if spendings:
            spend(*spendings)
        entry = _write(address, placement, page)
        hand_over(
            kind=CONFIRM,
            payload={"signup": entry.signup, "round": entry.round},
            key=f"{CONFIRM}:{entry.signup}:{entry.round}:{entry.mail}",
        )


def _enter_in_one_call(address: Address, placement: str, page: str, spendings: Sequence[Spending]) -> None:
    values: list[Any] = [
        *(address.typed, address.key, placement, page, address.disposable),
        *(digests_of(address.key, about=WITHHELD), *_times().values()),
        *([each.digest for each in spendings], [each.most for each in spendings]),
        *(int(time.time()), CONFIRM),
    ]
    with connection.cursor() as cursor:
        cursor.execute(_CALL, values)
        (wait,) = cursor.fetchone()
    if wait:
        raise AllowanceSpent(wait)


def _write(address: Address, placement: str, page: str) -> Entry:
    digests = digests_of(address.key, about=WITHHELD)
    times = {name: connection.ops.adapt_datetimefield_value(at) for name, at in _times().items()}
    values: dict[str, Any] = {
        "email": address.typed,
        "key": address.key,
        "placement": placement,
        "page": page,
        **times,
        "disposable": int(address.disposable),
        "pending": Signup.State.PENDING.value,
        "left": Signup.State.LEFT.value,
        **{f"digest_{number}": digest for number, digest in enumerate(digests)},
    }
    with connection.cursor() as cursor:
        cursor.execute(_statement(len(digests)), values)
        row = cursor.fetchone()
    return Entry(*row) if row else NOBODY


def _times() -> dict[str, datetime]:
    now = timezone.now()
    return {
        "now": now,
        "found_by": now - MAIL_AGAIN_AFTER,
        "just_now": now - ASKED_JUST_NOW,
        "later_by": now - MAIL_LATER_AFTER,
    }


@cache
def _statement(digests: int) -> str:
    anew = [
        f"{name} = CASE WHEN {_LEFT} THEN excluded.{name} ELSE waitlist_signup.{name} END" for name in _ANEW
    ]
    return _ENTER.format(
        digests=", ".join(f"%(digest_{number})s" for number in range(digests)),
        begun_anew=",\n  ".join(anew),
        left=_LEFT,
        unfound=_UNFOUND,
    )
