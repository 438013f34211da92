"""The waitlist as it is served: two web processes and a relay, asked over HTTP from many connections at once."""

import http.client
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

import pytest
from django.db import connection
from django.db.models.functions import Now

from kinapse.settings.environment import BASE_DIR
from outbox.models import Job
from tests.database import database_url
from tests.outbox.running import until
from tests.waitlist.mailbox import Mailbox, mail_server
from waitlist.allowances import Spending
from waitlist.models import Allowance, Signup

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

CANARY = "canary-of-the-tests"


@dataclass(frozen=True)
class Served:
    """Where the site answers, what its processes have said, and the mail server that they use."""

    port: int
    said: Path
    mailbox: Mailbox

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> tuple[int, Message, str]:
        """One request on a connection of its own; a body that is no text goes as JSON."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        text = body if body is None or isinstance(body, str) else json.dumps(body)
        kind = {} if body is None or isinstance(body, str) else {"Content-Type": "application/json"}
        try:
            connection.request(method, path, text, {**kind, **headers})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode()
        finally:
            connection.close()

    def join(self, email: str, **headers: str) -> int:
        """Joining by the API."""
        return self.ask("POST", "/api/v1/waitlist/", {"email": email}, **headers)[0]


@contextmanager
def serving(tmp_path: Path, **more: str) -> Iterator[Served]:
    """Two web processes and a relay, with further settings in their environment."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    said = tmp_path / "said"
    granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--host", "127.0.0.1"]
    commands = [
        [*granian, "--port", str(port), "--workers", "2", "kinapse.wsgi:application"],
        [sys.executable, str(BASE_DIR / "manage.py"), "relay"],
    ]
    with mail_server() as mailbox, said.open("wb") as log:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.served_settings",
            "DATABASE_URL": database_url(),
            "REDIS_URL": "",
            "EMAIL_URL": f"smtp://127.0.0.1:{mailbox.port}",
            **more,
        }
        processes = [
            subprocess.Popen(
                command, cwd=BASE_DIR, env=environment, stdout=log, stderr=log, start_new_session=True
            )
            for command in commands
        ]
        try:
            site = Served(port, said, mailbox)
            until(lambda: _answers(site))
            yield site
        finally:
            for process in processes:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving(tmp_path) as site:
        yield site


def _answers(site: Served) -> bool:
    try:
        return site.ask("GET", "/healthz")[0] == 200
    except OSError:
        return False


def _at_once(asked: list[Callable[[], int]]) -> Counter[int]:
    with ThreadPoolExecutor(12) as pool:
        return Counter(pool.map(lambda ask: ask(), asked))


def test_of_thirty_at_once_from_one_network_twenty_pass_over_both_processes(served: Served) -> None:
    statuses = _at_once([lambda n=n: served.join(f"person{n}@example.com") for n in range(30)])  # type: ignore[misc]
    assert statuses == {202: 20, 429: 10}
    until(lambda: not Job.objects.filter(state=Job.State.WAITING).exists())
    assert Signup.objects.count() == 20
    status, headers, _ = served.ask("POST", "/api/v1/waitlist/", {"email": "more@example.com"})
    assert (status, 0 < int(headers["Retry-After"]) <= 3600) == (429, True)


def test_of_ten_at_once_for_one_address_three_pass_and_one_mail_goes_out(served: Served) -> None:
    spellings = [
        "ada@example.com",
        "ADA@example.com",
        " ada@EXAMPLE.com",
        "ａda@example.com",
        "ada@example.com ",
    ]
    statuses = _at_once([lambda each=each: served.join(each) for each in spellings * 2])  # type: ignore[misc]
    assert statuses == {202: 3, 429: 7}
    until(lambda: not Job.objects.filter(state=Job.State.WAITING).exists())
    assert Signup.objects.count() == 1
    assert len(served.mailbox.envelopes) == 1


def test_a_forged_address_of_the_visitor_does_not_help(served: Served) -> None:
    statuses = [
        served.join(f"person{number}@example.com", **{"X-Forwarded-For": f"198.51.100.{number}"})
        for number in range(21)
    ]
    assert statuses == [202] * 20 + [429]
    # The server says who is connected, and that is what was counted.
    counted = Spending("join.network", "127.0.0.1", 20).digest
    assert Allowance.objects.filter(digest=counted, spent=20).exists()


def test_behind_a_proxy_no_spelling_of_its_header_takes_the_place_of_what_it_says(tmp_path: Path) -> None:
    """The server hands on `Kinapse_For` and `Kinapse-For` as one: the proxy's word has a name without either."""
    settings = {"TRUSTED_PROXIES": "127.0.0.1", "KINAPSE_FORWARDED_FOR": "Kinapsefor"}
    with serving(tmp_path, **settings) as served:
        statuses = [
            served.join(
                f"person{number}@example.com",
                **{"Kinapsefor": f"203.0.113.{number}, 198.51.100.7", spelling: f"203.0.113.{number}"},
            )
            for number, spelling in enumerate(
                7 * ["X-Forwarded-For", "X_Forwarded_For", "Kinapse_for", "_Kinapsefor", "kinapsefor_"]
            )
        ]
        assert statuses[:20] == [202] * 20
        assert set(statuses[20:]) == {429}
        assert served.join("other@example.com", Kinapsefor="198.51.100.8") == 202


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no lock that all writers share")
def test_while_another_holds_sqlites_only_lock_who_writes_is_told_when_to_come_again_and_pages_are_read(
    served: Served,
) -> None:
    assert served.join("ada@example.com") == 202
    until(lambda: not Job.objects.filter(state=Job.State.WAITING).exists())
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as busy:
        busy.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        status, headers, _ = served.ask("POST", "/api/v1/waitlist/", {"email": "bob@example.com"})
        assert time.monotonic() - began < 2.5
        assert (status, headers["Retry-After"]) == (503, "5")
        assert served.ask("GET", "/")[0] == 200
        busy.execute("ROLLBACK")
    assert served.join("bob@example.com") == 202


def test_no_address_and_no_token_is_ever_logged(served: Served) -> None:
    """A canary goes every way that is logged: refused, unknown, forbidden, too often, and back from a mail server."""
    email = f"{CANARY}@example.com"
    served.mailbox.answer = lambda recipient: f"550 there is no <{recipient}> here"
    assert served.join(email) == 202
    until(lambda: Job.objects.exclude(last_error="").exists())
    assert CANARY in Job.objects.get(kind="waitlist.confirm").last_error
    served.mailbox.answer = lambda recipient: "250 OK"
    Job.objects.update(due=Now())
    until(lambda: bool(served.mailbox.envelopes))
    mail = served.mailbox.envelopes[0][1].as_string().replace("=\n", "")
    tokens = set(re.findall(r"/waitlist/(?:confirm|leave|erase)/([\w-]{43})", mail))
    assert len(tokens) == 3

    for address in (email, email.replace("@", "%40"), f'"{CANARY}"@[127.0.0.1]'):
        served.ask("POST", "/api/v1/waitlist/", {"email": address, "page": {"x": address}})
        served.ask(
            "POST", "/api/v1/waitlist/", f'{{"email": "{address}', **{"Content-Type": "application/json"}
        )
        served.ask(
            "POST", "/waitlist/", f"email={address}", **{"Content-Type": "application/x-www-form-urlencoded"}
        )
        served.ask("GET", f"/waitlist/?email={email}&page=/{email}")
        served.ask("GET", f"/nowhere/{email}/")
        served.ask("GET", "/", Host=email)
    for token in tokens:
        for part in ("confirm", "confirmed", "invited", "leave", "erase"):
            served.ask("GET", f"/waitlist/{part}/{token}/", Referer=f"http://localhost/{token}")
            served.ask("PUT", f"/waitlist/{part}/{token}/")
            served.ask("GET", f"/waitlist/{part}/{token}/x/")
        served.ask("POST", f"/waitlist/erase/{token}/", Origin="https://evil.example")
        served.ask("GET", f"/accounts/password/reset/key/1-{token}/")

        for _ in range(3):
            served.ask("GET", f"/waitlist/leave/{token}/")

    said = served.said.read_text()
    for event in (
        "Forbidden",
        "Not Found",
        "Method Not Allowed",
        "Too Many Requests",
        "waitlist.confirm failed",
    ):
        assert event in said, f"“{event}” was never logged, so the test has not tried it"
    assert not [line for line in said.splitlines() if CANARY in line]
    assert not [token for token in tokens if token in said]
