"""A mail server that keeps what it is sent, whole."""

import email.policy
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from email.message import EmailMessage

from benchmarks.mail_server import MailServer


class Mailbox(MailServer):
    """What arrived, each mail with its recipients."""

    def __init__(self) -> None:
        super().__init__()
        self.envelopes: list[tuple[list[str], EmailMessage]] = []

    def keep(self, recipients: Sequence[str], content: bytes) -> None:
        message = email.message_from_bytes(content, policy=email.policy.default)
        self.envelopes.append((list(recipients), message))


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """A running server."""
    mailbox = Mailbox()
    mailbox.open()
    try:
        yield mailbox
    finally:
        mailbox.close()
