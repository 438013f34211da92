"""The pages behind mailed links: opening them changes nothing, a button acts, nothing odd brings them down."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from waitlist import services
from waitlist.models import WORKING_ON_LENGTH, Signup, Token, Withheld
from waitlist.tokens import new_token

pytestmark = pytest.mark.django_db

People = Callable[[str], Signup]
PAGES = {
    Token.Purpose.CONFIRM: ("waitlist:confirm", "Confirm my address"),
    Token.Purpose.ANSWER: ("waitlist:confirmed", "Send"),
    Token.Purpose.INVITATION: ("waitlist:invited", "Open my account"),
    Token.Purpose.LEAVE: ("waitlist:leave", "Leave the waitlist"),
    Token.Purpose.ERASE: ("waitlist:erase", "Erase everything"),
}


def _url(signup: Signup, purpose: Token.Purpose) -> str:
    return reverse(PAGES[purpose][0], args=[new_token(signup=signup, purpose=purpose)])


def _everything() -> list[object]:
    return [list(model.objects.order_by("pk").values()) for model in (Signup, Token, Withheld)]


@pytest.mark.parametrize("purpose", PAGES)
def test_opening_a_link_changes_nothing(client: Client, joined: People, purpose: Token.Purpose) -> None:
    url = _url(joined("ada@example.com"), purpose)
    before = _everything()
    for _ in range(3):
        answer = client.get(url)
        assert answer.status_code == 200
        assert f"{PAGES[purpose][1]}</button>" in answer.content.decode()
    assert client.head(url).status_code == 200
    assert _everything() == before
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"
    assert "ada@example.com" not in answer.content.decode()


@pytest.mark.parametrize("purpose", PAGES)
def test_a_link_past_its_time_or_for_something_else_leads_nowhere(
    client: Client, joined: People, purpose: Token.Purpose
) -> None:
    ada = joined("ada@example.com")
    url = _url(ada, purpose)
    others = [name for other, (name, _) in PAGES.items() if other != purpose]
    token = url.rstrip("/").rsplit("/", 1)[1]
    for name in others:
        for ask in (client.get, client.post):
            assert ask(reverse(name, args=[token])).status_code == 404
    Token.objects.update(expires=timezone.now() - timedelta(seconds=1))
    for ask in (client.get, client.post):
        assert ask(url).status_code == 404
    assert Signup.objects.get().state == Signup.State.PENDING


@pytest.mark.parametrize("purpose", [purpose for purpose in PAGES if purpose != Token.Purpose.LEAVE])
def test_a_button_pressed_from_elsewhere_does_nothing(joined: People, purpose: Token.Purpose) -> None:
    url = _url(joined("ada@example.com"), purpose)
    before = _everything()
    client = Client(enforce_csrf_checks=True)
    assert client.post(url, headers={"origin": "https://evil.example"}).status_code == 403
    assert client.post(url).status_code == 403
    assert _everything() == before


@pytest.mark.parametrize("purpose", PAGES)
@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client: Client, purpose: Token.Purpose, method: str) -> None:
    assert getattr(client, method)(reverse(PAGES[purpose][0], args=["x"])).status_code == 405


def test_the_button_confirms_and_the_questions_may_be_answered(client: Client, joined: People) -> None:
    answer = client.post(_url(joined("ada@example.com"), Token.Purpose.CONFIRM))
    assert answer.status_code == 303
    assert Signup.objects.get().state == Signup.State.CONFIRMED
    page = client.get(answer["Location"]).content.decode()
    assert "You're on the list." in page
    assert "We'll be in touch before launch." in page
    assert page.count("<h1") == 1
    told = client.post(answer["Location"], {"working_on": "a bakery", "stage": "idea"})
    assert (told.status_code, told["Location"]) == (303, reverse("waitlist:answered"))
    assert client.get(told["Location"]).status_code == 200
    assert Signup.objects.values_list("working_on", "stage").get() == ("a bakery", "idea")
    assert '<option value="idea" selected>' in client.get(answer["Location"]).content.decode()


def test_pressing_twice_is_no_fault_and_opens_nothing_more(client: Client, joined: People) -> None:
    url = _url(joined("ada@example.com"), Token.Purpose.CONFIRM)
    client.post(url)
    again = client.post(url)
    assert again.status_code == 200
    page = again.content.decode()
    assert "You're on the list." in page
    assert "What are you working on?" not in page


def test_refused_answers_say_what_to_do_beside_the_field_and_keep_what_was_typed(
    client: Client, confirmed: People
) -> None:
    url = _url(confirmed("ada@example.com"), Token.Purpose.ANSWER)
    answer = client.post(url, {"working_on": '<b>"' + "x" * WORKING_ON_LENGTH, "stage": "idea"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert services.TOO_LONG in page
    assert 'value="&lt;b&gt;&quot;xxx' in page
    assert '<option value="idea" selected>' in page
    fault = re.search(r'aria-invalid="true" aria-describedby="(\S+)"', page)
    assert fault
    assert f'id="{fault[1]}"' in page
    assert client.post(url, {"stage": "\x00"}).status_code == 422
    assert len(client.post(url, {"working_on": "x" * 500_000}).content) < 50_000
    assert Signup.objects.get().working_on == ""


def test_erasing_asks_first_and_removes_all(client: Client, confirmed: People) -> None:
    url = _url(confirmed("ada@example.com"), Token.Purpose.ERASE)
    assert "cannot be undone" in client.get(url).content.decode()
    answer = client.post(url)
    assert answer.status_code == 200
    assert "It is erased." in answer.content.decode()
    assert not Signup.objects.exists()
    assert not Token.objects.exists()
    assert client.post(url).status_code == 404


def test_a_token_changed_by_one_letter_is_unknown(client: Client, joined: People) -> None:
    url = _url(joined("ada@example.com"), Token.Purpose.CONFIRM)
    for place in (-2, -20, -43):
        letter = "A" if url[place] != "A" else "B"
        changed = f"{url[: place % len(url)]}{letter}{url[place % len(url) + 1 :]}"
        assert client.post(changed).status_code == 404
    assert Signup.objects.get().state == Signup.State.PENDING


@pytest.mark.parametrize("name", [name for name, _ in PAGES.values()])
@pytest.mark.parametrize("next_page", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_no_link_can_be_bent_to_lead_elsewhere(
    client: Client, confirmed: People, name: str, next_page: str
) -> None:
    purpose = next(purpose for purpose, (page, _) in PAGES.items() if page == name)
    url = _url(confirmed("ada@example.com"), purpose)
    query = {"next": next_page, "url": next_page, "page": next_page}
    answer = client.post(f"{url}?next={next_page}", query)
    assert answer.get("Location", "/").startswith("/")
    assert not answer.get("Location", "/").startswith("//")
    assert "evil.example" not in answer.content.decode()
