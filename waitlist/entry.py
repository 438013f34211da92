"""Putting an address on the list: one statement, whatever is known of it, so that the time taken tells nothing."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from django.db import connection
from django.utils import timezone

from waitlist.addresses import Address
from waitlist.digests import digests_of
from waitlist.models import Signup

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


@dataclass(frozen=True, slots=True)
class Entry:
    """A sign-up, which round it is in, and the number of the last mail that it was due."""

    signup: int
    round: int
    mail: int


# Stands for all who are not written down. They cause the same statements as the rest, which change nothing.
NOBODY = Entry(0, 0, 0)


def enter(address: Address, *, placement: str, page: str) -> Entry:
    """Write the address down unless it is known; NOBODY when it must not be. Queries: 1.

    A mail is due when the number is new: who asks again is handed the number of the mail that was sent.
    """
    now = timezone.now()
    digests = digests_of(address.key, about=WITHHELD)
    values = {
        "email": address.typed,
        "key": address.key,
        "placement": placement,
        "page": page,
        "now": connection.ops.adapt_datetimefield_value(now),
        "found_by": connection.ops.adapt_datetimefield_value(now - MAIL_AGAIN_AFTER),
        "later_by": connection.ops.adapt_datetimefield_value(now - MAIL_LATER_AFTER),
        "just_now": connection.ops.adapt_datetimefield_value(now - ASKED_JUST_NOW),
        "disposable": int(address.disposable),
        "pending": Signup.State.PENDING.value,
        "left": Signup.State.LEFT.value,
        **{f"digest_{number}": digest for number, digest in enumerate(digests)},
    }
    with connection.cursor() as cursor:
        cursor.execute(_statement(len(digests)), values)
        row = cursor.fetchone()
    return Entry(*row) if row else NOBODY


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
