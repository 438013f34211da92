"""How long to wait after a failure: seconds at first, an hour at most, a day in all."""

import random
from datetime import timedelta

FIRST_SECONDS = 5.0
LONGEST_SECONDS = 3_600.0
ALL_SECONDS = 24 * 3_600.0
# What failed together must not come back together.
JITTER = 0.2

_random = random.SystemRandom()


def _delays() -> tuple[float, ...]:
    delays: list[float] = []
    while sum(delays) < ALL_SECONDS:
        delays.append(min(FIRST_SECONDS * 2 ** len(delays), LONGEST_SECONDS))
    return tuple(delays)


_DELAYS = _delays()
ATTEMPTS = len(_DELAYS) + 1


def delay_after(attempts: int) -> timedelta | None:
    """How long to wait after this many attempts have failed; None when it is time to give up."""
    if attempts >= ATTEMPTS:
        return None
    return timedelta(seconds=_DELAYS[max(attempts, 1) - 1] * _random.uniform(1 - JITTER, 1 + JITTER))
