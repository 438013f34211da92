"""How the commands end when a file is refused: every fault on standard error, no traceback, exit code 2."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from django.core.exceptions import ValidationError

from concepts.formats import MapRefused

REFUSED = 2
INTERRUPTED = 130
# Seconds after which a command shows how far it has come.
SHORT_WORK = 0.5


class Writes(Protocol):
    def write(self, msg: str) -> object: ...


@contextmanager
def refusing(stderr: Writes) -> Iterator[None]:
    """Run what reads and stores files. Raises: SystemExit."""
    try:
        yield
    except MapRefused as refused:
        for line in refused.lines():
            stderr.write(line)
        stderr.write("Nothing was changed.")
        sys.exit(REFUSED)
    except ValidationError as error:
        stderr.write(" ".join(error.messages))
        stderr.write("Nothing was changed.")
        sys.exit(REFUSED)
    except KeyboardInterrupt:
        stderr.write("Interrupted: nothing was changed.")
        sys.exit(INTERRUPTED)
