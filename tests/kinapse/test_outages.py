"""An outage of the store: reads wait for its end, writes are told when to come again, nothing becomes an error page."""

import errno
import json
import sqlite3
from collections.abc import Callable

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import InterfaceError, OperationalError, ProgrammingError, connection
from django.test import Client

from explore import pages
from explore.outages import is_outage
from kinapse import outages


def _sqlite_error(code: int) -> OperationalError:
    cause = sqlite3.OperationalError("as SQLite says it")
    cause.sqlite_errorcode = code
    error = OperationalError("as Django says it")
    error.__cause__ = cause
    return error


FULL = sqlite3.SQLITE_FULL
NO_SUCH_TABLE = sqlite3.SQLITE_ERROR


class _Outage:
    """Fails so many times, then does what it stands for."""

    def __init__(self, times: int, then: Callable[..., object], error: Exception | None = None) -> None:
        self.left, self.then, self.error = times, then, error or OperationalError("the server closed")

    def __call__(self, *args: object, **kwargs: object) -> object:
        if self.left:
            self.left -= 1
            raise self.error
        return self.then(*args, **kwargs)


@pytest.fixture
def client() -> Client:
    """A browser that is shown what went wrong."""
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (OperationalError("the server closed the connection"), True),
        (InterfaceError("the connection is closed"), True),
        (_sqlite_error(FULL), True),
        (_sqlite_error(sqlite3.SQLITE_IOERR | (3 << 8)), True),
        (_sqlite_error(NO_SUCH_TABLE), False),
        (OSError(errno.ENOSPC, "no space left"), True),
        (OSError(errno.ENOENT, "no such file"), False),
        (ProgrammingError("no such table"), False),
        (ValueError(), False),
        (None, False),
    ],
)
def test_an_outage_is_told_from_a_fault_of_ours(error: Exception | None, expected: bool) -> None:
    assert is_outage(error) is expected


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", ["/topics/", "/api/v1/topics/"])
def test_what_only_reads_waits_until_the_store_is_back(
    client: Client, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    expected = client.get(path).content
    monkeypatch.setattr(outages, "_LOOK_AGAIN_SECONDS", 0.01)
    outage = _Outage(3, lambda execute, *rest: execute(*rest))
    with connection.execute_wrapper(outage):
        answer = client.get(path)
    assert outage.left == 0
    assert (answer.status_code, answer.content) == (200, expected)


@pytest.mark.django_db(transaction=True)
def test_a_long_outage_ends_in_a_page_that_says_when_to_come(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "home_page", _Outage(1000, pages.home_page))
    monkeypatch.setattr(outages, "READS_WAIT_SECONDS", 0.3)
    monkeypatch.setattr(outages, "_LOOK_AGAIN_SECONDS", 0.01)
    answer = client.get("/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "catching its breath" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_fault_that_shows_while_asking_again_is_a_fault(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**kwargs: object) -> None:
        raise RuntimeError("on purpose")

    monkeypatch.setattr(pages, "home_page", _Outage(1, fail))
    assert client.get("/").status_code == 500


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("error", [OperationalError("the server closed"), _sqlite_error(FULL)])
def test_a_form_is_not_sent_twice_but_told_when_to_come(
    client: Client, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    outage = _Outage(1, lambda **kwargs: None, error)
    monkeypatch.setattr("waitlist.services.join", outage)
    form = {"email": "ada@example.com", "placement": "library"}
    answer = client.post("/waitlist/", form)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert client.post("/waitlist/", form).status_code == 303


@pytest.mark.django_db(transaction=True)
def test_the_api_tells_of_an_outage_as_a_problem(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("explore.api.signups.join", _Outage(1, lambda **kwargs: None))
    answer = client.post(
        "/api/v1/waitlist/",
        json.dumps({"email": "ada@example.com", "placement": "library"}),
        content_type="application/json",
    )
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
    assert answer["Retry-After"] == "5"
    assert answer.json()["title"] == "Not just now"


@pytest.mark.django_db(transaction=True)
def test_an_outage_outside_of_a_view_is_an_outage_too(
    staff_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    staff_client.raise_request_exception = False
    monkeypatch.setattr(SessionStore, "get_expiry_age", _Outage(1, lambda *args: 60))
    monkeypatch.setattr(settings, "SESSION_SAVE_EVERY_REQUEST", True)
    assert staff_client.get("/admin/").status_code == 503
    assert staff_client.get("/admin/").status_code == 200
