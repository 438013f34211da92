"""Many at once: one row, one mail. Real threads, each with a connection of its own."""

import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.db import connection, transaction

from outbox import relay
from outbox.models import Job
from tests.outbox.work import in_thread
from tests.waitlist.putting import put_on_list, take_one_in
from tests.waitlist.test_addresses import SPELLINGS
from waitlist import leaving, services
from waitlist.leaving import take_off
from waitlist.models import Signup, Token, Withheld
from waitlist.services import join
from waitlist.tokens import new_token, use

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
    at_once([take_one_in] * 50)
    assert Signup.objects.count() == 1
    assert Job.objects.get().payload["signup"] == Signup.objects.get().pk
    relay.work_off()
    assert len(mailoutbox) == 1


@pytest.mark.django_db(transaction=True)
def test_fifty_racing_returns_of_one_who_left_are_one_mail(mailoutbox: list[EmailMessage]) -> None:
    put_on_list(SPELLINGS[0])
    relay.work_off()
    take_off(signup_ids=[Signup.objects.get().pk])
    at_once(_fifty())
    at_once([take_one_in] * 50)
    assert Signup.objects.get().state == Signup.State.PENDING
    relay.work_off()
    assert len(mailoutbox) == 2


@pytest.mark.django_db(transaction=True)
def test_racing_sign_ups_of_different_people_lose_nobody() -> None:
    emails = [f"person{number}@example.com" for number in range(60)]
    at_once([partial(join, email=email, placement="library") for email in emails])
    at_once([take_one_in] * 60)
    assert set(Signup.objects.values_list("email", flat=True)) == set(emails)
    assert Job.objects.count() == 60


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("other", ["take_off", "erase", "suppress", "invite"])
@pytest.mark.parametrize("first", ["confirm", "open_account"])
def test_who_follows_a_link_and_who_takes_the_sign_up_away_never_wait_for_each_other(
    monkeypatch: pytest.MonkeyPatch, first: str, other: str
) -> None:
    """The sign-up is locked first by all of them: a deadlock would end one with an error."""
    put_on_list("ada@example.com")
    signup = Signup.objects.get()
    token = new_token(signup=signup, purpose=Token.Purpose.CONFIRM)
    if first == "open_account":
        services.confirm(token=token)
        services.invite(signup_ids=[signup.pk])
        new_token(signup=signup, purpose=Token.Purpose.INVITATION)
    in_the_middle = threading.Event()

    def use_slowly(row: Token) -> bool:
        used = use(row)
        in_the_middle.set()
        time.sleep(0.5)
        return used

    monkeypatch.setattr(services, "use", use_slowly)

    def follow() -> None:
        if first == "confirm":
            services.confirm(token=token)
            return
        invitation = Token.objects.get(purpose=Token.Purpose.INVITATION)
        with transaction.atomic():
            services.open_account(token_id=invitation.pk, user=User.objects.create_user("ada"))

    def take_away() -> None:
        assert in_the_middle.wait(20)
        if other == "suppress":
            leaving.suppress(email="ada@example.com", reason=Withheld.Reason.BOUNCED)
        else:
            {"take_off": leaving.take_off, "erase": leaving.erase, "invite": services.invite}[other](
                signup_ids=[signup.pk]
            )

    with ThreadPoolExecutor(2) as pool:
        for future in [pool.submit(in_thread(work)) for work in (follow, take_away)]:
            future.result()
