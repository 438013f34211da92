"""Handing a mail to the mail server, and what its refusals mean."""

import re
from smtplib import SMTPRecipientsRefused

from django.core.mail import EmailMessage

from outbox.errors import GivenUp
from waitlist.leaving import suppress
from waitlist.models import Withheld

# RFC 3463: the mailbox or its domain is not there, has moved, or is closed. Other refusals for good, 550 5.7.1 and
# those without such a code, may be about us and pass when the server is told otherwise: they are tried again.
_NO_SUCH_MAILBOX = re.compile(rb"5\.(?:1\.(?:[1236]|10)|2\.1)(?!\d)")


def deliver(message: EmailMessage) -> None:
    """Send a mail to its one recipient.

    Raises: GivenUp, when the server says that there is no such mailbox; nobody writes to the address any more then.
    """
    try:
        message.send()
    except SMTPRecipientsRefused as refused:
        for recipient, (_, said) in refused.recipients.items():
            if _NO_SUCH_MAILBOX.match(said):
                suppress(email=recipient, reason=Withheld.Reason.BOUNCED)
                raise GivenUp(f"{type(refused).__name__}: {refused}") from None
        raise
