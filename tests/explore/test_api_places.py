"""Places of concepts on a large map: where tiles show them, in the order asked for, never an error page."""

import gzip
import json
from pathlib import Path

import pytest
from django.test import Client

from concepts.layouts import lay_out_map
from concepts.models import Concept, KnowledgeMap
from concepts.services import add_concept
from tests.concepts.atlas import make_concepts, make_map

ADDRESS = "/api/v1/maps/grove/places/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def grove(var_dir: Path) -> KnowledgeMap:
    knowledge_map = make_map("Grove")
    make_concepts(knowledge_map, "Oak", "Beech", "Birch")
    lay_out(knowledge_map)
    return knowledge_map


def lay_out(knowledge_map: KnowledgeMap) -> None:
    lay_out_map(knowledge_map.pk, progress=lambda done, steps: None)


def slugs(client: Client, query: str) -> list[str]:
    return [place["slug"] for place in client.get(f"{ADDRESS}?concepts={query}").json()["places"]]


def test_a_concept_stands_where_its_tile_shows_it(client: Client, grove: KnowledgeMap) -> None:
    answer = client.get(f"{ADDRESS}?concepts=birch").json()
    tile = client.get(f"/api/v1/maps/grove/tiles/0/0/0/?version={answer['version']}")
    shown = (
        json.loads(gzip.decompress(tile.content))["concepts"]
        if tile.headers.get("Content-Encoding")
        else tile.json()["concepts"]
    )
    index = shown["slug"].index("birch")
    place = answer["places"][0]
    assert (place["x"], place["y"], place["colour"], place["id"]) == (
        shown["x"][index],
        shown["y"][index],
        shown["colour"][index],
        shown["id"][index],
    )
    assert (place["title"], place["z"]) == ("Birch", 0)


def test_places_come_in_the_order_asked_for_without_what_is_not_there(
    client: Client, grove: KnowledgeMap
) -> None:
    assert slugs(client, "birch,nowhere,oak,birch") == ["birch", "oak"]
    assert slugs(client, "") == []


def test_what_is_newer_than_the_layout_or_a_draft_has_no_place(
    client: Client, staff_client: Client, grove: KnowledgeMap
) -> None:
    add_concept(knowledge_map=grove, title="Ash")
    assert slugs(client, "ash,oak") == ["oak"]
    add_concept(knowledge_map=grove, title="Elm", published=False)
    lay_out(grove)
    assert slugs(client, "elm,ash") == ["ash"]
    assert slugs(staff_client, "elm,ash") == ["elm", "ash"]


def test_who_holds_them_is_told_so_until_the_map_changes(client: Client, grove: KnowledgeMap) -> None:
    address = f"{ADDRESS}?concepts=oak"
    etag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
    Concept.objects.filter(slug="oak").update(published=False)
    answer = client.get(address, headers={"If-None-Match": etag})
    assert (answer.status_code, answer.json()["places"]) == (200, [])


def test_too_many_at_a_time_are_refused_by_name(client: Client, grove: KnowledgeMap) -> None:
    answer = client.get(ADDRESS, {"concepts": ",".join(f"c-{number}" for number in range(201))})
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["errors"][0]["parameter"] == "concepts"


def test_a_map_that_is_not_laid_out_has_no_places(client: Client, var_dir: Path) -> None:
    make_map("Grove")
    answer = client.get(f"{ADDRESS}?concepts=oak")
    assert (answer.status_code, answer.json()["version"], answer.json()["places"]) == (200, "", [])


def test_places_take_as_many_queries_for_many_as_for_one(
    client: Client, grove: KnowledgeMap, django_assert_num_queries: object
) -> None:
    slugs(client, "oak")
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert slugs(client, "oak,beech,birch") == ["oak", "beech", "birch"]
