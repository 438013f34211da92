"""What an unchanged map costs a reader, and that a changed one is never taken for it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from concepts.models import KnowledgeMap
from concepts.services import add_concept

OF_ONE_MAP = [
    "/api/v1/maps/trees/",
    "/api/v1/maps/trees/graph/",
    "/api/v1/maps/trees/concepts/",
    "/api/v1/maps/trees/concepts/roots/",
    "/api/v1/maps/trees/concepts/roots/children/",
    "/api/v1/maps/trees/concepts/roots/neighborhood/",
    "/api/v1/maps/trees/concepts/leaves/path/",
    "/api/v1/maps/trees/connection/?from=water&to=light",
]
OF_ALL_MAPS = ["/api/v1/maps/", "/api/v1/topics/", "/api/v1/search/?q=roots", "/api/v1/documents/"]


@pytest.mark.parametrize("address", OF_ONE_MAP)
def test_an_unchanged_map_costs_one_query_and_no_body(client: Client, small_map: KnowledgeMap, address: str):
    etag = client.get(address).headers["ETag"]
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address, headers={"If-None-Match": etag})
    assert (answer.status_code, answer.content, len(queries)) == (304, b"", 1)
    assert answer.headers["ETag"] == etag


@pytest.mark.parametrize("address", OF_ONE_MAP + OF_ALL_MAPS)
def test_a_change_is_seen_at_the_next_request(client: Client, small_map: KnowledgeMap, address: str):
    etag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
    add_concept(knowledge_map=small_map, title="Another")
    answer = client.get(address, headers={"If-None-Match": etag})
    assert answer.status_code == 200
    assert answer.headers["ETag"] != etag


@pytest.mark.parametrize("held", ['"other", {}', "{}  ", '"a,b", {}, W/"c"'])
def test_a_tag_is_found_among_several(client: Client, small_map: KnowledgeMap, held: str):
    etag = client.get(OF_ONE_MAP[0]).headers["ETag"]
    assert client.get(OF_ONE_MAP[0], headers={"If-None-Match": held.format(etag)}).status_code == 304


def test_a_tag_made_strong_on_its_way_still_counts(client: Client, small_map: KnowledgeMap):
    strong = client.get(OF_ONE_MAP[0]).headers["ETag"].removeprefix("W/")
    assert client.get(OF_ONE_MAP[0], headers={"If-None-Match": strong}).status_code == 304


@pytest.mark.parametrize(
    "held", ["*", "", "nonsense", '"', "W/", "🌳".encode().decode("latin-1"), '"x"' * 3_000]
)
def test_odd_tags_are_answered_in_full(client: Client, small_map: KnowledgeMap, held: str):
    assert client.get(OF_ONE_MAP[0], headers={"If-None-Match": held}).status_code == 200


def test_what_staff_holds_is_never_taken_for_what_visitors_see(
    client: Client, staff_client: Client, small_map: KnowledgeMap
):
    for address in OF_ONE_MAP + OF_ALL_MAPS:
        own = staff_client.get(address)
        assert own.headers["Cache-Control"] == "private, max-age=0, must-revalidate"
        assert client.get(address, headers={"If-None-Match": own.headers["ETag"]}).status_code == 200
        assert staff_client.get(address, headers={"If-None-Match": own.headers["ETag"]}).status_code == 304


def test_visitors_answers_may_be_kept_by_anyone_and_read_from_any_site(
    client: Client, small_map: KnowledgeMap
):
    answer = client.get(OF_ONE_MAP[0])
    assert answer.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_staffs_answers_are_not_read_from_other_sites(staff_client: Client, small_map: KnowledgeMap):
    assert "Access-Control-Allow-Origin" not in staff_client.get(OF_ONE_MAP[0]).headers


@pytest.mark.parametrize("address", OF_ONE_MAP + OF_ALL_MAPS)
def test_head_answers_as_get_does_without_a_body(client: Client, small_map: KnowledgeMap, address: str):
    whole, head = client.get(address), client.head(address)
    assert (head.status_code, head.content) == (200, b"")
    for name in ("ETag", "Content-Type", "Cache-Control"):
        assert head.headers[name] == whole.headers[name]


def test_options_says_what_is_allowed_from_any_site(client: Client, small_map: KnowledgeMap):
    answer = client.options(OF_ONE_MAP[0], headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 204
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "If-None-Match" in answer.headers["Access-Control-Allow-Headers"]
