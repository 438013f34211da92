"""How often something may be asked in an hour, counted in the database: exact over all processes and machines."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import F

from waitlist.digests import digest_of
from waitlist.errors import AllowanceSpent
from waitlist.models import Allowance

HOUR = 3_600

# The row's lock makes the count exact. Rows are locked in the order given; callers name the network first, so that
# no two of them wait for each other.
_SPEND = """
INSERT INTO waitlist_allowance (digest, spent, until) VALUES {rows}
ON CONFLICT (digest) DO UPDATE SET
  spent = CASE WHEN waitlist_allowance.until <= %s THEN 1 ELSE waitlist_allowance.spent + 1 END,
  until = CASE WHEN waitlist_allowance.until <= %s THEN excluded.until ELSE waitlist_allowance.until END
RETURNING digest, spent, until
"""


@dataclass(frozen=True, slots=True)
class Spending:
    """One use of what `subject` (a network, an address) may do `most` times an hour."""

    what: str
    subject: str
    most: int

    @property
    def digest(self) -> str:
        """What it is counted under."""
        # Half of it, 128 bits, is enough, and a shorter key is fewer pages for each sign-up to write.
        return digest_of(self.subject, about=f"allowance.{self.what}")[:32]


def spend(*spendings: Spending) -> None:
    """Count one use of each. Queries: 1. Raises: AllowanceSpent; inside a transaction nothing is counted then."""
    now = int(time.time())
    most_of = {each.digest: each.most for each in spendings}
    for digest, spent, until in _spend(list(most_of), now):
        if spent > most_of[digest]:
            raise AllowanceSpent(max(until - now, 1))


def give_back(spending: Spending) -> None:
    """Take one use back that turned out not to count. Queries: 1."""
    Allowance.objects.filter(digest=spending.digest, spent__gt=0).update(spent=F("spent") - 1)


def remember(what: str, subject: str, *, seconds: int) -> None:
    """Know a subject again for so long; it is kept as a digest and removed with the allowances. Queries: 1."""
    digest = digest_of(subject, about=f"allowance.{what}")
    Allowance.objects.update_or_create(
        digest=digest, defaults={"spent": 1, "until": int(time.time()) + seconds}
    )


def is_remembered(what: str, subject: str) -> bool:
    """Whether a subject is known still. Queries: 1."""
    digest = digest_of(subject, about=f"allowance.{what}")
    return Allowance.objects.filter(digest=digest, until__gt=int(time.time())).exists()


def _spend(digests: Sequence[str], now: int) -> list[tuple[str, int, int]]:
    values = [value for digest in digests for value in (digest, now + HOUR)]
    statement = _SPEND.format(rows=", ".join(["(%s, 1, %s)"] * len(digests)))
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, now, now])
        rows: list[tuple[str, int, int]] = cursor.fetchall()
    return rows
