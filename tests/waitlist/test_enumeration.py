"""Nobody can find out who is on the list: not by what is answered, and not by how long it takes."""

import random
import statistics
import time
from collections.abc import Callable
from itertools import count

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from waitlist.models import Signup, Withheld
from waitlist.services import erase, suppress, take_off

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


@pytest.mark.parametrize("ask", [_page, _api])
def test_every_address_gets_the_same_answer_byte_for_byte(
    known: dict[str, str], ask: Callable[[str], tuple[object, ...]]
) -> None:
    expected = ask("new@example.com")
    for state, email in known.items():
        assert ask(email) == expected, state


def test_every_address_causes_the_same_statements(known: dict[str, str]) -> None:
    seen: set[tuple[str, ...]] = set()
    for email in ("new@example.com", *known.values()):
        with CaptureQueriesContext(connection) as caught:
            Client().post("/waitlist/", {"email": email, "placement": "library"})
        seen.add(tuple(query["sql"].split()[0] for query in caught))
    assert len(seen) == 1
    assert len(seen.pop()) == (1 if connection.vendor == "postgresql" else 5)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_how_long_it_takes_does_not_tell_a_known_address_from_a_new_one(known: dict[str, str]) -> None:
    """Two hundred of each, in turns. Guessing by the time alone must be right hardly more often than a coin.

    The share of pairs in which the known address took longer is one half when the times tell nothing.
    """
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
    told_apart = {
        kind: statistics.mean((one > other) + 0.5 * (one == other) for one in times for other in taken["new"])
        for kind, times in taken.items()
    }
    print({kind: f"{share:.2f}" for kind, share in told_apart.items()})
    assert all(0.25 < share < 0.75 for share in told_apart.values()), told_apart
