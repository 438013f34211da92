"""The waitlist's pages: whole without scripts, one answer for all, nothing odd brings them down."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from outbox.models import Job
from tests.waitlist.putting import take_in_all
from waitlist import addresses
from waitlist.leaving import take_off
from waitlist.models import Placement, Signup, Token
from waitlist.tokens import new_token

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse

JOIN = "/waitlist/"
THANKS = "/waitlist/thanks/"


def _post(client: Client, email: str = "ada@example.com", **fields: str) -> "_MonkeyPatchedWSGIResponse":
    return client.post(JOIN, {"email": email, "placement": "library", "page": "/maps/ai-agents/", **fields})


def _leave_url(signup: Signup) -> str:
    return reverse("waitlist:leave", args=[new_token(signup=signup, purpose=Token.Purpose.LEAVE)])


@pytest.mark.parametrize("placement", Placement)
def test_the_form_carries_the_words_of_its_placement(client: Client, placement: Placement) -> None:
    answer = client.get(JOIN, {"placement": placement.value})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert placement.label in page
    assert f'name="placement" value="{placement.value}"' in page
    assert "No spam. Unsubscribe at any time." in page
    assert "Join the waitlist</button>" in page
    assert page.count("<h1") == 1


@pytest.mark.parametrize(
    "query", ["", "?placement=nowhere", "?placement=%00", "?placement=%ff&page=%ff%00", "?page=" + "x" * 5000]
)
def test_odd_addresses_of_the_form_still_show_it(client: Client, query: str) -> None:
    answer = client.get(JOIN + query)
    assert answer.status_code == 200
    assert Placement.LIBRARY.label in answer.content.decode()


def test_the_form_is_not_kept_by_caches_and_has_one_address(client: Client) -> None:
    answer = client.get(JOIN + "?placement=library")
    assert "no-store" in answer["Cache-Control"]
    assert '<link rel="canonical" href="http://localhost:8000/waitlist/">' in answer.content.decode()


def test_the_hidden_field_is_out_of_the_way_of_people(client: Client) -> None:
    page = client.get(JOIN).content.decode()
    field = re.search(r'<input[^>]*name="website"[^>]*>', page)
    assert field
    assert 'tabindex="-1"' in field[0]
    assert 'autocomplete="off"' in field[0]
    assert re.search(r'<div class="waitlist__website" aria-hidden="true">', page)
    assert "style=" not in page


@pytest.mark.django_db
def test_joining_leads_to_the_thanks_by_a_303(client: Client) -> None:
    answer = _post(client)
    assert (answer.status_code, answer["Location"]) == (303, THANKS)
    take_in_all()
    assert Signup.objects.get().page == "/maps/ai-agents/"
    page = client.get(THANKS)
    assert page.status_code == 200
    assert "Look into your mail." in page.content.decode()
    assert page["X-Robots-Tag"] == "noindex"


@pytest.mark.django_db
def test_everyone_gets_the_same_answer_byte_for_byte(joined: Callable[[str], Signup]) -> None:
    joined("known@example.com")
    take_off(signup_ids=[joined("left@example.com").pk])
    answers = set()
    for email, website in [
        ("new@example.com", ""),
        ("known@example.com", ""),
        ("left@example.com", ""),
        ("someone@mailinator.com", ""),
        ("machine@example.com", "https://spam.example/"),
        ("not an address", "filled in by a machine"),
    ]:
        client = Client()
        answer = _post(client, email, website=website)
        thanks = client.get(answer["Location"])
        headers = tuple(
            sorted((name, value) for name, value in answer.items() if name not in {"Date", "Expires"})
        )
        answers.add((answer.status_code, answer.content, headers, str(answer.cookies), thanks.content))
    assert len(answers) == 1
    take_in_all()
    assert set(Signup.objects.values_list("email", flat=True)) == {
        "new@example.com",
        "known@example.com",
        "left@example.com",
    }


@pytest.mark.django_db
def test_a_refused_form_says_what_to_do_and_keeps_what_was_typed(client: Client) -> None:
    answer = _post(client, 'ada"><b>@', placement="recommendations")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert addresses.NOT_AN_ADDRESS in page
    assert 'value="ada&quot;&gt;&lt;b&gt;@"' in page
    assert 'aria-invalid="true"' in page
    assert 'name="page" value="/maps/ai-agents/"' in page
    assert Placement.RECOMMENDATIONS.label in page
    fault = re.search(r'aria-describedby="(\S+) ', page)
    assert fault
    assert f'id="{fault[1]}"' in page
    assert not Job.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "email",
    [
        "",
        " ",
        "x" * 100_000,
        "a\x00@example.com",
        "\u202eada@example.com",
        "ada@example.com\r\nBcc: x@example.com",
        "\ufffd" * 10,
        "((((@",
        "ada@" + "a." * 120,
    ],
)
def test_odd_input_is_refused_and_never_an_error(client: Client, email: str) -> None:
    answer = _post(client, email)
    assert answer.status_code == 422
    assert len(answer.content) < 50_000
    assert not Job.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["\x00", "/\x00", "x" * 100_000, "\u202e", "https://elsewhere.example/"])
def test_an_odd_page_does_not_stop_a_sign_up(client: Client, page: str) -> None:
    assert _post(client, page=page).status_code == 303
    take_in_all()
    assert Signup.objects.get().page == ""


@pytest.mark.django_db
def test_bytes_that_are_no_text_are_refused(client: Client) -> None:
    body = b"email=%ff%fe@example.com&placement=library&page=%c3%28"
    answer = client.post(JOIN, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 422
    raw = client.post(JOIN, b"\xff\x00\xfe", content_type="multipart/form-data; boundary=x")
    assert 400 <= raw.status_code < 500


@pytest.mark.django_db
def test_a_form_without_its_placement_is_refused_in_words(client: Client) -> None:
    answer = client.post(JOIN, {"email": "ada@example.com", "placement": "nowhere"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "press the button once more" in page
    # It is nothing that is wrong with the address.
    assert 'value="ada@example.com"' in page
    assert "field__error" not in page
    assert 'name="placement" value="library"' in page


@pytest.mark.django_db
def test_a_post_from_elsewhere_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)
    assert _post(client).status_code == 403
    page = client.get(JOIN).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token
    assert _post(client, csrfmiddlewaretoken="x" * 64).status_code == 403
    assert not Job.objects.exists()
    assert _post(client, csrfmiddlewaretoken=token[1]).status_code == 303
    assert Job.objects.count() == 1


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client: Client, method: str) -> None:
    assert getattr(client, method)(JOIN).status_code == 405
    assert getattr(client, method)("/waitlist/leave/x/").status_code == 405


@pytest.mark.django_db
def test_opening_the_leave_link_changes_nothing(client: Client, joined: Callable[[str], Signup]) -> None:
    url = _leave_url(joined("ada@example.com"))
    for _ in range(3):
        answer = client.get(url)
        assert answer.status_code == 200
        assert "Leave the waitlist</button>" in answer.content.decode()
    assert client.head(url).status_code == 200
    assert Signup.objects.get().state == Signup.State.PENDING
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"
    assert "ada@example.com" not in answer.content.decode()


@pytest.mark.django_db
def test_the_button_takes_one_off_the_list_also_twice(
    client: Client, joined: Callable[[str], Signup]
) -> None:
    url = _leave_url(joined("ada@example.com"))
    assert client.post(url).status_code == 200
    again = client.post(url)
    assert again.status_code == 200
    assert "off the list" in again.content.decode()
    assert Signup.objects.get().state == Signup.State.LEFT


@pytest.mark.django_db
def test_a_mail_program_unsubscribes_with_one_post_and_no_cookie(joined: Callable[[str], Signup]) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(_leave_url(joined("ada@example.com")), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert not answer.cookies
    assert Signup.objects.get().state == Signup.State.LEFT


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["x", "x" * 5000, "%00", "%ff", "%E2%80%AE", "..%2F", "a" * 43])
def test_an_unknown_link_says_what_to_do(client: Client, token: str) -> None:
    for ask in (client.get, client.post):
        answer = ask(f"/waitlist/leave/{token}/")
        assert answer.status_code == 404


@pytest.mark.django_db
def test_a_cut_off_link_is_told_so(client: Client, joined: Callable[[str], Signup]) -> None:
    url = _leave_url(joined("ada@example.com"))
    page = client.get(f"{url[:-3]}/").content.decode()
    assert "open it from the mail again" in page


@pytest.mark.django_db
def test_a_sign_up_costs_a_fixed_number_of_queries(
    client: Client, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    with django_assert_max_num_queries(10):  # type: ignore[attr-defined]
        _post(client)
