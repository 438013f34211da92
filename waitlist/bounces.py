"""What the mail provider reports about the mails that were sent, by anymail's webhooks."""

from collections.abc import Mapping
from typing import Any

from anymail.signals import AnymailTrackingEvent, EventType, tracking
from django.dispatch import receiver

from waitlist.leaving import suppress
from waitlist.models import Withheld

# Deferred mails are tried again by the provider; what it rejects for reasons of its own says nothing of the address.
_REASONS = {
    EventType.BOUNCED: Withheld.Reason.BOUNCED,
    EventType.COMPLAINED: Withheld.Reason.COMPLAINED,
}
# Postmark, Amazon SES and Resend, Brevo and Mandrill, Mailtrap, MailerSend. Mailjet has a field `hard_bounce` instead.
_PASSING = frozenset(
    {
        *("softbounce", "virusnotification"),
        *("transient", "undetermined", "temporary"),
        *("soft_bounce", "soft bounce", "soft_bounced", "activity.soft_bounced"),
    }
)


@receiver(tracking)
def note_delivery(sender: Any, event: AnymailTrackingEvent, **_: Any) -> None:
    """Write no more to an address that bounces or whose owner complained."""
    reason = _REASONS.get(event.event_type)
    passes = reason == Withheld.Reason.BOUNCED and _may_pass(event.esp_event)
    if reason and event.recipient and not passes:
        suppress(email=event.recipient, reason=reason)


def _may_pass(report: object, *, deep: int = 3) -> bool:
    """Whether a provider's own report calls the bounce a passing one: a mailbox that is full, a server that is away.

    anymail tells bounces of both kinds by one name, so each provider's word for it is looked for where it may stand.
    """
    if isinstance(report, Mapping):
        if str(report.get("hard_bounce", "")).lower() == "false":
            return True
        return deep > 0 and any(_may_pass(value, deep=deep - 1) for value in report.values())
    return isinstance(report, str) and report.lower() in _PASSING
