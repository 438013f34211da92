"""One part of Kinapse alone, for machines that run them apart: prepare, statics, web, relay, worker."""

import os
import sys
from collections.abc import Callable

from script.steps.address import chosen_address
from script.steps.house import house_environment, prepare, set_up
from script.steps.parts import relay, web_server, worker
from script.steps.places import ROOT
from script.steps.processes import stopping_by_signal
from script.steps.words import Refused, end_with


def _web() -> list[str]:
    return web_server(chosen_address())


# What ends when it is done, and the steps that it takes; none means all.
_TASKS: dict[str, tuple[str, ...]] = {"prepare": (), "statics": ("collect",)}
PARTS: dict[str, Callable[[], list[str]]] = {"web": _web, "relay": relay, "worker": worker}


def main() -> int:
    """Prepares database and statics, or the statics alone, or becomes the named part."""
    name = sys.argv[1] if len(sys.argv) == 2 else ""
    if name not in {*_TASKS, *PARTS}:
        raise Refused(f"Name one part: script/part {' | '.join([*_TASKS, *PARTS])}")
    with stopping_by_signal():
        set_up()
        environment = house_environment()
        if name in _TASKS:
            prepare(environment, *_TASKS[name])
            return 0
        if name == "web":
            # Each machine serves its own copy of the statics; the database is somebody else's business.
            prepare(environment, "collect")
    command = PARTS[name]()
    os.chdir(ROOT)
    os.execve(command[0], command, environment)


if __name__ == "__main__":
    end_with(main)
