"""Addresses on the list at once, where a relay takes them in a moment later."""

from outbox.doing import do
from outbox.leases import lease_next
from outbox.models import Job
from waitlist.asking import ASK
from waitlist.services import join


def put_on_list(email: str, *, placement: str = "library", page: str = "") -> None:
    """Join, and be taken in."""
    join(email=email, placement=placement, page=page)
    take_in_all()


def take_in_all() -> None:
    """Take in all who have asked. Their mails stay where they are."""
    while take_one_in():
        pass


def take_one_in() -> bool:
    """Take in whoever has waited longest, as one hand of a relay does. False when nobody waits."""
    job = lease_next(but=set(Job.objects.exclude(kind=ASK).values_list("kind", flat=True)))
    if job is None:
        return False
    do(job)
    return True
