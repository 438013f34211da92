"""A small server that speaks chat completions as a language model's would, and every fault a test asks for."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Play = Callable[["Handler"], None]


@dataclass
class ModelServer:
    """`plays`: what is done with each request in turn, the last one again and again. `asked`: what came in."""

    url: str = ""
    plays: list[Play] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)

    def will(self, *plays: Play) -> None:
        self.plays[:] = plays

    @property
    def data(self) -> Any:
        """What the last question was about."""
        return json.loads(self.asked[-1]["messages"][1]["content"])


class Handler(BaseHTTPRequestHandler):
    model: ModelServer

    def do_POST(self) -> None:
        assert self.path == "/v1/chat/completions", self.path
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.model.asked.append(json.loads(body))
        self.model.keys.append(self.headers.get("Authorization", ""))
        plays = self.model.plays
        with suppress(ConnectionError):
            (plays.pop(0) if len(plays) > 1 else plays[0])(self)

    def log_message(self, *args: object) -> None:
        """Tests read no log."""

    def send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def model_server() -> Iterator[ModelServer]:
    """A server on a free port of this machine."""
    model = ModelServer()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("OneHandler", (Handler,), {"model": model}))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    model.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    try:
        yield model
    finally:
        model.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


def completion(content: object, *, tokens: object = 120, **more: Any) -> bytes:
    """The body of an answer. `more`: of its message, and `finish_reason`."""
    text = content if isinstance(content, str) or content is None else json.dumps(content)
    reason = more.pop("finish_reason", "stop")
    message = {"role": "assistant", "content": text, **more}
    choice = {"index": 0, "finish_reason": reason, "message": message}
    return json.dumps({"choices": [choice], "usage": {"total_tokens": tokens}}).encode()


def says(content: object, **more: Any) -> Play:
    return lambda handler: handler.send(200, completion(content, **more))


def answers(status: int, body: bytes = b"{}", **headers: str) -> Play:
    return lambda handler: handler.send(status, body, **headers)


def hangs(handler: Handler) -> None:
    handler.model.released.wait(30)


def drips(handler: Handler) -> None:
    """A byte each tenth of a second: never silent, never done."""
    handler.send_response(200)
    handler.send_header("Content-Length", "900000")
    handler.end_headers()
    while not handler.model.released.is_set():
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.1)


def drips_headers(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not handler.model.released.is_set():
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.1)


def cuts(handler: Handler) -> None:
    """Half an answer."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"choices": [')
    handler.wfile.flush()


def cuts_at_once(handler: Handler) -> None:
    """No answer at all."""


def floods(handler: Handler) -> None:
    """10 MB that nobody announced."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(160):
        handler.wfile.write(b" " * 65_536)
