"""Commands of script/ started as a person starts them, and watched from outside."""

import os
import re
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import urlopen

import psycopg
import pytest
from psycopg import sql

from script.steps.places import ROOT
from script.steps.stores import drop_databases

_PATIENCE_SECONDS = 60


@dataclass
class RunningSite:
    """A `script/run` in its own process group, what it said so far, and where its data is."""

    port: int
    var: Path
    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)

    @property
    def said(self) -> str:
        return "".join(self.lines)

    def listen(self) -> None:
        """Keeps what it says, until it ends."""
        for line in self.process.stdout or ():
            self.lines.append(line)

    def wait_for(self, words: str, *, after: str = "") -> None:
        """Waits until it has said `words`, after it said `after` if that is given.

        Fails with all that it said when it ends before, or takes too long.
        """
        give_up = time.monotonic() + _PATIENCE_SECONDS
        wanted = re.compile(re.escape(after) + ".*" + re.escape(words), re.DOTALL)
        while not wanted.search(self.said):
            assert self.process.poll() is None, self.said
            assert time.monotonic() < give_up, self.said
            time.sleep(0.05)

    def status(self, path: str = "/") -> int:
        with urlopen(f"http://localhost:{self.port}{path}", timeout=10) as answer:
            return int(answer.status)

    def processes(self) -> list[int]:
        """All processes that have this site's folder in their environment."""
        marker = f"KINAPSE_VAR={self.var}".encode()
        return [int(entry.name) for entry in Path("/proc").glob("[0-9]*") if marker in _environment_of(entry)]

    def pid_of(self, words: str) -> int:
        """The process whose command holds `words`."""
        return next(pid for pid in self.processes() if words in _command_of(pid))

    def ended_with(self) -> int:
        return self.process.wait(_PATIENCE_SECONDS)


def _environment_of(entry: Path) -> list[bytes]:
    try:
        return (entry / "environ").read_bytes().split(b"\0")
    except OSError:
        return []


def _command_of(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def bare_environment() -> dict[str, str]:
    """What a person's shell has: nothing of the suite's own settings."""
    return {
        name: text
        for name, text in os.environ.items()
        if not name.startswith(("KINAPSE_", "DJANGO_", "PYTEST_"))
        and name not in {"DATABASE_URL", "REDIS_URL", "PORT", "CI"}
    }


@pytest.fixture
def store(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """The store of the leg that runs: nothing for SQLite, or a fresh PostgreSQL database, dropped afterwards."""
    url, name = os.environ.get("DATABASE_URL"), os.environ.get("KINAPSE_TEST_DATABASE")
    if not (url and name):
        yield {}
        return
    server, _, _ = url.rpartition("/")
    name = f"{name}_site_{os.getpid()}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    redis_url = {"REDIS_URL": os.environ["REDIS_URL"]} if "REDIS_URL" in os.environ else {}
    yield {"DATABASE_URL": f"{server}/{name}", "KINAPSE_REDIS_PREFIX": f"{name}:", **redis_url}
    drop_databases(f"{server}/postgres", name)


@pytest.fixture
def run_site(
    tmp_path: Path, free_port: int, bare_environment: dict[str, str], store: dict[str, str]
) -> Iterator[Callable[[], RunningSite]]:
    """Starts `script/run` with a folder and a port of its own; starting it again keeps both."""
    var = tmp_path / "var"
    bring_collected_statics(var)
    environment = {**bare_environment, **store, "KINAPSE_VAR": str(var), "PORT": str(free_port)}
    started: list[RunningSite] = []

    def run() -> RunningSite:
        process = subprocess.Popen(
            [ROOT / "script" / "run"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        site = RunningSite(free_port, var, process)
        threading.Thread(target=site.listen, daemon=True).start()
        started.append(site)
        return site

    yield run
    for site in started:
        for pid in site.processes():
            # Whose parent was killed just before may be gone already.
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        site.process.wait()
        if site.process.stdout:
            site.process.stdout.close()


def bring_collected_statics(var: Path) -> None:
    """Makes the folder, and spares each start the compression of files that script/test has compressed already."""
    var.mkdir()
    if collected := os.environ.get("KINAPSE_TEST_STATICS"):
        shutil.copytree(collected, var / "static")
        shutil.copy(f"{collected}.stamp", var / "static.stamp")
