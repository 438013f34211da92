"""Loads an address for some time and counts the answers: by wrk where it is installed, else by a client of our own."""

import http.client
import re
import selectors
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

CONNECTIONS = 16
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_RESULT = re.compile(r"ANSWERS (\d+) MICROSECONDS (\d+) FAILED (\d+) P99 (\d+)")
_SCRIPT = """
local requests, number = {}, 0
function init(args)
  for path in io.lines("%s") do requests[#requests + 1] = wrk.format("GET", path, {%s}) end
end
function request()
  number = number %% #requests + 1
  return requests[number]
end
function done(summary, latency, requests)
  local errors = summary.errors
  local failed = errors.status + errors.connect + errors.read + errors.write + errors.timeout
  local text = "ANSWERS %%d MICROSECONDS %%d FAILED %%d P99 %%d\\n"
  io.write(string.format(text, summary.requests, summary.duration, failed, latency:percentile(99)))
end
"""


@dataclass(frozen=True)
class Load:
    """What is asked: paths in turn at one server, with one more header or none. `status`: of every answer."""

    port: int
    paths: tuple[str, ...]
    header: tuple[str, str] | None = None
    status: int = 200


@dataclass(frozen=True)
class Rate:
    """Requests answered a second, and the slowest of a hundred in milliseconds."""

    a_second: float
    p99: float


def generator() -> str:
    """What loads."""
    return "wrk" if shutil.which("wrk") else "own client"


def ask(load: Load, path: str) -> tuple[int, dict[str, str], bytes]:
    """One answer: status, headers by lower-case name, body."""
    connection = http.client.HTTPConnection("127.0.0.1", load.port, timeout=60)
    try:
        connection.request("GET", path, headers=dict([load.header]) if load.header else {})
        answer = connection.getresponse()
        body = answer.read()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body
    finally:
        connection.close()


def measure(load: Load, seconds: float) -> Rate:
    """How fast a server answers. Raises RuntimeError when an answer failed."""
    return _by_wrk(load, seconds) if shutil.which("wrk") else _by_own_client(load, seconds)


def _by_wrk(load: Load, seconds: float) -> Rate:
    header = f'["{load.header[0]}"] = [==[{load.header[1]}]==]' if load.header else ""
    with tempfile.TemporaryDirectory() as folder:
        paths, script = Path(folder, "paths"), Path(folder, "load.lua")
        paths.write_text("\n".join(load.paths))
        script.write_text(_SCRIPT % (paths, header))
        # It takes whole seconds alone.
        times = ["-t1", f"-c{CONNECTIONS}", f"-d{max(round(seconds), 1)}s"]
        command = ["wrk", *times, "-s", str(script), f"http://127.0.0.1:{load.port}"]
        said = subprocess.run(
            command, capture_output=True, text=True, timeout=seconds + 60, check=True
        ).stdout
    found = _RESULT.search(said)
    if found is None or int(found[3]):
        raise RuntimeError(f"wrk met errors:\n{said}")
    return Rate(int(found[1]) / int(found[2]) * 1e6, int(found[4]) / 1e3)


def _by_own_client(load: Load, seconds: float) -> Rate:
    command = [sys.executable, "-m", "benchmarks.http.load", str(load.port), str(seconds), str(load.status)]
    command += list(load.header or ())
    said = subprocess.run(
        command, input="\n".join(load.paths), capture_output=True, text=True, timeout=seconds + 60, check=True
    )
    a_second, p99 = said.stdout.split()
    return Rate(float(a_second), float(p99))


class Caller:
    """One connection that always waits for an answer."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received = b""
        self.asked = 0.0

    def send(self, request: bytes) -> None:
        self.asked = time.perf_counter()
        self.socket.sendall(request)

    def receive(self, status: bytes) -> bool:
        """Read what has come; whether that completes the answer. Raises RuntimeError for one of another status."""
        got = self.socket.recv(1 << 18)
        if not got:
            raise RuntimeError("the server hung up")
        self.received += got
        head_end = self.received.find(b"\r\n\r\n")
        if head_end < 0:
            return False
        if self.received[9:12] != status:
            raise RuntimeError(f"answered {self.received[9:12].decode()}")
        length = _LENGTH.search(self.received, 0, head_end)
        if len(self.received) < head_end + 4 + (int(length[1]) if length else 0):
            return False
        self.received = b""
        return True


def _serve_as_client(port: int, seconds: float, status: bytes, requests: list[bytes]) -> None:
    selector = selectors.DefaultSelector()
    number, waits = 0, []
    for _ in range(CONNECTIONS):
        caller = Caller(port)
        selector.register(caller.socket, selectors.EVENT_READ, caller)
        caller.send(requests[number % len(requests)])
        number += 1
    began = time.perf_counter()
    while time.perf_counter() - began < seconds:
        for key, _ in selector.select(1):
            caller = key.data
            if caller.receive(status):
                waits.append(time.perf_counter() - caller.asked)
                caller.send(requests[number % len(requests)])
                number += 1
    took = time.perf_counter() - began
    print(len(waits) / took, sorted(waits)[int(len(waits) * 0.99)] * 1e3)


if __name__ == "__main__":
    more = "".join(f"{name}: {value}\r\n" for name, value in [sys.argv[4:6]] if name) if sys.argv[4:] else ""
    texts = [
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{more}\r\n" for path in sys.stdin.read().splitlines()
    ]
    _serve_as_client(
        int(sys.argv[1]), float(sys.argv[2]), sys.argv[3].encode(), [text.encode() for text in texts]
    )
