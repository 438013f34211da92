"""How much a page moves by itself, and a line on which it comes in pieces."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TypedDict
from urllib.parse import urlsplit

from playwright.sync_api import Page

_PIECE_BYTES = 600
_PAUSE_S = 0.025
_FIRST_BYTES = 36_000
"""As much of a page comes in pieces: all that one sees at first. The rest comes at once."""


class Move(TypedDict):
    """One layout shift as the browser tells it."""

    by: float
    what: list[str]


def watch_moves(page: Page) -> None:
    """Note from the next page on what moves without anybody having done something."""
    page.add_init_script(
        "window.moves = []; new PerformanceObserver(list => { for (const entry of list.getEntries())"
        " if (!entry.hadRecentInput) window.moves.push({by: entry.value, what: entry.sources.map("
        "({node}) => node?.outerHTML?.slice(0, 80) ?? node?.textContent ?? '')}) })"
        ".observe({type: 'layout-shift', buffered: true})"
    )


def moves(page: Page) -> list[Move]:
    """What has moved since the page was opened."""
    found: list[Move] = page.evaluate("window.moves")
    return found


def moved(page: Page) -> float:
    """By how much all of it has moved, as the share of the window that the browser counts."""
    return sum(move["by"] for move in moves(page))


@contextmanager
def in_pieces(site: str) -> Iterator[str]:
    """The address of the same site on a line on which pages come bit by bit, so that a browser shows them half."""
    address = urlsplit(site)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            upstream = HTTPConnection(address.hostname or "", address.port, timeout=30)
            upstream.request(
                "GET", self.path, headers={"Host": address.netloc, "Accept": self.headers["Accept"]}
            )
            self._pass_on(upstream.getresponse())
            upstream.close()

        def _pass_on(self, answer: HTTPResponse) -> None:
            body = answer.read()
            kind = answer.headers["Content-Type"] or ""
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in {
                    "connection",
                    "content-length",
                    "date",
                    "server",
                    "transfer-encoding",
                }:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            slow = min(len(body), _FIRST_BYTES) if kind.startswith("text/html") else 0
            for start in range(0, slow, _PIECE_BYTES):
                self.wfile.write(body[start : min(start + _PIECE_BYTES, slow)])
                time.sleep(_PAUSE_S)
            self.wfile.write(body[slow:])

        def log_message(self, *args: object) -> None:
            """Nobody reads this server's log."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
