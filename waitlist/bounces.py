"""What the mail provider reports about the mails that were sent, by anymail's webhooks."""

from typing import Any

from anymail.signals import AnymailTrackingEvent, EventType, tracking
from django.dispatch import receiver

from waitlist.models import Withheld
from waitlist.services import suppress

# Deferred mails are tried again by the provider; what it rejects for reasons of its own says nothing of the address.
_REASONS = {
    EventType.BOUNCED: Withheld.Reason.BOUNCED,
    EventType.COMPLAINED: Withheld.Reason.COMPLAINED,
}


@receiver(tracking)
def note_delivery(sender: Any, event: AnymailTrackingEvent, **_: Any) -> None:
    """Write no more to an address that bounces or whose owner complained."""
    reason = _REASONS.get(event.event_type)
    if reason and event.recipient:
        suppress(email=event.recipient, reason=reason)
