"""Tiles over HTTP: kept for ever under their version, led on from an old one, and never an error page."""

import gzip
import json
from pathlib import Path

import pytest
from django.test import Client

from concepts.layouts import lay_out_map
from concepts.models import Concept, KnowledgeMap
from concepts.services import add_concept
from tests.concepts.atlas import make_concepts, make_map

ADDRESS = "/api/v1/maps/grove/tiles/0/0/0/"
FOR_EVER = "public, max-age=31536000, immutable"

pytestmark = pytest.mark.django_db


@pytest.fixture
def grove(var_dir: Path) -> KnowledgeMap:
    knowledge_map = make_map("Grove")
    make_concepts(knowledge_map, "Oak", "Beech", "Birch")
    lay_out(knowledge_map)
    return knowledge_map


def lay_out(knowledge_map: KnowledgeMap) -> None:
    lay_out_map(knowledge_map.pk, progress=lambda done, steps: None)


def present(client: Client) -> str:
    answer = client.get(ADDRESS)
    assert answer.status_code == 302
    return answer.headers["Location"]


def titles(client: Client, address: str) -> set[str]:
    return set(client.get(address).json()["concepts"]["title"])


def test_a_tile_without_a_version_is_led_to_the_present_one_which_may_be_kept_for_ever(
    client: Client, grove: KnowledgeMap
) -> None:
    answer = client.get(present(client))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == FOR_EVER
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert set(answer.json()["concepts"]["title"]) == {"Oak", "Beech", "Birch"}


def test_it_comes_packed_to_those_who_can_unpack_it(client: Client, grove: KnowledgeMap) -> None:
    address = present(client)
    plain = client.get(address)
    packed = client.get(address, headers={"Accept-Encoding": "br, gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(packed.content)) == plain.json()
    refused = client.get(address, headers={"Accept-Encoding": "gzip;q=0, identity"})
    assert "Content-Encoding" not in refused.headers
    assert "Accept-Encoding" in plain.headers["Vary"]


def test_who_holds_it_is_told_so(client: Client, grove: KnowledgeMap) -> None:
    address = present(client)
    etag = client.get(address).headers["ETag"]
    answer = client.get(address, headers={"If-None-Match": etag})
    assert (answer.status_code, answer.content) == (304, b"")


def test_an_old_version_leads_to_the_present_one(client: Client, grove: KnowledgeMap) -> None:
    old = present(client)
    add_concept(knowledge_map=grove, title="Ash")
    lay_out(grove)
    answer = client.get(old)
    assert answer.status_code == 302
    assert answer.headers["Location"] != old
    assert "Ash" in titles(client, answer.headers["Location"])


def test_until_it_is_laid_out_anew_a_changed_map_shows_nothing_that_has_gone_and_nothing_is_kept(
    client: Client, grove: KnowledgeMap
) -> None:
    address = present(client)
    Concept.objects.filter(title="Oak").update(published=False)
    answer = client.get(address)
    assert answer.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert set(answer.json()["concepts"]["title"]) == {"Beech", "Birch"}
    etag = answer.headers["ETag"]
    Concept.objects.filter(title="Birch").update(published=False)
    again = client.get(address, headers={"If-None-Match": etag})
    assert (again.status_code, again.json()["concepts"]["title"]) == (200, ["Beech"])


def test_staff_see_drafts_in_tiles_that_no_shared_cache_keeps(
    staff_client: Client, client: Client, grove: KnowledgeMap
) -> None:
    add_concept(knowledge_map=grove, title="Elm", published=False)
    lay_out(grove)
    answer = staff_client.get(present(staff_client))
    assert "Elm" in answer.json()["concepts"]["title"]
    assert answer.headers["Cache-Control"].startswith("private")
    assert "Elm" not in titles(client, present(client))


@pytest.mark.parametrize("laid_out_since", [True, False])
def test_who_is_signed_out_is_not_told_that_the_tile_of_staff_is_still_true(
    staff_client: Client, client: Client, grove: KnowledgeMap, laid_out_since: bool
) -> None:
    Concept.objects.filter(title="Oak").update(published=False)
    if laid_out_since:
        lay_out(grove)
    address = present(staff_client)
    answer = staff_client.get(address)
    assert "Oak" in answer.json()["concepts"]["title"]
    again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]}, follow=True)
    assert set(again.json()["concepts"]["title"]) == {"Beech", "Birch"}


@pytest.mark.parametrize(
    "place",
    ["1/0/0", "0/1/0", "99/0/0", "24/16777216/0", "1/99999999999999999999/0", "-1/0/0", "a/b/c", "0/0/0.5"],
)
def test_places_where_no_tile_is_are_a_problem_and_no_error(
    client: Client, grove: KnowledgeMap, place: str
) -> None:
    version = present(client).partition("?")[2]
    answer = client.get(f"/api/v1/maps/grove/tiles/{place}/?{version}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")


def test_a_map_that_is_not_laid_out_and_a_draft_have_no_tiles(client: Client, var_dir: Path) -> None:
    make_map("Grove")
    assert "not laid out" in client.get(ADDRESS).json()["detail"]
    KnowledgeMap.objects.update(published=False)
    assert client.get(ADDRESS).status_code == 404


def test_a_version_of_garbage_is_led_on_to_the_right_place_only(client: Client, grove: KnowledgeMap) -> None:
    answer = client.get(ADDRESS, {"version": "https://elsewhere.example/\r\nX: y"})
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(ADDRESS)


def test_who_does_not_know_how_deep_the_map_is_is_led_to_the_tile_around(
    client: Client, grove: KnowledgeMap
) -> None:
    version = present(client).partition("?")[2]
    deep = "/api/v1/maps/grove/tiles/9/300/17/"
    answer = client.get(f"{deep}?{version}&or=around")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{ADDRESS}?{version}")
    assert answer.headers["Cache-Control"] == FOR_EVER
    led_on = client.get(f"{deep}?version=old&or=around")
    assert led_on.headers["Location"] == f"{deep}?{version}&or=around"
    assert client.get(f"{ADDRESS}?{version}&or=around").status_code == 200


@pytest.mark.parametrize("place", ["1/2/0", "99/0/0", "16/65536/0"])
def test_around_a_place_outside_of_the_map_there_is_nothing(
    client: Client, grove: KnowledgeMap, place: str
) -> None:
    version = present(client).partition("?")[2]
    assert client.get(f"/api/v1/maps/grove/tiles/{place}/?{version}&or=around").status_code == 404
