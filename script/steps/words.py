"""What a command says, and how it ends: by a sentence, never by a traceback."""

import sys
from collections.abc import Callable
from typing import NoReturn


class Refused(Exception):
    """The command cannot go on; its text says what is missing and what to do."""


class Stopped(BaseException):
    """A signal asked the command to stop. Not an Exception, so that no handler of errors keeps it."""

    def __init__(self, signal_number: int) -> None:
        super().__init__(signal_number)
        self.signal_number = signal_number


def say(text: str) -> None:
    """Prints a line at once, also into a pipe."""
    print(text, flush=True)


def end_with(main: Callable[[], int]) -> NoReturn:
    """Runs `main` and leaves with its exit code; a refusal leaves with 1, a signal with 128 and its number."""
    try:
        sys.exit(main())
    except Refused as refusal:
        print(refusal, file=sys.stderr, flush=True)
        sys.exit(1)
    except Stopped as stopped:
        sys.exit(128 + stopped.signal_number)
    except KeyboardInterrupt:
        sys.exit(130)
