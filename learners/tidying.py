"""Removing the sessions that have run out."""

from django.contrib.sessions.models import Session
from django.utils import timezone

from outbox.tidying import remove


def remove_sessions() -> int:
    """Remove sessions past their time. Returns how many."""
    return remove(Session.objects.filter(expire_date__lt=timezone.now()))
