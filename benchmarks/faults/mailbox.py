"""How many mails came for whom: their words are not kept, since there are many."""

import email.policy
import re
import threading
from collections import Counter
from collections.abc import Sequence
from email.parser import BytesHeaderParser

from benchmarks.mail_server import MailServer

_READ = BytesHeaderParser(policy=email.policy.compat32)


class Mailbox(MailServer):
    """What arrived, by recipient: how often, and under which Message-IDs."""

    def __init__(self) -> None:
        super().__init__()
        self.arrived: Counter[str] = Counter()
        self.names: dict[str, set[str]] = {}
        self._lock = threading.Lock()

    @property
    def doubled(self) -> int:
        """How many mails came again."""
        return sum(count - 1 for count in self.arrived.values())

    @property
    def renamed(self) -> int:
        """How many recipients got copies under different Message-IDs, which their mailbox cannot tell to be copies."""
        return sum(len(names) > 1 for names in self.names.values())

    def keep(self, recipients: Sequence[str], content: bytes) -> None:
        name = re.sub(r"\s", "", str(_READ.parsebytes(content)["Message-ID"]))
        with self._lock:
            for recipient in recipients:
                self.arrived[recipient.lower()] += 1
                self.names.setdefault(recipient.lower(), set()).add(name)
