"""Visitors who read and sign up, each request over a connection of its own, and what they were answered."""

import http.client
import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import count

PAGE = "/maps/large-language-models/"
NO_ANSWER = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """`status` is 0 when none came. `refused`: nobody took the whole request, so nothing was begun."""

    status: int
    seconds: float
    retry_after: str = ""
    refused: bool = False

    @property
    def is_failure(self) -> bool:
        return self.status == NO_ANSWER or self.status >= 500


@dataclass
class Seen:
    """All answers to one kind of request."""

    answers: list[Answer] = field(default_factory=list)

    @property
    def failures(self) -> int:
        return sum(answer.is_failure for answer in self.answers)

    @property
    def begun_and_lost(self) -> int:
        """Requests whose connection was taken and that were not answered, or with an error."""
        return sum(answer.is_failure and not answer.refused for answer in self.answers)

    def percentile(self, share: float) -> float:
        """The seconds that so many of all answers took at most."""
        times = sorted(answer.seconds for answer in self.answers)
        return times[min(int(len(times) * share), len(times) - 1)] if times else 0.0

    def statuses(self) -> str:
        """How often each status came."""
        counts = Counter(str(answer.status or "none") for answer in self.answers)
        return ", ".join(f"{status}: {number:,}" for status, number in sorted(counts.items()))


def ask(port: int, method: str, path: str, body: str = "", **headers: str) -> Answer:
    """One request and its answer."""
    began = time.perf_counter()
    taken = False
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=40)) as connection:
        try:
            connection.connect()
            connection.request(method, path, body or None, {"Connection": "close", **headers})
            # Whoever is hung up on before the request is whole may ask again: nothing of it was begun.
            taken = True
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            return Answer(NO_ANSWER, time.perf_counter() - began, refused=not taken)
        retry_after = answer.getheader("Retry-After", "")
        return Answer(answer.status, time.perf_counter() - began, retry_after)


def sign_up(port: int, email: str, network: str) -> Answer:
    """A sign-up from a network."""
    body = json.dumps({"email": email, "placement": "library"})
    named = {"Content-Type": "application/json", "X-Forwarded-For": network}
    return ask(port, "POST", "/api/v1/waitlist/", body, **named)


def network(number: int) -> str:
    """An address that nobody else uses."""
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


class Crowd:
    """People with addresses of their own who sign up, one after the other."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.acknowledged: set[str] = set()
        self._numbers, self._lock = count(), threading.Lock()

    def one(self, port: int) -> Answer:
        """The next one signs up, once."""
        email = self.next()
        answer = sign_up(port, email, self._network(email))
        self._note(email, answer)
        return answer

    def insist(self, port: int, email: str) -> list[Answer]:
        """One signs up again and again until somebody answers, waiting a moment between."""
        answers: list[Answer] = []
        while not answers or answers[-1].is_failure:
            answers.append(sign_up(port, email, self._network(email)))
            if answers[-1].is_failure:
                time.sleep(0.2)
        self._note(email, answers[-1])
        return answers

    def next(self) -> str:
        with self._lock:
            return f"{self.name}.{next(self._numbers)}@example.com"

    def _note(self, email: str, answer: Answer) -> None:
        if 200 <= answer.status < 300:
            with self._lock:
                self.acknowledged.add(email)

    def _network(self, email: str) -> str:
        return network(hash(email) & 0xFFFFFF)


@contextmanager
def busy(
    asking: dict[str, Callable[[], Answer]], *, hands: int = 2, pause: float = 0.0
) -> Iterator[dict[str, Seen]]:
    """Requests of each kind, over and over from so many hands each, for as long as the block runs."""
    over = threading.Event()
    seen = {name: Seen() for name in asking}

    def keep_asking(name: str) -> None:
        while not over.is_set():
            answer = asking[name]()
            seen[name].answers.append(answer)
            # Who finds the door closed does not push it a thousand times a second.
            time.sleep(max(pause, 0.05 if answer.refused else 0.0))

    threads = [threading.Thread(target=keep_asking, args=[name]) for name in asking for _ in range(hands)]
    for thread in threads:
        thread.start()
    try:
        yield seen
    finally:
        over.set()
        for thread in threads:
            thread.join()


def read_and_join(port: int, crowd: Crowd, seconds: float, *, pause: float) -> dict[str, Seen]:
    """What one who reads a page and one who signs up others, side by side, were answered: "page" and "sign-up"."""
    asking = {"page": lambda: ask(port, "GET", PAGE), "sign-up": lambda: crowd.one(port)}
    with busy(asking, hands=1, pause=pause) as seen:
        time.sleep(seconds)
    return seen
