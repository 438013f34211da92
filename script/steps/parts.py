"""The parts of a running Kinapse, each a command: web server, relay, worker."""

import os

from script.steps.address import Address
from script.steps.places import ROOT, VENV, VENV_PYTHON
from script.steps.words import Refused


def web_server(address: Address) -> list[str]:
    """Granian: a process a processor, since Python computes in one thread at a time."""
    return [
        *(str(VENV / "bin" / "granian"), "--interface", "wsgi", "--no-ws", "--log-level", "warning"),
        *("--host", address.host, "--port", str(address.port)),
        *("--workers", _number("KINAPSE_WORKERS") or str(_processors())),
        *("--blocking-threads", _number("KINAPSE_THREADS") or "2"),
        # One that dies takes its own requests with it and not those of the others. On SIGHUP a new one has ten seconds
        # to load before the old one, which serves meanwhile, is told to end.
        *("--respawn-failed-workers", "--respawn-interval", "10"),
        # One that is told to end while it still loads does not hear it.
        *("--workers-kill-timeout", "8"),
        "kinapse.wsgi:application",
    ]


def relay() -> list[str]:
    """Does the work that waits in the outbox, or hands it to workers."""
    return [*_manage(), "relay"]


def worker() -> list[str]:
    """Does what the relay hands over; how many at once it knows best itself, unless it is told."""
    processes = _number("KINAPSE_WORKER_PROCESSES")
    return [*_manage(), "worker", *(("--processes", processes) if processes else ())]


def _manage() -> list[str]:
    return [str(VENV_PYTHON), str(ROOT / "manage.py")]


def _processors() -> int:
    return min(os.cpu_count() or 1, 8)


def _number(name: str) -> str:
    """What the environment says; "" where it says nothing."""
    text = os.environ.get(name, "")
    if text and (not text.isdecimal() or not int(text)):
        raise Refused(f"{name} must be a whole number from 1 on, not {text!r}.")
    return text
