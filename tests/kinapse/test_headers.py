"""The headers that every answer carries, also errors and the admin."""

import pytest
from django.test import Client

EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        *("/", "/nowhere/", "/maps/nothing/", "/admin/login/", "/admin/"),
        *("/api/v1/maps/", "/api/v1/nothing/", "/robots.txt"),
    ],
)
def test_every_answer_forbids_what_it_does_not_need(address) -> None:
    response = Client(raise_request_exception=False).get(address)
    for name, value in EXPECTED.items():
        assert response[name] == value
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.django_db
def test_an_error_of_the_program_is_answered_with_the_same_headers(monkeypatch) -> None:
    def fail(**_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("explore.pages.home_page", fail)
    response = Client(raise_request_exception=False).get("/")
    assert response.status_code == 500
    assert "default-src 'none'" in response["Content-Security-Policy"]


@pytest.mark.django_db
def test_a_host_that_is_not_ours_is_refused() -> None:
    assert Client().get("/", headers={"host": "evil.example"}).status_code == 400
