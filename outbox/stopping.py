"""Signals that ask a command to stop, turned into a flag, so that what is in hand is finished first."""

import signal
from types import FrameType


class Stop:
    """False until SIGINT or SIGTERM comes; a second signal ends the process as usual."""

    def __init__(self) -> None:
        self._asked = False

    def listen(self) -> None:
        """Take the signals over."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._ask)

    def __call__(self) -> bool:
        return self._asked

    def _ask(self, number: int, frame: FrameType | None) -> None:
        # A plain flag: setting a threading.Event from a signal handler can block on the lock that its waiter holds.
        self._asked = True
        signal.signal(number, signal.SIG_DFL)
