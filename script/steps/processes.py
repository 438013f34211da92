"""Child processes that never outlive the command that started them."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import AnyStr, BinaryIO

from script.steps.places import ROOT
from script.steps.words import Refused, Stopped

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE_SECONDS = 10.0

# Looked up before any fork, after which little is safe to call.
_PRCTL = ctypes.CDLL(None).prctl if sys.platform == "linux" else None
_SET_SIGNAL_OF_PARENTS_DEATH = 1


@contextmanager
def stopping_by_signal() -> Iterator[None]:
    """Turns the signals that ask a program to stop into `Stopped`, so that every `finally` on the way runs."""

    def stop(number: int, _frame: FrameType | None) -> None:
        # One is enough: a second Ctrl-C must not break off the stopping itself.
        for name in STOP_SIGNALS:
            signal.signal(name, signal.SIG_IGN)
        raise Stopped(number)

    before = {name: signal.signal(name, stop) for name in STOP_SIGNALS}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


def start(
    command: Sequence[str | Path], environment: dict[str, str], output: BinaryIO | None = None
) -> subprocess.Popen[bytes]:
    """Starts a child in a session of its own: a terminal's Ctrl-C reaches this process alone, which stops the child.

    What it says goes where this process' own words go, or into the file `output`.
    """
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        start_new_session=True,
        preexec_fn=_end_with_parent,  # noqa: PLW1509  (no threads here)
    )


def _end_with_parent() -> None:
    """Has Linux ask this process to stop when its parent is killed in a way that leaves no time for stopping it."""
    if _PRCTL:
        _PRCTL(_SET_SIGNAL_OF_PARENTS_DEATH, signal.SIGTERM)


def stop(child: subprocess.Popen[AnyStr], patience: float = PATIENCE_SECONDS) -> None:
    """Stops a child and all that it started: asked first, and after so many seconds no longer asked."""
    _ask_to_stop(child)
    _see_off(child, patience)


def stop_all(patience: Mapping[subprocess.Popen[AnyStr], float]) -> None:
    """As `stop`, all at once: none waits for another before it is asked, and each has its seconds from then on."""
    for child in patience:
        _ask_to_stop(child)
    asked = time.monotonic()
    for child in sorted(patience, key=patience.__getitem__):
        _see_off(child, max(asked + patience[child] - time.monotonic(), 0.1))


def _ask_to_stop(child: subprocess.Popen[AnyStr]) -> None:
    # Once only: a relay that is asked a second time drops what it has in hand.
    if child.poll() is None:
        child.terminate()


def _see_off(child: subprocess.Popen[AnyStr], patience: float) -> None:
    with suppress(subprocess.TimeoutExpired):
        child.wait(patience)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def run(command: Sequence[str | Path], environment: dict[str, str], *, otherwise: str) -> None:
    """Runs a child to its end. Raises Refused with `otherwise` when it fails."""
    try:
        child = start(command, environment)
    except OSError as error:
        raise Refused(f"{otherwise} ({error})") from error
    try:
        code = child.wait()
    finally:
        stop(child)
    if code:
        raise Refused(otherwise)


def first_to_end(children: dict[str, subprocess.Popen[bytes]]) -> tuple[str, int]:
    """Waits until one of the children ends; its name and exit code, 128 and the number for a signal."""
    while True:
        for name, child in children.items():
            if (code := child.poll()) is not None:
                return name, code if code >= 0 else 128 - code
        time.sleep(0.1)
