"""Many at once: one row, one mail. Real threads, each with a connection of its own."""

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.core.mail import EmailMessage
from django.db import connection

from outbox import relay
from outbox.models import Job
from tests.waitlist.test_addresses import SPELLINGS
from waitlist.models import Signup
from waitlist.services import join, take_off

# Fewer than the pool's connections, so that all of them are truly under way at once.
THREADS = 12


def at_once(works: Iterable[Callable[[], object]]) -> None:
    start = threading.Barrier(THREADS)

    def run(work: Callable[[], object]) -> None:
        try:
            work()
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS, initializer=start.wait) as pool:
        for future in [pool.submit(run, work) for work in works]:
            future.result()


def _fifty() -> list[Callable[[], object]]:
    spellings = [SPELLINGS[number % len(SPELLINGS)] for number in range(50)]
    return [partial(join, email=email, placement="library") for email in spellings]


@pytest.mark.django_db(transaction=True)
def test_fifty_racing_sign_ups_of_one_address_are_one_row_and_one_mail(
    mailoutbox: list[EmailMessage],
) -> None:
    at_once(_fifty())
    assert Signup.objects.count() == 1
    assert Job.objects.filter(payload__signup=Signup.objects.get().pk).count() == 1
    relay.work_off()
    assert len(mailoutbox) == 1


@pytest.mark.django_db(transaction=True)
def test_fifty_racing_returns_of_one_who_left_are_one_mail(mailoutbox: list[EmailMessage]) -> None:
    join(email=SPELLINGS[0], placement="library")
    relay.work_off()
    take_off(signup_ids=[Signup.objects.get().pk])
    at_once(_fifty())
    assert Signup.objects.get().state == Signup.State.PENDING
    relay.work_off()
    assert len(mailoutbox) == 2


@pytest.mark.django_db(transaction=True)
def test_racing_sign_ups_of_different_people_lose_nobody() -> None:
    emails = [f"person{number}@example.com" for number in range(60)]
    at_once([partial(join, email=email, placement="library") for email in emails])
    assert set(Signup.objects.values_list("email", flat=True)) == set(emails)
    assert Job.objects.count() == 60
