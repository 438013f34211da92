"""What staff see and may do."""

import csv
import io
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.http import StreamingHttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from outbox.models import Job
from tests.staff import with_second_step
from waitlist.export import without_formula
from waitlist.models import Placement, Signup
from waitlist.services import join, take_off

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse

LIST = "/admin/waitlist/signup/"


def _act(client: Client, action: str, *signups: Signup, **fields: str) -> "_MonkeyPatchedWSGIResponse":
    return client.post(
        LIST, {"action": action, "_selected_action": [signup.pk for signup in signups], **fields}
    )


def test_the_list_is_filtered_and_searched(staff_client: Client, joined: Callable[[str], Signup]) -> None:
    joined("ada@example.com")
    join(email="bob@example.com", placement=Placement.RECOMMENDATIONS)
    take_off(signup_ids=[joined("cyd@example.com").pk])
    for query, seen in [
        ("", {"ada", "bob", "cyd"}),
        ("?placement__exact=recommendations", {"bob"}),
        ("?state__exact=left", {"cyd"}),
        ("?q=ADA@EXAMPLE", {"ada"}),
        ("?asked__gte=2099-01-01+00:00:00%2B00:00", set()),
    ]:
        page = staff_client.get(LIST + query).content.decode()
        assert {name for name in ("ada", "bob", "cyd") if f"{name}@example.com" in page} == seen, query


def test_the_list_costs_the_same_however_long(staff_client: Client, joined: Callable[[str], Signup]) -> None:
    counts = []
    for batch in range(2):
        for number in range(10):
            joined(f"person{batch}-{number}@example.com")
        with CaptureQueriesContext(connection) as queries:
            assert staff_client.get(LIST).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_nothing_is_added_or_edited_by_hand(staff_client: Client, joined: Callable[[str], Signup]) -> None:
    signup = joined("ada@example.com")
    assert staff_client.get(f"{LIST}add/").status_code == 403
    answer = staff_client.post(f"{LIST}{signup.pk}/change/", {"email": "eve@example.com", "state": "left"})
    assert answer.status_code == 403
    assert Signup.objects.get().email == "ada@example.com"


def test_staff_take_people_off_the_list(staff_client: Client, joined: Callable[[str], Signup]) -> None:
    ada, bob = joined("ada@example.com"), joined("bob@example.com")
    _act(staff_client, "take_off", ada)
    assert dict(Signup.objects.values_list("pk", "state")) == {ada.pk: "left", bob.pk: "pending"}


@pytest.mark.parametrize("single", [True, False])
def test_erasing_asks_first_and_leaves_no_address_anywhere(
    staff_client: Client, joined: Callable[[str], Signup], single: bool
) -> None:
    ada, bob = joined("ada@example.com"), joined("bob@example.com")
    if single:
        assert staff_client.get(f"{LIST}{ada.pk}/delete/").status_code == 200
        staff_client.post(f"{LIST}{ada.pk}/delete/", {"post": "yes"})
    else:
        _act(staff_client, "delete_selected", ada)
        assert Signup.objects.count() == 2
        _act(staff_client, "delete_selected", ada, post="yes")
    assert Signup.objects.get().pk == bob.pk
    assert Job.objects.count() == 1
    assert LogEntry.objects.get().object_repr == f"Sign-up {ada.pk}"
    assert "ada" not in str(LogEntry.objects.values().get())


def test_who_may_only_look_can_neither_take_off_nor_erase(joined: Callable[[str], Signup]) -> None:
    signup = joined("ada@example.com")
    viewer = with_second_step(User.objects.create_user("viewer", is_staff=True))
    viewer.user_permissions.add(Permission.objects.get(codename="view_signup"))
    client = Client()
    client.force_login(viewer)
    page = client.get(LIST).content.decode()
    assert 'value="export"' in page
    assert 'value="take_off"' not in page
    assert 'value="delete_selected"' not in page
    _act(client, "take_off", signup)
    _act(client, "delete_selected", signup, post="yes")
    assert Signup.objects.get().state == Signup.State.PENDING


def test_the_export_is_streamed_with_what_was_chosen(
    staff_client: Client, joined: Callable[[str], Signup]
) -> None:
    ada, _ = joined("ada@example.com"), joined("bob@example.com")
    formula = joined("=1+1@example.com")
    answer = cast("StreamingHttpResponse", _act(staff_client, "export", ada, formula))
    assert answer.streaming
    assert answer["Content-Disposition"].startswith('attachment; filename="waitlist-')
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode())))
    assert {row["email"] for row in rows} == {"ada@example.com", "'=1+1@example.com"}
    assert rows[0]["placement"] == "library"
    assert rows[0]["page"] == "/maps/ai-agents/"


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert without_formula(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "ada@example.com", "/maps/=x/", "'quoted"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert without_formula(cell) == cell
