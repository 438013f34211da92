"""Joining, leaving and coming back: one row a person, one mail a time they join."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import DatabaseError, connection, transaction

from outbox import relay
from outbox.models import Job
from tests.waitlist.putting import put_on_list
from waitlist import services
from waitlist.errors import AllowanceSpent, UnknownToken
from waitlist.leaving import erase, leave, take_off
from waitlist.models import PAGE_LENGTH, Allowance, Placement, Signup, Token
from waitlist.services import join
from waitlist.tokens import new_token, signup_of

pytestmark = pytest.mark.django_db


def test_joining_writes_the_row_and_the_work_it_causes() -> None:
    put_on_list("Ada@Example.com", placement="library", page="/maps/ai-agents/")
    row = Signup.objects.get()
    assert (row.email, row.email_key, row.placement, row.page, row.state) == (
        "Ada@example.com",
        "ada@example.com",
        Placement.LIBRARY,
        "/maps/ai-agents/",
        Signup.State.PENDING,
    )
    job = Job.objects.get()
    assert (job.kind, job.payload["signup"]) == ("waitlist.confirm", row.pk)
    assert "ada" not in f"{job.key}{job.payload}".lower()


def test_a_known_address_adds_nothing_and_changes_nothing() -> None:
    put_on_list("ada@example.com", placement="library", page="/one/")
    before = Signup.objects.values().get()
    put_on_list("ADA@example.com", placement="recommendations", page="/two/")
    assert Signup.objects.values().get() == before
    assert Job.objects.count() == 1


def test_a_disposable_address_is_answered_alike_and_kept_out(mailoutbox: list[EmailMessage]) -> None:
    put_on_list("x@mailinator.com", placement="library")
    assert not Signup.objects.exists()
    assert not Job.objects.exists()
    assert mailoutbox == []


def test_who_left_may_join_again_and_is_asked_to_confirm_anew(mailoutbox: list[EmailMessage]) -> None:
    put_on_list("ada@example.com", placement="library", page="/one/")
    relay.work_off()
    take_off(signup_ids=[Signup.objects.get().pk])
    put_on_list("ADA@example.com", placement="recommendations", page="/two/")
    relay.work_off()
    row = Signup.objects.get()
    assert (row.state, row.email, row.placement, row.page) == (
        Signup.State.PENDING,
        "ADA@example.com",
        Placement.RECOMMENDATIONS,
        "/two/",
    )
    assert len(mailoutbox) == 2
    assert mailoutbox[0].extra_headers["Message-ID"] != mailoutbox[1].extra_headers["Message-ID"]


def test_row_and_work_are_written_together_or_not_at_all() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE outbox_job RENAME TO outbox_job_away")
    with pytest.raises(DatabaseError), transaction.atomic():
        join(email="ada@example.com", placement="library", network="192.0.2.1")
    assert not Allowance.objects.exists()


def test_what_is_refused_for_its_network_counts_for_nobody() -> None:
    for number in range(20):
        join(email=f"ada{number}@example.com", placement="library", network="192.0.2.1")
    before = sorted(Allowance.objects.values_list("spent", "until"))
    with pytest.raises(AllowanceSpent):
        join(email="ada0@example.com", placement="library", network="192.0.2.1")
    assert sorted(Allowance.objects.values_list("spent", "until")) == before
    assert Job.objects.count() == 20


def test_every_fault_is_named_by_its_field() -> None:
    with pytest.raises(ValidationError) as refused:
        join(email="ada", placement="nowhere")
    assert set(refused.value.message_dict) == {"email", "placement"}
    with pytest.raises(ValidationError) as refused:
        join(email="ada@example.com", placement="")
    assert refused.value.message_dict == {"placement": [services.UNKNOWN_PLACEMENT]}
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    ("page", "kept"),
    [
        ("/maps/ai-agents/", "/maps/ai-agents/"),
        ("/search/?q=my+secret#here", "/search/"),
        ("/", "/"),
        ("", ""),
        ("https://elsewhere.example/", ""),
        ("//elsewhere.example/", ""),
        ("/\\elsewhere.example/", ""),
        ("javascript:alert(1)", ""),
        ("/a\x00b", ""),
        ("/a\r\nb", ""),
        ("/a b", ""),
        ("/\u202e", ""),
        ("/" + "a" * (PAGE_LENGTH - 1), "/" + "a" * (PAGE_LENGTH - 1)),
        ("/" + "a" * PAGE_LENGTH, ""),
    ],
)
def test_of_the_page_only_a_path_on_this_site_is_kept(page: str, kept: str) -> None:
    put_on_list("ada@example.com", placement="library", page=page)
    assert Signup.objects.get().page == kept


def test_a_mailed_token_takes_its_own_address_off_the_list(joined: Callable[[str], Signup]) -> None:
    ada, bob = joined("ada@example.com"), joined("bob@example.com")
    token = new_token(signup=ada, purpose=Token.Purpose.LEAVE)
    leave(token=token)
    leave(token=token)
    assert dict(Signup.objects.values_list("pk", "state")) == {ada.pk: "left", bob.pk: "pending"}


def test_a_link_from_an_older_mail_still_works_after_coming_back(joined: Callable[[str], Signup]) -> None:
    old = new_token(signup=joined("ada@example.com"), purpose=Token.Purpose.LEAVE)
    leave(token=old)
    new = new_token(signup=joined("ada@example.com"), purpose=Token.Purpose.LEAVE)
    leave(token=old)
    assert Signup.objects.get().state == Signup.State.LEFT
    assert signup_of(new, purpose=Token.Purpose.LEAVE).pk == Signup.objects.get().pk


def test_leaving_before_the_mail_went_out_stops_it(
    joined: Callable[[str], Signup], mailoutbox: list[EmailMessage]
) -> None:
    take_off(signup_ids=[joined("ada@example.com").pk])
    relay.work_off()
    assert mailoutbox == []
    assert Job.objects.get().state == Job.State.DONE


def test_who_left_and_came_back_before_the_mail_went_out_gets_one(
    joined: Callable[[str], Signup], mailoutbox: list[EmailMessage]
) -> None:
    take_off(signup_ids=[joined("ada@example.com").pk])
    joined("ada@example.com")
    assert relay.work_off() == 2
    assert len(mailoutbox) == 1


def test_erasing_leaves_nothing_of_a_person_and_all_of_the_others(joined: Callable[[str], Signup]) -> None:
    people = [joined(f"person{number}@example.com") for number in range(12)]
    first = people[0]
    token = new_token(signup=first, purpose=Token.Purpose.LEAVE)
    Job.objects.update(last_error="550 <person0@example.com> unknown")
    assert erase(signup_ids=[first.pk]) == 1
    assert Signup.objects.count() == 11
    assert Job.objects.count() == 11
    assert not Token.objects.exists()
    with pytest.raises(UnknownToken):
        leave(token=token)
