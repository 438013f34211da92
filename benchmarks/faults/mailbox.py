"""A mail server that keeps what it is sent, and can be down, slow, or refuse."""

import asyncio
import email.policy
import re
import threading
from collections import Counter
from collections.abc import Callable
from email.parser import BytesHeaderParser

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from benchmarks.faults.servers import free_port

_READ = BytesHeaderParser(policy=email.policy.compat32)


class Mailbox:
    """What arrived, by recipient: how often, and under which Message-IDs. `answer` says what a recipient gets."""

    def __init__(self) -> None:
        self.port = free_port()
        self.arrived: Counter[str] = Counter()
        self.names: dict[str, set[str]] = {}
        self.answer: Callable[[str], str] = accept
        self.seconds: Callable[[str], float] = at_once
        self._controller: Controller | None = None
        self._lock = threading.Lock()

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

    @property
    def doubled(self) -> int:
        """How many mails came again."""
        return sum(count - 1 for count in self.arrived.values())

    @property
    def renamed(self) -> int:
        """How many recipients got copies under different Message-IDs, which their mailbox cannot tell to be copies."""
        return sum(len(names) > 1 for names in self.names.values())

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.answer(address)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        # Noted first: a worker that is killed while it waits for the answer has sent its mail.
        name = str(_READ.parsebytes(envelope.original_content or b"")["Message-ID"])
        with self._lock:
            for recipient in envelope.rcpt_tos:
                self.arrived[recipient.lower()] += 1
                self.names.setdefault(recipient.lower(), set()).add(re.sub(r"\s", "", name))
        if seconds := max(map(self.seconds, envelope.rcpt_tos), default=0.0):
            await asyncio.sleep(seconds)
        return "250 OK"


def accept(recipient: str) -> str:
    """Everybody lives here."""
    return "250 OK"


def at_once(recipient: str) -> float:
    """No thinking."""
    return 0.0
