"""Concepts and the ways between them by the API, beside the contexts that the pages print."""

import pytest
from django.test import Client

from concepts.models import KnowledgeMap
from concepts.services import add_concept
from explore.places import concept_page
from explore.routes import connect_page, path_page

BASE = "/api/v1/maps/trees/"


def test_concepts_are_listed_in_the_maps_order_page_by_page(client: Client, small_map: KnowledgeMap):
    address, slugs, pages = BASE + "concepts/?limit=2", [], 0
    while address:
        answer = client.get(address).json()
        slugs += [concept["slug"] for concept in answer["concepts"]]
        address, pages = answer["next"], pages + 1
    assert slugs == ["water", "roots", "bark", "leaves", "light"]
    assert pages == 3


def test_concepts_at_the_same_position_are_listed_once_each(client: Client, small_map: KnowledgeMap):
    for number in range(4):
        add_concept(knowledge_map=small_map, title=f"Twin {number}", position=2)
    address, slugs = BASE + "concepts/?limit=1", []
    while address:
        answer = client.get(address).json()
        slugs += [concept["slug"] for concept in answer["concepts"]]
        address = answer["next"]
    assert slugs == ["water", "roots", "bark", "twin-0", "twin-1", "twin-2", "twin-3", "leaves", "light"]


def test_concepts_found_by_words_are_listed_page_by_page(client: Client, small_map: KnowledgeMap):
    for number in range(5):
        add_concept(knowledge_map=small_map, title=f"Needle {number}")
    address, slugs = BASE + "concepts/?q=needle&limit=2", []
    while address:
        answer = client.get(address).json()
        slugs += [concept["slug"] for concept in answer["concepts"]]
        address = answer["next"]
    assert sorted(slugs) == [f"needle-{number}" for number in range(5)]


def test_a_map_found_by_its_own_name_hides_no_page_of_its_concepts(client: Client, small_map: KnowledgeMap):
    for number in range(6):
        add_concept(knowledge_map=small_map, title=f"{small_map.title} {number}")
    address, slugs = f"{BASE}concepts/?q={small_map.title}&limit=2", set()
    while address:
        answer = client.get(address).json()
        slugs |= {concept["slug"] for concept in answer["concepts"]}
        address = answer["next"]
    assert slugs >= {f"trees-{number}" for number in range(6)}


def test_a_concept_and_its_page_agree(client: Client, small_map: KnowledgeMap):
    answer = client.get(BASE + "concepts/leaves/").json()
    page = concept_page("trees", "leaves", staff=False)
    assert answer["parents"] == [
        {"slug": parent.slug, "title": parent.title, "summary": parent.summary, "reason": parent.reason}
        for parent in page.parents
    ]
    assert [above["slug"] for above in answer["trail"]] == [above.slug for above in page.trail]
    assert answer["path"] == {"steps": page.path_steps, "minutes": page.path_minutes}
    assert (answer["minutes"], answer["revision"]) == (page.minutes, small_map.revision)


def test_a_neighborhood_is_given_nearest_first_with_the_links_inside_it(
    client: Client, small_map: KnowledgeMap
):
    answer = client.get(BASE + "concepts/leaves/neighborhood/").json()
    assert (answer["map"], answer["revision"], answer["center"]) == ("trees", small_map.revision, "leaves")
    assert {node["slug"]: node["distance"] for node in answer["nodes"]} == {
        "leaves": 0,
        "roots": 1,
        "light": 1,
    }
    assert set(answer["nodes"][0]) == {"slug", "title", "summary", "distance", "x", "y"}
    assert {(link["source"], link["target"]) for link in answer["links"]} == {
        ("roots", "leaves"),
        ("light", "leaves"),
    }
    assert (answer["truncated"], answer["total"]) == (False, 3)


def test_a_neighborhood_over_the_limit_says_so_and_how_many_there_are(
    client: Client, small_map: KnowledgeMap
):
    answer = client.get(BASE + "concepts/leaves/neighborhood/?radius=3&limit=2").json()
    assert len(answer["nodes"]) == 2
    assert (answer["truncated"], answer["total"]) == (True, 5)


@pytest.mark.parametrize("query", ["kinds=prerequisite,related", "kinds=prerequisite&kinds=related"])
def test_a_neighborhood_follows_the_chosen_kinds_alone(client: Client, small_map: KnowledgeMap, query: str):
    answer = client.get(f"{BASE}concepts/roots/neighborhood/?radius=2&{query}").json()
    assert {node["slug"] for node in answer["nodes"]} == {"roots", "water"}


@pytest.mark.parametrize("number", ["4", "500", "999999999"])
def test_a_radius_over_the_cap_counts_as_the_cap(client: Client, small_map: KnowledgeMap, number: str):
    capped = client.get(BASE + "concepts/water/neighborhood/?radius=3").content
    assert client.get(f"{BASE}concepts/water/neighborhood/?radius={number}").content == capped


def test_a_limit_over_the_cap_counts_as_the_cap(client: Client, small_map: KnowledgeMap, monkeypatch):
    monkeypatch.setattr("explore.api.concepts.MOST_LIMIT", 2)
    answer = client.get(BASE + "concepts/roots/neighborhood/?limit=100").json()
    assert len(answer["nodes"]) == 2


def test_a_path_and_its_page_agree(client: Client, small_map: KnowledgeMap):
    answer = client.get(BASE + "concepts/leaves/path/").json()
    page = path_page("trees", "leaves", staff=False)
    assert [step["slug"] for step in answer["steps"]] == [step.slug for step in page.steps]
    assert answer["steps"][0]["needed_by"] == [
        {"slug": need.slug, "kind": need.kind, "reason": need.reason} for need in page.steps[0].needed_by
    ]
    assert (answer["target"], answer["minutes"]) == ("leaves", page.minutes)


@pytest.mark.parametrize(
    "query", ["know=roots,nothing", "know=roots&know=nothing", "know=%20roots%20,,roots"]
)
def test_a_known_concept_is_left_out_of_the_path_with_what_only_it_needs(
    client: Client, small_map: KnowledgeMap, query: str
):
    answer = client.get(f"{BASE}concepts/leaves/path/?{query}").json()
    assert [step["slug"] for step in answer["steps"]] == ["light", "leaves"]
    assert answer["known"] == ["roots"]


def test_a_connection_and_its_page_agree(client: Client, small_map: KnowledgeMap):
    answer = client.get(BASE + "connection/?from=water&to=light").json()
    page = connect_page("trees", source="water", target="light", staff=False)
    assert (answer["from"], answer["to"]) == ("water", "light")
    assert [[step["slug"] for step in route["steps"]] for route in answer["routes"]] == [
        [step.slug for step in route] for route in page.routes
    ]
    for route in answer["routes"]:
        assert len(route["links"]) == len(route["steps"]) - 1
    assert {"source": "water", "target": "roots", "kind": "prerequisite", "reason": "Roots drink."} in answer[
        "routes"
    ][0]["links"]


def test_a_concept_is_connected_with_itself_by_no_link(client: Client, small_map: KnowledgeMap):
    routes = client.get(BASE + "connection/?from=water&to=water").json()["routes"]
    assert routes == [{"steps": [{"slug": "water", "title": "Water"}], "links": []}]


def test_two_concepts_apart_are_connected_by_no_route(client: Client, small_map: KnowledgeMap):
    add_concept(knowledge_map=small_map, title="Stone")
    assert client.get(BASE + "connection/?from=water&to=stone").json()["routes"] == []


def test_texts_that_look_like_json_or_markup_arrive_as_they_are(client: Client, small_map: KnowledgeMap):
    title = 'A "quoted" \\ </script> 🌳 שלום'
    add_concept(knowledge_map=small_map, title=title, slug="odd", summary="{}")
    answer = client.get(BASE + "concepts/odd/neighborhood/").json()
    assert answer["nodes"][0]["title"] == title
