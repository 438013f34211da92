"""Removing what has run out: allowances of an hour ago, links past their time, addresses that nobody confirmed."""

import time
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from outbox.services import forget_each
from outbox.tidying import remove
from waitlist.models import Allowance, Signup, Token
from waitlist.taking_in import CONFIRM

# Since the last mail that asked. Its link is good for seven days; whoever finds it later asks anew.
UNCONFIRMED_KEPT = timedelta(days=30)
_AT_ONCE = 200


def tidy() -> int:
    """Remove all that has run out. Returns how many rows."""
    allowances = Allowance.objects.filter(until__lte=int(time.time()))
    tokens = Token.objects.filter(expires__lte=timezone.now())
    return remove(allowances) + remove(tokens) + remove_unconfirmed()


def remove_unconfirmed() -> int:
    """Forget addresses that never confirmed: typed by mistake, or by somebody else. Returns how many.

    With them go their mails in the outbox, since what a mail server said of one may name the address.
    """
    count = 0
    old = Signup.objects.filter(
        state=Signup.State.PENDING, mailed__lt=timezone.now() - UNCONFIRMED_KEPT
    ).order_by()
    while found := list(old.values_list("pk", flat=True)[:_AT_ONCE]):
        with transaction.atomic():
            # Who asks again at this moment is passed over, or finds the row gone and is written down anew.
            gone = list(old.filter(pk__in=found).select_for_update(skip_locked=True))
            forget_each(keys=[key for signup in gone for key in _keys(signup)])
            Signup.objects.filter(pk__in=[signup.pk for signup in gone]).delete()
        count += len(gone)
        if not gone:
            break
    return count


def _keys(signup: Signup) -> list[str]:
    rounds, mails = range(1, signup.round + 1), range(1, signup.mails + 1)
    return [f"{CONFIRM}:{signup.pk}:{number}:{mail}" for number in rounds for mail in mails]
