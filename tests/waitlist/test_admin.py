"""What staff see and may do."""

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, cast

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.http import StreamingHttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from outbox.models import Job
from tests.staff import sign_in, with_second_step
from tests.waitlist.putting import put_on_list
from waitlist.admin.signups import CHART_DAYS
from waitlist.chart import charts_of
from waitlist.digests import digest_of
from waitlist.export import signups_as_csv, without_formula
from waitlist.leaving import erase, suppress, take_off
from waitlist.models import Placement, Signup, Withheld
from waitlist.selectors import signup_counts
from waitlist.taking_in import WITHHELD

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse

LIST = "/admin/waitlist/signup/"


def _act(client: Client, action: str, *signups: Signup, **fields: str) -> "_MonkeyPatchedWSGIResponse":
    return client.post(
        LIST, {"action": action, "_selected_action": [signup.pk for signup in signups], **fields}
    )


def test_the_list_is_filtered_and_searched(staff_client: Client, joined: Callable[[str], Signup]) -> None:
    joined("ada@example.com")
    put_on_list("bob@example.com", placement=Placement.RECOMMENDATIONS)
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
    sign_in(client, viewer)
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


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\r=1", "\n=1", " =1", "＝1+1", "＋1", "－1", "＠SUM(A1)"],
)
def test_no_cell_is_a_formula(cell: str) -> None:
    assert without_formula(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "ada@example.com", "/maps/=x/", "'quoted"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert without_formula(cell) == cell


@pytest.mark.parametrize("parting", [";", "; ", ';"', "|", "\t"])
@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝"])
def test_no_cell_becomes_a_formula_where_cells_are_parted_by_another_sign(
    parting: str, sign: str, confirmed: Callable[[str], Signup]
) -> None:
    signup = confirmed("ada@example.com")
    Signup.objects.filter(pk=signup.pk).update(working_on=f"x{parting}{sign}1+1{parting}x")
    _, line = signups_as_csv(Signup.objects.all())
    cells = re.split(r"[;|\t]", line)
    assert len(cells) == 3
    assert not any(re.match(r"[\s\"]*[=+\-@＝]", cell) for cell in cells)


def test_every_cell_is_quoted(confirmed: Callable[[str], Signup]) -> None:
    confirmed("ada@example.com")
    header, line = signups_as_csv(Signup.objects.all())
    assert header.startswith('"email","placement"')
    assert line.startswith('"ada@example.com","library"')


def test_the_counts_are_drawn_by_day_and_state_and_told_by_placement(
    staff_client: Client, joined: Callable[[str], Signup], confirmed: Callable[[str], Signup]
) -> None:
    for number in range(3):
        joined(f"new{number}@example.com")
    confirmed("ada@example.com")
    Signup.objects.filter(pk=joined("old@example.com").pk).update(asked=timezone.now() - timedelta(days=400))
    page = staff_client.get(LIST).content.decode()
    put_on_list("bob@example.com", placement=Placement.RECOMMENDATIONS)
    page = staff_client.get(LIST).content.decode()
    for placement, most in ((Placement.LIBRARY, 4), (Placement.RECOMMENDATIONS, 1)):
        words = f"{placement.label}: sign-ups on each of the last 60 days, by state; at most {most} on a day"
        assert words in page
    assert f"{timezone.now():%-d %B %Y}: 4, 3 pending, 1 confirmed" in page
    assert len(re.findall(r'<rect class="signups-(?:pending|confirmed)"', page)) == 3
    assert "style=" not in page.split("signups-chart")[1].split("</section>")[0]
    row = page.split(f'<th scope="row">{Placement.LIBRARY.label}</th>')[1].split("</tr>")[0]
    assert re.findall(r"<td>(\d+)</td>", row) == ["4", "1", "0", "0", "0", "0"]


def test_the_chart_of_an_empty_list_is_drawn_too(staff_client: Client, db: None) -> None:
    page = staff_client.get(LIST).content.decode()
    assert "at most 0 on a day" in page
    assert page.count("<g>") == CHART_DAYS * len(Placement)


def test_bars_stand_on_the_ground_and_none_is_higher_than_the_chart(
    joined: Callable[[str], Signup], confirmed: Callable[[str], Signup]
) -> None:
    for number in range(5):
        joined(f"new{number}@example.com")
    confirmed("ada@example.com")
    put_on_list("bob@example.com", placement=Placement.RECOMMENDATIONS)
    chart, other = charts_of(signup_counts(days=CHART_DAYS))
    today = chart.bars[-1]
    # To one scale.
    assert other.bars[-1].blocks[0].height == pytest.approx(chart.height / 6, abs=0.05)
    assert today.blocks[0].y + today.blocks[0].height == pytest.approx(chart.height)
    assert today.blocks[-1].y == pytest.approx(0, abs=0.05)
    assert sum(block.height for block in today.blocks) == pytest.approx(chart.height, abs=0.05)
    assert today.x + today.width <= chart.width
    assert not any(bar.blocks for bar in chart.bars[:-1])


def test_staff_invite_the_chosen_and_the_oldest(
    staff_client: Client, joined: Callable[[str], Signup], confirmed: Callable[[str], Signup]
) -> None:
    people = [confirmed(f"person{number}@example.com") for number in range(4)]
    pending = joined("pending@example.com")
    answer = _act(staff_client, "invite", people[3], pending)
    assert "1 invited." in staff_client.get(answer["Location"]).content.decode()
    staff_client.post(f"{LIST}invite-oldest/", {"count": "2"})
    states = dict(Signup.objects.values_list("pk", "state"))
    assert [states[each.pk] for each in people] == ["invited", "invited", "confirmed", "invited"]
    assert states[pending.pk] == "pending"


@pytest.mark.parametrize("count", ["", "0", "-1", "x", "1.5", "1001", "9" * 5_000, "٣", "\x00"])
def test_a_count_that_is_none_invites_nobody_and_says_what_to_type(
    staff_client: Client, confirmed: Callable[[str], Signup], count: str
) -> None:
    confirmed("ada@example.com")
    answer = staff_client.post(f"{LIST}invite-oldest/", {"count": count}, follow=True)
    assert "a whole number from 1 to 1000" in answer.content.decode()
    assert Signup.objects.get().state == Signup.State.CONFIRMED


def test_inviting_by_opening_an_address_or_without_the_right_is_refused(
    staff_client: Client, confirmed: Callable[[str], Signup]
) -> None:
    confirmed("ada@example.com")
    assert staff_client.get(f"{LIST}invite-oldest/?count=1").status_code == 405
    viewer = with_second_step(User.objects.create_user("viewer", is_staff=True))
    viewer.user_permissions.add(Permission.objects.get(codename="view_signup"))
    client = Client()
    sign_in(client, viewer)
    assert client.post(f"{LIST}invite-oldest/", {"count": "1"}).status_code == 403
    assert Client().post(f"{LIST}invite-oldest/", {"count": "1"}).status_code == 302
    assert Signup.objects.get().state == Signup.State.CONFIRMED


def test_a_withheld_address_is_found_by_itself_alone_and_let_go(
    staff_client: Client, joined: Callable[[str], Signup]
) -> None:
    erase(signup_ids=[joined("ada@example.com").pk, joined("bob@example.com").pk])
    page = "/admin/waitlist/withheld/"
    row = Withheld.objects.get(digest=digest_of("ada@example.com", about=WITHHELD))
    found = staff_client.get(page, {"q": "ADA@example.com"}).content.decode()
    assert f"{page}{row.pk}/change/" in found
    for query in ("ada", "nobody@example.com", "@"):
        assert "0 withheld addresses" in staff_client.get(page, {"q": query}).content.decode()
    staff_client.post(f"{page}{row.pk}/delete/", {"post": "yes"})
    joined("ada@example.com")
    assert Signup.objects.count() == 1


def test_staff_let_a_suppressed_address_join_again(
    staff_client: Client, joined: Callable[[str], Signup]
) -> None:
    ada = joined("ada@example.com")
    suppress(email="ada@example.com", reason=Withheld.Reason.BOUNCED)
    _act(staff_client, "release", ada)
    assert not Withheld.objects.exists()
    assert Signup.objects.get().state == Signup.State.LEFT
