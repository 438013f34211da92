"""The Content-Security-Policy of every answer."""

from collections.abc import Callable

import pytest
from csp.constants import HEADER
from csp.decorators import csp_exempt, csp_update
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.test import Client, RequestFactory

from kinapse.content_policy import ContentPolicyMiddleware


def answer_of(view: Callable[[HttpRequest], HttpResponseBase]) -> HttpResponseBase:
    answer = ContentPolicyMiddleware(view)(RequestFactory().get("/"))
    assert isinstance(answer, HttpResponseBase)
    return answer


def directives(text: str) -> dict[str, list[str]]:
    return {name: values for name, *values in (part.split() for part in text.split("; "))}


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/robots.txt", "/nowhere/", "/api/v1/nowhere/", "/admin/login/"])
def test_every_answer_carries_the_policy_of_the_settings(client: Client, address: str):
    assert directives(client.get(address).headers[HEADER]) == settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]


def test_a_view_may_ask_for_a_policy_of_its_own():
    framed = csp_update({"frame-src": ["https://elsewhere.example"]})(lambda request: HttpResponse())
    answer = answer_of(framed)
    assert directives(answer.headers[HEADER])["frame-src"] == ["https://elsewhere.example"]


def test_a_view_may_ask_for_none():
    spared = csp_exempt()(lambda request: HttpResponse())
    assert HEADER not in answer_of(spared).headers


def test_a_policy_that_is_there_already_is_left_alone():
    answer = answer_of(lambda request: HttpResponse(headers={HEADER: "sandbox"}))
    assert answer.headers[HEADER] == "sandbox"
