"""The two servers that are measured: the site, and a bare Django project, both served as script/run serves."""

import os
import socket
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from script.steps.address import Address
from script.steps.parts import web_server
from script.steps.processes import start, stop

_READY_WITHIN = 60


class Servers:
    """Both servers while they run. Their workers idle unless they are asked, so neither slows the other."""

    def __init__(self, folder: Path) -> None:
        self.bare_port, self.site_port = _free_port(), _free_port()
        self._environment = {**os.environ, "KINAPSE_VAR": str(folder)}
        self._environment.pop("DATABASE_URL", None)
        self._children: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        targets = {self.bare_port: "benchmarks.http.bare", self.site_port: "benchmarks.http.site"}
        try:
            for port, module in targets.items():
                command = [*web_server(Address("127.0.0.1", port))[:-1], f"{module}:application"]
                self._children.append(start(command, self._environment))
            for port in targets:
                _wait_for(port)
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Stop both, also when only one was started."""
        for child in self._children:
            stop(child)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int) -> None:
    give_up = time.monotonic() + _READY_WITHIN
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if time.monotonic() > give_up:
                raise RuntimeError(f"no server answers on port {port}") from None
            time.sleep(0.1)
