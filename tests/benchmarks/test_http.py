"""The measurement of requests a second: what it counts and what it refuses to count."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from subprocess import CalledProcessError

import pytest

from benchmarks.http import load, report
from benchmarks.http.load import Load, Rate


class Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/there/" else 404)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        self.wfile.write(b"x" * 100_000)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    monkeypatch.setattr("shutil.which", lambda _: None)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_own_client_counts_whole_answers(port: int):
    rate = load.measure(Load(port, ("/there/",)), 0.3)
    assert rate.a_second > 10
    assert rate.p99 > 0


def test_the_own_client_refuses_an_answer_of_another_status(port: int):
    with pytest.raises(CalledProcessError):
        load.measure(Load(port, ("/there/", "/nowhere/")), 0.3)


def test_a_share_is_the_median_of_the_rounds_ratios():
    figures = {
        "slow": [Rate(10, 1), Rate(5, 1), Rate(30, 1)],
        "bare": [Rate(100, 1), Rate(10, 1), Rate(100, 1)],
    }
    assert report.share(figures, "slow", "bare") == 0.3


def test_a_bar_says_whether_it_holds():
    assert str(report.Bar("a", "b", 0.25, 0.25)).startswith("holds")
    assert str(report.Bar("a", "b", 0.25, 0.24)).startswith("MISSED")
