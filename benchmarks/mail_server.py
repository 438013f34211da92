"""A mail server on loopback, for measurements and tests alike: it can be down, slow, or refuse."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from benchmarks.serving import free_port


def accept(recipient: str) -> str:
    """Everybody lives here."""
    return "250 OK"


def at_once(recipient: str) -> float:
    """No thinking."""
    return 0.0


class MailServer(ABC):
    """`answer`: what a recipient is answered. `seconds`: how long the server thinks about a mail to one."""

    def __init__(self) -> None:
        # The controller asks its own port back and does not understand "any".
        self.port = free_port()
        self.answer: Callable[[str], str] = accept
        self.seconds: Callable[[str], float] = at_once
        self._controller: Controller | None = None

    @abstractmethod
    def keep(self, recipients: Sequence[str], content: bytes) -> None:
        """A mail has come. Called from the server's thread."""

    def open(self) -> None:
        """Listen."""
        if self._controller is None:
            self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
            self._controller.start()

    def close(self) -> None:
        """Refuse all connections."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.answer(address)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        # Kept first: a worker that is killed while it waits for the answer has sent its mail.
        self.keep(envelope.rcpt_tos, envelope.original_content or b"")
        if seconds := max(map(self.seconds, envelope.rcpt_tos), default=0.0):
            await asyncio.sleep(seconds)
        return "250 OK"
