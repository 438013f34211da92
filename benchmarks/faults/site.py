"""Kinapse as it runs in production, part by part, so that each part can be killed and started again."""

import http.client
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from benchmarks.faults.mailbox import Mailbox
from benchmarks.faults.servers import PostgreSQL, Redis
from benchmarks.serving import free_port
from script.steps.address import Address
from script.steps.parts import relay, web_server, worker
from script.steps.places import ROOT
from script.steps.processes import start, stop

_READY_WITHIN = 90.0


class Site:
    """Web server, relay and, with Redis, a worker, on a database that is made ready."""

    def __init__(
        self,
        folder: Path,
        mailbox: Mailbox,
        *,
        postgresql: PostgreSQL | None = None,
        redis: Redis | None = None,
        more: Mapping[str, str] | None = None,
    ) -> None:
        self.folder, self.port = folder, free_port()
        self.var = folder / "var"
        self.var.mkdir(parents=True, exist_ok=True)
        self._postgresql, self._redis = postgresql, redis
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "kinapse.settings",
            "KINAPSE_VAR": str(self.var),
            "KINAPSE_URL": f"http://localhost:{self.port}",
            "DATABASE_URL": postgresql.url if postgresql else "",
            "REDIS_URL": redis.url if redis else "",
            "EMAIL_URL": f"smtp://127.0.0.1:{mailbox.port}",
            # Lets every visitor of the benchmark come from a network of their own.
            "TRUSTED_PROXIES": "127.0.0.0/8",
            "PORT": str(self.port),
            **(more or {}),
        }
        self._children: dict[str, subprocess.Popen[bytes]] = {}

    @property
    def parts(self) -> list[str]:
        """The names of its parts."""
        return ["web", "relay", *(["worker"] if self._redis else [])]

    @property
    def sqlite(self) -> Path:
        """The file of the database, where it is one."""
        return Path(
            self.environment["DATABASE_URL"].removeprefix("sqlite:///") or self.var / "kinapse.sqlite3"
        )

    def prepare(self) -> None:
        """Tables, statics, maps."""
        self.run("-m", "script.steps.prepare")

    def run(self, *arguments: str) -> str:
        """Run Python with the settings of the site; what it said. Raises: CalledProcessError."""
        environment = {**self.environment, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, *arguments]
        return subprocess.run(
            command, env=environment, cwd=ROOT, check=True, capture_output=True, text=True
        ).stdout

    def start(self, *names: str) -> None:
        """Start parts, or all of them; wait until the web server answers."""
        for name in names or self.parts:
            with (self.folder / f"{name}.log").open("ab") as log:
                self._children[name] = start(self._command(name), self.environment, log)
        if "web" in (names or self.parts):
            self.wait_for("/healthz")

    def wait_for(self, path: str) -> None:
        """Wait until an address answers 200."""
        give_up = time.monotonic() + _READY_WITHIN
        while self.status(path) != 200:
            if time.monotonic() > give_up:
                raise RuntimeError(f"{path} does not answer 200: see {self.folder}")
            time.sleep(0.1)

    def status(self, path: str) -> int:
        """The status of an answer, or 0 when nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        with closing(connection), suppress(OSError, http.client.HTTPException):
            connection.request("GET", path)
            return connection.getresponse().status
        return 0

    def kill(self, name: str) -> None:
        """kill -9 of a part with all its processes."""
        os.killpg(self._children[name].pid, signal.SIGKILL)
        self._children[name].wait()

    def signal(self, name: str, number: signal.Signals) -> None:
        """Send a signal to a part."""
        self._children[name].send_signal(number)

    @contextmanager
    def at_rest(self, *names: str) -> Iterator[None]:
        """Parts that do nothing while the block runs, and then go on where they were."""
        for name in names:
            os.killpg(self._children[name].pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for name in names:
                os.killpg(self._children[name].pid, signal.SIGCONT)

    def ended(self, name: str, seconds: float) -> bool:
        """Whether a part ends within so many seconds."""
        try:
            self._children[name].wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def stop(self) -> None:
        """Stop all parts."""
        for child in self._children.values():
            stop(child)
        self._children.clear()

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """What a query of the database finds."""
        if self._postgresql:
            return self._postgresql.rows(query)
        with closing(sqlite3.connect(self.sqlite, timeout=60)) as connection:
            return connection.execute(query).fetchall()

    def count(self, query: str) -> int:
        """The one number that a query finds."""
        return int(str(self.rows(query)[0][0]))

    def memory(self) -> int:
        """Bytes that the processes of all parts hold for themselves alone."""
        sessions = {child.pid for child in self._children.values()}
        return sum(_private(entry) for entry in Path("/proc").glob("[0-9]*") if _session(entry) in sessions)

    def logged(self) -> str:
        """All that its parts said."""
        return "".join(path.read_text(errors="replace") for path in self.folder.glob("*.log"))

    def _command(self, name: str) -> list[str]:
        if name == "web":
            return web_server(Address("127.0.0.1", self.port))
        return relay() if name == "relay" else worker()


def _session(entry: Path) -> int:
    with suppress(OSError, ValueError, IndexError):
        return int((entry / "stat").read_text().rpartition(")")[2].split()[3])
    return 0


def _private(entry: Path) -> int:
    with suppress(OSError):
        for line in (entry / "smaps_rollup").read_text().splitlines():
            if line.startswith("Private_Dirty:"):
                return int(line.split()[1]) * 1024
    return 0
