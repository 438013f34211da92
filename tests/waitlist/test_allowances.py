"""So much an hour and not once more, however many ask at once and whatever they forge."""

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from ipaddress import ip_network

import pytest
from django.test import Client
from pytest_django import Settings

from kinapse.settings.environment import BASE_DIR
from outbox.models import Job
from tests.database import database_url
from tests.waitlist.test_races import at_once
from waitlist.allowances import HOUR, Spending, spend
from waitlist.errors import AllowanceSpent
from waitlist.models import Allowance, Signup, Token
from waitlist.networks import network_of
from waitlist.tidying import tidy
from waitlist.tokens import new_token

_CHILD = """
import django, sys
django.setup()
from waitlist.allowances import Spending, spend
from waitlist.errors import AllowanceSpent
passed = 0
for _ in range(int(sys.argv[1])):
    try:
        spend(Spending("test", "both", 20))
        passed += 1
    except AllowanceSpent:
        pass
print(passed)
"""


def _join(client: Client, number: int, **headers: str) -> int:
    form = {"email": f"person{number}@example.com", "placement": "library"}
    return client.post("/waitlist/", form, headers=headers).status_code


def test_the_last_allowed_passes_and_the_next_does_not(db: None) -> None:
    for _ in range(20):
        spend(Spending("test", "somebody", 20))
    with pytest.raises(AllowanceSpent) as spent:
        spend(Spending("test", "somebody", 20))
    assert HOUR - 60 < spent.value.seconds <= HOUR
    spend(Spending("test", "somebody else", 20))
    spend(Spending("another test", "somebody", 20))


def test_after_an_hour_it_begins_anew(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time()
    spend(Spending("test", "somebody", 1))
    monkeypatch.setattr(time, "time", lambda: now + HOUR - 2)
    with pytest.raises(AllowanceSpent) as spent:
        spend(Spending("test", "somebody", 1))
    assert spent.value.seconds <= 3
    monkeypatch.setattr(time, "time", lambda: now + HOUR + 1)
    assert tidy() == 1
    assert not Allowance.objects.exists()
    spend(Spending("test", "somebody", 1))


def test_what_is_stored_tells_neither_network_nor_address(client: Client, db: None) -> None:
    _join(client, 1)
    rows = str(list(Allowance.objects.values()))
    assert Allowance.objects.count() == 2
    assert "127.0.0.1" not in rows
    assert "person1" not in rows


@pytest.mark.django_db(transaction=True)
def test_over_two_processes_no_more_pass_than_are_allowed() -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "kinapse.settings", "DATABASE_URL": database_url()}
    children = [
        subprocess.Popen(
            [sys.executable, "-c", _CHILD, "30"],
            cwd=BASE_DIR,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    passed = [int(child.communicate(timeout=60)[0]) for child in children]
    assert sum(passed) == 20


@pytest.mark.django_db(transaction=True)
def test_many_at_once_pass_no_more_than_are_allowed() -> None:
    results: Counter[bool] = Counter()

    def try_it() -> None:
        try:
            spend(Spending("test", "all", 20))
            results[True] += 1
        except AllowanceSpent:
            results[False] += 1

    at_once([try_it] * 60)
    assert results == {True: 20, False: 40}


def test_a_network_joins_twenty_times_and_is_then_told_when_to_come_again(client: Client, db: None) -> None:
    assert [_join(client, number) for number in range(20)] == [303] * 20
    answer = client.post("/waitlist/", {"email": "one-more@example.com", "placement": "library"})
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= HOUR
    page = answer.content.decode()
    assert 'value="one-more@example.com"' in page
    assert "Try again in 60 minutes." in page
    assert Job.objects.count() == 20


def test_an_address_is_asked_for_three_times_from_wherever(
    client: Client, settings: Settings, db: None
) -> None:
    settings.SIGNUPS_PER_NETWORK = 1_000
    spellings = ["ada@example.com", "ADA@example.com", " ada@EXAMPLE.com", "ａda@example.com"]
    answers = [
        client.post("/waitlist/", {"email": email, "placement": "library"}, REMOTE_ADDR=f"192.0.2.{number}")
        for number, email in enumerate(spellings)
    ]
    assert [answer.status_code for answer in answers] == [303, 303, 303, 429]


def test_the_api_shares_the_allowance_and_answers_a_problem(client: Client, db: None) -> None:
    for number in range(20):
        _join(client, number)
    answer = client.post("/api/v1/waitlist/", {"email": "more@example.com"}, content_type="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (429, "application/problem+json")
    assert 0 < int(answer["Retry-After"]) <= HOUR


@pytest.mark.parametrize("header", ["x-forwarded-for", "x-real-ip", "forwarded", "x-client-ip"])
def test_a_forged_header_gains_nothing(client: Client, db: None, header: str) -> None:
    statuses = [_join(client, number, **{header: f"198.51.100.{number}"}) for number in range(21)]
    assert statuses[19:] == [303, 429]


def test_behind_a_trusted_proxy_each_visitor_has_their_own(
    client: Client, settings: Settings, db: None
) -> None:
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.1")]
    for number in range(20):
        # What the visitor forged stands first; the proxy adds whom it saw.
        _join(client, number, **{"x-forwarded-for": f"203.0.113.{number}, 198.51.100.1"})
    assert _join(client, 20, **{"x-forwarded-for": "203.0.113.99, 198.51.100.1"}) == 429
    assert _join(client, 21, **{"x-forwarded-for": "198.51.100.2"}) == 303


@pytest.mark.parametrize(
    ("remote", "forwarded", "network"),
    [
        ("192.0.2.7", "", "192.0.2.7"),
        ("192.0.2.7", "198.51.100.1", "192.0.2.7"),
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "203.0.113.5, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "198.51.100.1, 10.0.0.2", "198.51.100.1"),
        ("10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"),
        ("10.0.0.1", "nonsense", "10.0.0.1"),
        ("10.0.0.1", "198.51.100.1:4711", "198.51.100.1"),
        ("10.0.0.1", "[2001:db8:1:2::9]:4711", "2001:db8:1:2::/64"),
        ("10.0.0.1", "[2001:db8:1:2::9]", "2001:db8:1:2::/64"),
        ("10.0.0.1", "[", "10.0.0.1"),
        ("10.0.0.1", "198.51.100.1, nonsense", "10.0.0.1"),
        ("10.0.0.1", ", " * 5_000, "10.0.0.1"),
        ("::ffff:10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9%eth0", "", "2001:db8:1:2::/64"),
        ("10.0.0.1", "2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("", "198.51.100.1", "unknown"),
        ("unix", "", "unknown"),
    ],
)
def test_only_what_a_trusted_proxy_saw_is_believed(
    settings: Settings, remote: str, forwarded: str, network: str
) -> None:
    settings.TRUSTED_PROXIES = [ip_network("10.0.0.0/8")]
    assert network_of({"REMOTE_ADDR": remote, "HTTP_X_FORWARDED_FOR": forwarded}) == network


def test_links_cannot_be_tried_out_by_the_thousand(client: Client, db: None) -> None:
    for ask in (client.get, client.post):
        Allowance.objects.all().delete()
        statuses = [ask(f"/waitlist/confirm/{number:043d}/").status_code for number in range(21)]
        assert statuses == [404] * 20 + [429]
    answer = client.get("/waitlist/leave/x/")
    assert (answer.status_code, answer["X-Robots-Tag"]) == (429, "noindex")
    assert int(answer["Retry-After"]) > 0


def test_a_mail_provider_unsubscribes_all_of_its_readers(
    joined: Callable[[str], Signup], settings: Settings
) -> None:
    settings.SIGNUPS_PER_NETWORK = 2
    client = Client()
    for number in range(5):
        token = new_token(signup=joined(f"person{number}@example.com"), purpose=Token.Purpose.LEAVE)
        body = {"List-Unsubscribe": "One-Click"}
        assert client.post(f"/waitlist/leave/{token}/", body).status_code == 200
    assert set(Signup.objects.values_list("state", flat=True)) == {"left"}
