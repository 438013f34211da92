"""Servers that are measured: started together on free ports, and stopped whatever happens."""

import socket
import subprocess
import time
from types import TracebackType
from typing import Self

from script.steps.processes import start, stop

_READY_WITHIN = 60


class Serving:
    """Servers while they run. `commands`: how to start each, by the port that it listens on."""

    def __init__(self, commands: dict[int, list[str]], environment: dict[str, str]) -> None:
        self._commands = commands
        self._environment = environment
        self._children: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        try:
            for command in self._commands.values():
                self._children.append(start(command, self._environment))
            for port in self._commands:
                self._wait_for(port)
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Stop all, also when only some were started."""
        for child in self._children:
            stop(child)

    def _wait_for(self, port: int) -> None:
        give_up = time.monotonic() + _READY_WITHIN
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                return
            except OSError:
                if any(child.poll() is not None for child in self._children):
                    raise RuntimeError("a server ended by itself; the lines above say why") from None
                if time.monotonic() > give_up:
                    raise RuntimeError(f"no server answers on port {port}") from None
                time.sleep(0.1)


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
