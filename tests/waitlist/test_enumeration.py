"""Nobody can find out who is on the list: not by what is answered, and not by how long it takes."""

import math
import random
import statistics
import time
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from waitlist import services
from waitlist.addresses import Address
from waitlist.asking import ask
from waitlist.leaving import erase, suppress, take_off
from waitlist.models import Signup, Withheld

pytestmark = pytest.mark.django_db

SAMPLES = 200
People = Callable[[str], Signup]


@pytest.fixture
def known(joined: People, confirmed: People, settings: Settings) -> dict[str, str]:
    """An address in each state."""
    settings.SIGNUPS_PER_NETWORK = settings.SIGNUPS_PER_ADDRESS = 1_000_000
    joined("pending@example.com")
    for state in ("confirmed", "invited", "joined"):
        Signup.objects.filter(pk=confirmed(f"{state}@example.com").pk).update(state=state)
    take_off(signup_ids=[joined("left@example.com").pk])
    erase(signup_ids=[joined("erased@example.com").pk])
    joined("suppressed@example.com")
    suppress(email="suppressed@example.com", reason=Withheld.Reason.BOUNCED)
    names = ("pending", "confirmed", "invited", "joined", "left", "erased", "suppressed")
    return {**{name: f"{name}@example.com" for name in names}, "disposable": "somebody@mailinator.com"}


def _page(email: str) -> tuple[object, ...]:
    client = Client()
    answer = client.post("/waitlist/", {"email": email, "placement": "library"})
    headers = sorted((name, value) for name, value in answer.items() if name not in {"Date", "Expires"})
    return (
        answer.status_code,
        answer.content,
        headers,
        str(answer.cookies),
        client.get(answer["Location"]).content,
    )


def _api(email: str) -> tuple[object, ...]:
    answer = Client().post("/api/v1/waitlist/", {"email": email}, content_type="application/json")
    return (answer.status_code, answer.content, sorted(answer.items()), str(answer.cookies))


@pytest.mark.parametrize("send", [_page, _api])
def test_every_address_gets_the_same_answer_byte_for_byte(
    known: dict[str, str], send: Callable[[str], tuple[object, ...]]
) -> None:
    expected = send("new@example.com")
    for state, email in known.items():
        assert send(email) == expected, state


def test_every_address_causes_the_same_statements(known: dict[str, str]) -> None:
    seen: set[tuple[str, ...]] = set()
    for email in ("new@example.com", *known.values()):
        with CaptureQueriesContext(connection) as caught:
            Client().post("/waitlist/", {"email": email, "placement": "library"})
        seen.add(tuple(query["sql"].split()[0] for query in caught))
    assert len(seen) == 1
    assert len(seen.pop()) == (1 if connection.vendor == "postgresql" else 4)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_how_long_it_takes_does_not_tell_a_known_address_from_a_new_one(known: dict[str, str]) -> None:
    """Two hundred of each, in turns: guessing by the time alone is right as often as a coin, or hardly more."""
    told_apart = _told_apart(known)
    print({kind: f"{share:.2f}" for kind, share in told_apart.items()})
    assert not [kind for kind, share in told_apart.items() if _is_leak(share)], told_apart


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_milliseconds_more_for_a_known_address_would_be_noticed(
    known: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask_slowly(address: Address, **more: Any) -> None:
        until = time.perf_counter() + (0.002 if address.key == known["pending"] else 0)
        while time.perf_counter() < until:
            pass
        ask(address, **more)

    monkeypatch.setattr(services, "ask", ask_slowly)
    assert _is_leak(_told_apart({name: known[name] for name in ("pending", "left")})["pending"])


def _told_apart(known: dict[str, str]) -> dict[str, float]:
    """For each kind the share of pairs in which it took longer than a new address: one half when times tell nothing."""
    client, numbers = Client(), count()
    kinds = ["new", *known]
    taken: dict[str, list[float]] = {kind: [] for kind in kinds}
    order = random.Random(4)
    for turn in range(SAMPLES + 10):
        for kind in order.sample(kinds, len(kinds)):
            form = {"email": known.get(kind) or f"new{next(numbers)}@example.com", "placement": "library"}
            # Who has left and asks is on the list anew, so they leave before each try.
            Signup.objects.filter(email=known["left"]).update(state=Signup.State.LEFT)
            began = time.perf_counter()
            client.post("/waitlist/", form)
            if turn >= 10:
                taken[kind].append(time.perf_counter() - began)
    return {
        kind: statistics.mean((one > other) + 0.5 * (one == other) for one in times for other in taken["new"])
        for kind, times in taken.items()
    }


def _is_leak(share: float) -> bool:
    """Whether a share is beyond 0.45 to 0.55 by more than chance: outside of its interval of 99 %.

    The deviation of such a share is that of Mann and Whitney's U over the number of pairs, 0.029 for two hundred each.
    """
    deviation = math.sqrt((2 * SAMPLES + 1) / (12 * SAMPLES * SAMPLES))
    return abs(share - 0.5) > 0.05 + 2.58 * deviation
