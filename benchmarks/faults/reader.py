"""A visitor who reads one page over and over, in a process of their own: `benchmarks.faults.reader PORT SECONDS`.

Threads of the benchmark wait for one another by milliseconds, and its mail server has much to do while mails go out.
"""

import json
import sys
import time

from benchmarks.faults.visitors import PAGE, ask

_PAUSE = 0.005


def main() -> int:
    """Ask for as long as was said, then print what came: status and seconds of each answer."""
    port, seconds = int(sys.argv[1]), float(sys.argv[2])
    came: list[tuple[int, float]] = []
    over = time.monotonic() + seconds
    while time.monotonic() < over:
        answer = ask(port, "GET", PAGE)
        came.append((answer.status, answer.seconds))
        time.sleep(_PAUSE)
    print(json.dumps(came))
    return 0


if __name__ == "__main__":
    sys.exit(main())
