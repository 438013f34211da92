"""One request and its answer, whole within a time and a size. Redirects are answers like any other, never followed."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection, IncompleteRead
from urllib.parse import urlsplit

from library.asking.errors import AnswerUnusable, Unanswered

MOST_BYTES = 1_000_000
_PIECE = 65_536


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server sent back."""

    status: int
    body: bytes
    retry_after: str = ""


def post(url: str, body: bytes, headers: Mapping[str, str], *, seconds: float) -> Reply:
    """Send a body and read the reply. Raises: Unanswered, AnswerUnusable when the reply is larger than MOST_BYTES."""
    parts = urlsplit(url)
    deadline = time.monotonic() + seconds
    may_cost = False
    connection = _connection(parts.scheme, parts.hostname or "", parts.port, seconds)
    try:
        connection.connect()
        may_cost = True
        with _cut_off(connection.sock, deadline - time.monotonic()):
            connection.request("POST", parts.path, body, dict(headers))
            with connection.getresponse() as response:
                content = _read(response)
    except (OSError, HTTPException) as error:
        # A connection that is cut at the deadline fails in as many ways as one that the server cuts.
        if time.monotonic() >= deadline or isinstance(error, TimeoutError):
            raise Unanswered(_too_late(seconds), may_cost=may_cost) from error
        raise Unanswered(f"The connection failed ({type(error).__name__}).", may_cost=may_cost) from error
    finally:
        connection.close()
    if time.monotonic() >= deadline:
        # One that announced no length ends where it was cut off.
        raise Unanswered(_too_late(seconds), may_cost=may_cost)
    return Reply(response.status, content, response.headers.get("Retry-After", ""))


def _connection(scheme: str, host: str, port: int | None, seconds: float) -> HTTPConnection:
    if scheme == "https":
        return HTTPSConnection(host, port, timeout=seconds, context=ssl.create_default_context())
    return HTTPConnection(host, port, timeout=seconds)


@contextmanager
def _cut_off(sock: socket.socket, seconds: float) -> Iterator[None]:
    """End the connection after a time: its own timeout counts anew with each byte, so that a slow one never ends."""
    timer = threading.Timer(max(seconds, 0.0), _shut, [sock])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _shut(sock: socket.socket) -> None:
    # The plain shutdown also where TLS is spoken: its own would let the reading thread go on without it.
    with suppress(OSError):
        socket.socket.shutdown(sock, socket.SHUT_RDWR)


def _read(response: HTTPResponse) -> bytes:
    if int(response.length or 0) > MOST_BYTES:
        raise AnswerUnusable(_TOO_LARGE)
    pieces, size = [], 0
    while piece := response.read(_PIECE):
        size += len(piece)
        if size > MOST_BYTES:
            raise AnswerUnusable(_TOO_LARGE)
        pieces.append(piece)
    if response.length:
        raise IncompleteRead(b"", response.length)
    return b"".join(pieces)


def _too_late(seconds: float) -> str:
    return f"It gave no whole answer within {seconds:g} seconds."


_TOO_LARGE = f"Its answer is larger than {MOST_BYTES // 1_000_000} MB."
