"""A PostgreSQL and a Redis of the benchmark's own, which it may stop, pause and fill up."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import psycopg
import redis

from benchmarks.serving import free_port

_READY_WITHIN = 60.0


class NoServer(Exception):
    """A program is not installed; the text says which."""


class PostgreSQL:
    """A server in a folder, with one database."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._port = folder, free_port()
        self._log = folder / "log"
        programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        found = str(programs[-1]) if programs else shutil.which("initdb")
        if not found:
            raise NoServer("PostgreSQL's initdb is not installed")
        self._programs = Path(found).parent
        self.url = f"postgres://postgres@127.0.0.1:{self._port}/postgres"

    def start(self) -> None:
        """Start it, made on the first call."""
        data = self._folder / "data"
        if os.geteuid() == 0:
            shutil.chown(self._folder, "postgres")
        if not data.exists():
            self._run("initdb", "-D", str(data), "-U", "postgres", "-A", "trust", "--no-sync")
        options = f"-c listen_addresses=127.0.0.1 -c port={self._port} -c unix_socket_directories="
        self._run("pg_ctl", "-D", str(data), "-l", str(self._log), "-w", "-o", options, "start")

    def restart(self) -> None:
        """As an administrator does after an upgrade: whoever is connected is cut off."""
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-m", "fast", "-w", "restart")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-m", "immediate", "-w", "stop", check=False)

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """What a query finds."""
        with psycopg.connect(self.url) as connection:
            return connection.execute(query).fetchall()

    def _run(self, program: str, *arguments: str, check: bool = True) -> None:
        # PostgreSQL refuses to run as root.
        user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        subprocess.run(
            [*user, str(self._programs / program), *arguments],
            check=check,
            stdout=subprocess.DEVNULL,
            cwd="/",
        )


class Redis:
    """A server that keeps nothing on disk: what it held is lost when it stops."""

    def __init__(self, folder: Path) -> None:
        if not shutil.which("redis-server"):
            raise NoServer("redis-server is not installed")
        self._folder, self._port = folder, free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"redis://127.0.0.1:{self._port}/0"

    def start(self) -> None:
        place = ["--bind", "127.0.0.1", "--port", str(self._port), "--save", "", "--dir", str(self._folder)]
        self._process = subprocess.Popen(
            ["redis-server", *place], stdout=subprocess.DEVNULL, start_new_session=True
        )
        give_up = time.monotonic() + _READY_WITHIN
        with redis.Redis.from_url(self.url) as client:
            while True:
                try:
                    client.ping()
                    return
                except redis.ConnectionError:
                    if time.monotonic() > give_up:
                        raise
                    time.sleep(0.05)

    def pause(self) -> None:
        """It holds its connections and answers nobody."""
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self._signal(signal.SIGCONT)

    def stop(self) -> None:
        """Everything that it held is lost."""
        if self._process is not None:
            self._signal(signal.SIGCONT)
            self._signal(signal.SIGKILL)
            self._process.wait()
            self._process = None

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(number)
