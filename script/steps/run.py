"""Serves Kinapse: everything set up, then all its parts, until a signal comes or one of them ends."""

import http
import os
import shlex
import subprocess
import time

from script.steps.address import Address, chosen_address
from script.steps.house import house_environment, prepare, set_up
from script.steps.parts import relay, web_server, worker
from script.steps.processes import first_to_end, start, stop, stopping_by_signal
from script.steps.words import Refused, Stopped, end_with, say

_ANSWER_WITHIN_SECONDS = 60.0


def main() -> int:
    """Sets up, serves, and stops what it started."""
    began = time.monotonic()
    with stopping_by_signal():
        address = chosen_address()
        set_up()
        environment = {**house_environment(), "PORT": str(address.port)}
        prepare(environment)
        return serve(address, environment, began)


def serve(address: Address, environment: dict[str, str], began: float) -> int:
    """Runs the web server, the relay and, with REDIS_URL, a worker; 0 when asked to stop, else the exit code of the
    one that ended first."""
    children: dict[str, subprocess.Popen[bytes]] = {}
    try:
        children["web server"] = start(web_server(address), environment)
        if _wait_for_answer(address, children):
            # After the first answer: until then the web server needs the processors.
            children["relay"] = start(relay(), environment)
            if environment.get("REDIS_URL"):
                children["worker"] = start(worker(), environment)
            say(_welcome(address, time.monotonic() - began))
        name, code = first_to_end(children)
        say(f"The {name} ended by itself with exit code {code}; stopping the rest. The lines above say why.")
        return code or 1
    except Stopped:
        say("Stopping …")
        return 0
    finally:
        for child in reversed(children.values()):
            stop(child)


def _wait_for_answer(address: Address, children: dict[str, subprocess.Popen[bytes]]) -> bool:
    """Whether the home page answers; False when a child ended before. Raises Refused for errors and long silence."""
    give_up = time.monotonic() + _ANSWER_WITHIN_SECONDS
    while time.monotonic() < give_up:
        if any(child.poll() is not None for child in children.values()):
            return False
        if status := address.status():
            # A host or a path may be refused on purpose; only a fault of the site itself is one here.
            if status >= http.HTTPStatus.INTERNAL_SERVER_ERROR:
                raise Refused(f"The home page answers with error {status}; the lines above say why.")
            return True
        time.sleep(0.05)
    raise Refused(f"Nothing answers at {address.url} after {_ANSWER_WITHIN_SECONDS:.0f} seconds.")


def _welcome(address: Address, seconds: float) -> str:
    chosen = [f"{name}={shlex.quote(os.environ[name])}" for name in _WHERE if os.environ.get(name)]
    manage = " ".join([*chosen, "script/manage"])
    return (
        f"\nKinapse is at {address.url}  (ready in {seconds:.1f} s; Ctrl-C stops it)\n"
        f"To curate: {manage} createsuperuser, then sign in at {address.url}/admin/\n"
    )


_WHERE = ("KINAPSE_VAR", "DATABASE_URL", "REDIS_URL")


if __name__ == "__main__":
    end_with(main)
