"""Joining the waitlist by the API."""

import json

import pytest
from django.test import Client, RequestFactory

from explore.api.problems import Fault, Problem, problem_response
from outbox.models import Job
from tests.waitlist.putting import take_in_all
from waitlist.models import Signup

ADDRESS = "/api/v1/waitlist/"

pytestmark = pytest.mark.django_db


def join(client: Client, body: object, **more: str):
    text = body if isinstance(body, str) else json.dumps(body)
    return client.post(ADDRESS, text, content_type=more.pop("content_type", "application/json"), headers=more)


def test_a_new_and_a_known_address_get_the_same_answer(client: Client):
    answers = [join(client, {"email": "a@kinapse.example", "placement": "library"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [202, 202]
    assert answers[0].content == answers[1].content
    take_in_all()
    assert Signup.objects.count() == 1


def test_the_placement_and_the_page_are_kept(client: Client):
    body = {"email": "a@kinapse.example", "placement": "recommendations", "page": "/maps/trees/"}
    assert join(client, body).status_code == 202
    take_in_all()
    signup = Signup.objects.get()
    assert (signup.placement, signup.page) == ("recommendations", "/maps/trees/")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"email": "not an address"}, "email"),
        ({"email": ""}, "email"),
        ({"email": None}, "email"),
        ({"email": ["a@kinapse.example"]}, "email"),
        ({"email": "a\x00@kinapse.example"}, "email"),
        ({"email": "\ud800@kinapse.example"}, "email"),
        ({"email": "a" * 300 + "@kinapse.example"}, "email"),
        ({"email": "a" * 50_000}, "email"),
        ({}, "email"),
        ({"email": "a@kinapse.example", "placement": "moon"}, "placement"),
        ({"email": "a@kinapse.example", "placement": "\ud800"}, "placement"),
        ({"email": "a@kinapse.example", "placement": "x" * 50_000}, "placement"),
        ({"email": "\ta@kinapse.example"}, "email"),
        ({"email": "a@kinapse.example\n"}, "email"),
        ({"email": "a" * 65 + "@kinapse.example"}, "email"),
        ({"email": "a@kinapse.example", "page": 3}, "page"),
        ({"email": "a@kinapse.example", "page": {"x": 1}}, "page"),
        ({"email": "a@kinapse.example", "page": "\ud800"}, "page"),
        ([], "body"),
        ("null", "body"),
    ],
)
def test_what_is_refused_names_its_field(client: Client, body: object, field: str):
    answer = join(client, body)
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert field in [fault["field"] for fault in answer.json()["errors"]]
    assert len(answer.content) < 2_000
    assert not Job.objects.exists()


def test_an_unknown_placement_is_told_which_there_are(client: Client):
    answer = join(client, {"email": "a@kinapse.example", "placement": "moon"})
    assert answer.json()["errors"] == [
        {"field": "placement", "detail": "Give one of these: library, recommendations."}
    ]


def test_halves_of_characters_do_not_break_what_is_said_of_them():
    answer = problem_response(
        RequestFactory().get("/"), Problem("refused", "\ud800", faults=[Fault("field", "x", "\udfff")])
    )
    assert json.loads(answer.content)["errors"] == [{"field": "x", "detail": "?"}]


def test_a_body_of_unknown_length_is_asked_for_it(client: Client):
    answer = join(client, {"email": "a@kinapse.example"}, transfer_encoding="chunked")
    assert answer.status_code == 400
    assert "Content-Length" in answer.json()["errors"][0]["detail"]


@pytest.mark.parametrize("odd", ["x" * 2000, "\u202e/maps/", "javascript:alert(1)"])
def test_an_odd_page_keeps_nobody_from_joining(client: Client, odd: str):
    assert join(client, {"email": "a@kinapse.example", "page": odd}).status_code == 202


@pytest.mark.parametrize("body", ["", "{", "[" * 4_000, '{"email": NaN}', "\xff\xfe", "{'a': 1}"])
def test_what_is_not_json_is_a_problem(client: Client, body: str):
    answer = join(client, body)
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert [fault["field"] for fault in answer.json()["errors"]] == ["body" if body else "email"]


def test_a_large_body_is_not_read(client: Client):
    answer = join(client, {"email": "a" * 200_000})
    assert answer.status_code == 413
    assert answer.json()["errors"] == [{"field": "body", "detail": "The body is too long."}]


def test_a_form_of_another_site_cannot_join_anyone(client: Client):
    answer = join(client, "email=a@kinapse.example", content_type="application/x-www-form-urlencoded")
    assert (answer.status_code, answer.headers["Content-Type"]) == (415, "application/problem+json")


def test_no_csrf_token_is_needed_because_no_session_is_looked_at(staff_client: Client):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = staff_client.cookies
    assert join(strict, {"email": "a@kinapse.example"}).status_code == 202


def test_other_methods_and_tongues_are_problems(client: Client):
    for answer, status in ((client.get(ADDRESS), 405), (client.put(ADDRESS), 405)):
        assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
    answer = join(client, {"email": "a@kinapse.example"}, Accept="text/html")
    assert (answer.status_code, answer.headers["Content-Type"]) == (406, "application/problem+json")
