"""Pages for what went wrong."""

import pytest
from django.test import Client

from explore import pages
from explore.errors import forbidden, server_error


def test_our_own_fault_is_owned_up_to_without_asking_the_database(rf) -> None:
    """Without a database fixture any query of this test would fail it."""
    response = server_error(rf.get("/"))
    html = response.content.decode()
    assert response.status_code == 500
    assert "Something went wrong on our side." in html
    assert 'action="/search/"' in html
    assert "error.css" in html


def test_a_page_that_fails_comes_to_the_error_page_with_its_headers(small_map, monkeypatch) -> None:
    def fail(**kwargs: object) -> None:
        raise RuntimeError("on purpose")

    monkeypatch.setattr(pages, "home_page", fail)
    response = Client(raise_request_exception=False).get("/")
    assert response.status_code == 500
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "on purpose" not in response.content.decode()


def test_a_form_without_its_token_is_told_to_send_again(db) -> None:
    response = Client(enforce_csrf_checks=True).post("/waitlist/", {"email": "a@kinapse.example"})
    assert response.status_code == 403
    assert "Nothing was sent." in response.content.decode()


def test_a_page_for_curators_says_so(rf, db) -> None:
    response = forbidden(rf.get("/"), PermissionError())
    assert response.status_code == 403
    assert "This page is for curators." in response.content.decode()


@pytest.mark.django_db
def test_a_host_that_is_not_ours_is_refused_with_a_page(client) -> None:
    response = client.get("/", headers={"Host": "elsewhere.example"})
    assert response.status_code == 400
    assert "could not be read" in response.content.decode()
