"""A mail server on loopback that keeps what it is sent."""

import email.policy
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Mailbox:
    """What arrived. `answer` may refuse a mail by its recipient; `seconds` is how long the server thinks about each."""

    envelopes: list[tuple[list[str], EmailMessage]] = field(default_factory=list)
    answer: Callable[[str], str] = lambda recipient: "250 OK"
    seconds: float = 0.0
    port: int = 0

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.answer(address)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        message = email.message_from_bytes(envelope.original_content or b"", policy=email.policy.default)
        self.envelopes.append((list(envelope.rcpt_tos), message))
        time.sleep(self.seconds)
        return "250 OK"


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """A running server."""
    mailbox = Mailbox(port=_free_port())
    controller = Controller(mailbox, hostname="127.0.0.1", port=mailbox.port)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()


def _free_port() -> int:
    # The controller asks its own port back and does not understand "any".
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port
