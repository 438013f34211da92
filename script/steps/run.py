"""Serves Kinapse: everything set up, then all its parts, until a signal comes or the web server ends."""

import http
import os
import shlex
import subprocess
import time

from script.steps.address import Address, chosen_address
from script.steps.house import house_environment, prepare, set_up
from script.steps.parts import relay, web_server, worker
from script.steps.processes import PATIENCE_SECONDS, first_to_end, start, stop, stop_all, stopping_by_signal
from script.steps.words import Refused, Stopped, end_with, say

_ANSWER_WITHIN_SECONDS = 60.0
# A slow mail in hand, or a small import, is done with by then.
_FINISHED_WITHIN_SECONDS = 60.0
# One that ends oftener is broken, and whoever runs this must be told.
_STARTED_AGAIN = 5
_WITHIN_SECONDS = 600.0
_PAUSE_SECONDS = 1.0


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
    """Runs the web server, the relay and, with REDIS_URL, a worker; 0 when asked to stop, else the exit code of what
    ended for good. Pages do not go away because a relay or a worker did: those are started again."""
    children: dict[str, subprocess.Popen[bytes]] = {}
    behind = {"relay": relay(), **({"worker": worker()} if environment.get("REDIS_URL") else {})}
    try:
        children["web server"] = start(web_server(address), environment)
        if _wait_for_answer(address, children):
            # After the first answer: until then the web server needs the processors.
            children |= {name: start(command, environment) for name, command in behind.items()}
            say(_welcome(address, time.monotonic() - began))
        name, code = _first_to_end_for_good(children, behind, environment)
        say(f"The {name} ended by itself with exit code {code}; stopping the rest. The lines above say why.")
        return code or 1
    except Stopped:
        say("Stopping …")
        return 0
    finally:
        # The web server finishes what it answers at once; asked while it still loads, it may never end by itself.
        stop_all(
            {
                child: PATIENCE_SECONDS if name == "web server" else _FINISHED_WITHIN_SECONDS
                for name, child in children.items()
            }
        )


def _first_to_end_for_good(
    children: dict[str, subprocess.Popen[bytes]], behind: dict[str, list[str]], environment: dict[str, str]
) -> tuple[str, int]:
    """Starts what works behind the pages again when it ends; the first that ends for good, and its exit code."""
    again: list[float] = []
    while True:
        name, code = first_to_end(children)
        again = [at for at in again if at > time.monotonic() - _WITHIN_SECONDS]
        if name not in behind or len(again) >= _STARTED_AGAIN:
            return name, code
        again.append(time.monotonic())
        say(f"The {name} ended by itself with exit code {code}; starting it again.")
        stop(children[name])
        time.sleep(_PAUSE_SECONDS)
        children[name] = start(behind[name], environment)


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
    var = os.environ.get("KINAPSE_VAR")
    manage = f"KINAPSE_VAR={shlex.quote(var)} script/manage" if var else "script/manage"
    # By name alone: what is said here ends up in logs, and the address of a database holds its password.
    same = "with the same DATABASE_URL, " if os.environ.get("DATABASE_URL") else ""
    return (
        f"\nKinapse is at {address.url}  (ready in {seconds:.1f} s; Ctrl-C stops it)\n"
        f"To curate: {same}{manage} createsuperuser, then sign in at {address.url}/admin/\n"
    )


if __name__ == "__main__":
    end_with(main)
