"""Every error of the API is a problem that says what to do."""

from typing import Any

import pytest
from django.test import Client

from concepts.models import KnowledgeMap

BASE = "/api/v1/maps/trees/"
NEAR = BASE + "concepts/roots/neighborhood/"
HUGE = "1" + "0" * 30


def problem(answer, status: int) -> Any:
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    said = answer.json()
    assert {"type", "title", "status", "detail", "instance"} <= set(said)
    assert said["status"] == status
    assert said["type"].startswith("http://localhost:8000/api/docs/#")
    return said


@pytest.mark.parametrize(
    "text", ["banana", "-1", "0", "1.5", "", " ", HUGE, "٣", "1e3", "0x10", "%00", "null", "+1"]
)
@pytest.mark.parametrize("name", ["radius", "limit"])
def test_a_number_that_cannot_be_read_is_named_with_what_it_may_be(
    client: Client, small_map: KnowledgeMap, name: str, text: str
):
    said = problem(client.get(f"{NEAR}?{name}={text}"), 400)
    assert [fault["parameter"] for fault in said["errors"]] == [name]
    assert f"from 1 to {3 if name == 'radius' else 500}" in said["errors"][0]["detail"]
    assert len(said["detail"]) < 150


@pytest.mark.parametrize("text", ["sibling", "", ",", "parent,sibling", "PARENT", "parent;related"])
def test_an_unknown_kind_is_named_with_those_there_are(client: Client, small_map: KnowledgeMap, text: str):
    said = problem(client.get(NEAR, {"kinds": text}), 400)
    assert said["errors"][0]["parameter"] == "kinds"
    assert "parent, prerequisite, related" in said["errors"][0]["detail"]


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "x",
        "W10",
        "WzFd",
        "WzEsMiwzXQ",
        "bm90IGpzb24",
        "é",
        "A" * 5000,
        "WzEuNSwyXQ",
        "W3RydWUsMV0",
        "WzEsLTFd",
    ],
)
@pytest.mark.parametrize("listing", ["/api/v1/maps/", BASE + "concepts/"])
def test_a_made_up_cursor_is_refused_by_name(
    client: Client, small_map: KnowledgeMap, listing: str, cursor: str
):
    said = problem(client.get(listing, {"cursor": cursor}), 400)
    assert said["errors"][0]["parameter"] == "cursor"


@pytest.mark.parametrize("query", ["", "from=water", "to=water", "from=&to=", "from=%20&to=water"])
def test_a_connection_needs_both_ends(client: Client, small_map: KnowledgeMap, query: str):
    said = problem(client.get(f"{BASE}connection/?{query}"), 400)
    assert said["errors"][0]["parameter"] in {"from", "to"}


def test_search_needs_words(client: Client, small_map: KnowledgeMap):
    assert problem(client.get("/api/v1/search/?q=%20"), 400)["errors"][0]["parameter"] == "q"


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/maps/nowhere/",
        "/api/v1/maps/nowhere/graph/",
        "/api/v1/maps/nowhere/concepts/",
        "/api/v1/maps/nowhere/concepts/roots/neighborhood/",
        BASE + "concepts/nothing/",
        BASE + "concepts/nothing/neighborhood/",
        BASE + "concepts/nothing/path/",
        BASE + "connection/?from=water&to=nothing",
        "/api/v1/maps/%F0%9F%8C%B3/",
        "/api/v1/maps/a%00b/",
        "/api/v1/maps/" + "a" * 5000 + "/",
        "/api/v1/maps/../../etc/passwd/",
        "/api/v1/xyz/",
        "/api/v1/",
        "/api/v2/maps/",
    ],
)
def test_what_is_not_there_is_a_problem_too(client: Client, small_map: KnowledgeMap, address: str):
    assert problem(client.get(address), 404)["title"] == "There is nothing here"


def test_an_unknown_end_of_a_connection_is_named(client: Client, small_map: KnowledgeMap):
    said = problem(client.get(BASE + "connection/?from=nothing&to=water"), 404)
    assert said["errors"] == [{"parameter": "from", "detail": "There is no such concept in this map."}]


def test_a_host_that_is_not_ours_is_a_problem_too(client: Client):
    answer = client.get("/api/v1/maps/", headers={"host": "evil.example"})
    assert problem(answer, 400)["type"].endswith("#bad-request")


def test_an_address_that_lacks_its_last_slash_is_led_on(client: Client, small_map: KnowledgeMap):
    answer = client.get("/api/v1/maps/trees/concepts?limit=2")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/api/v1/maps/trees/concepts/?limit=2")
    problem(client.get("/api/v1/xyz"), 404)
    problem(client.post("/api/v1/xyz"), 404)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_what_may_only_be_read_says_which_methods_it_has(
    client: Client, small_map: KnowledgeMap, method: str
):
    answer = getattr(client, method)(NEAR)
    problem(answer, 405)
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "image/png;q=1"])
def test_a_reader_who_wants_no_json_is_told_so(client: Client, small_map: KnowledgeMap, accept: str):
    problem(client.get(NEAR, headers={"Accept": accept}), 406)


@pytest.mark.parametrize("accept", ["*/*", "application/*", "application/json", "text/html, */*;q=0.1", ""])
def test_a_reader_who_takes_json_gets_it(client: Client, small_map: KnowledgeMap, accept: str):
    assert client.get(NEAR, headers={"Accept": accept}).headers["Content-Type"] == "application/json"


def test_unknown_parameters_are_ignored(client: Client, small_map: KnowledgeMap):
    assert client.get(NEAR + "?colour=green&radius=1").content == client.get(NEAR).content


@pytest.mark.parametrize(
    "query",
    [
        "&".join("radius=1" for _ in range(5_000)),
        "q=%FF%FE%00",
        "q=" + "%E2%80%AE" * 500,
        "kinds=%22%0d%0aX:1",
        "=&&&=;",
    ],
)
def test_hostile_queries_end_in_an_answer_or_a_problem(client: Client, small_map: KnowledgeMap, query: str):
    for address in (NEAR, BASE + "concepts/", BASE + "concepts/leaves/path/", "/api/v1/search/"):
        answer = client.get(f"{address}?{query}")
        assert answer.status_code in {200, 400}
        assert answer.headers["Content-Type"] in {"application/json", "application/problem+json"}


def test_thousands_of_known_concepts_are_read(client: Client, small_map: KnowledgeMap):
    known = ",".join(f"concept-{number}" for number in range(5_000))
    assert client.get(BASE + "concepts/leaves/path/", {"know": known}).json()["known"] == []


def test_a_crash_is_a_problem_and_is_reported(client: Client, small_map: KnowledgeMap, monkeypatch, caplog):
    monkeypatch.setattr("explore.api.concepts.neighborhood_json", lambda *_, **__: 1 / 0)
    client.raise_request_exception = False
    said = problem(client.get(NEAR), 500)
    assert "division" not in str(said)
    assert "ZeroDivisionError" in caplog.text
