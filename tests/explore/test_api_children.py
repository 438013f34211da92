"""The children of a concept by the API, for a picture that opens as one goes."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from concepts.models import Concept, KnowledgeMap, LinkKind
from concepts.services import add_concept, add_link

BASE = "/api/v1/maps/trees/concepts/"


def slugs_of(client: Client, concept: str, limit: int) -> tuple[list[str], int]:
    """The children page by page, and how many pages that took."""
    address, slugs, pages = f"{BASE}{concept}/children/?limit={limit}", [], 0
    while address:
        answer = client.get(address).json()
        slugs += [child["slug"] for child in answer["children"]]
        address, pages = answer["next"], pages + 1
    return slugs, pages


def test_children_stand_under_their_first_parent_alone(client: Client, small_map: KnowledgeMap):
    assert client.get(f"{BASE}roots/children/").json() == {
        "map": "trees",
        "revision": small_map.revision,
        "parent": "roots",
        "trail": [],
        "children": [
            {
                "slug": slug,
                "title": slug.title(),
                "summary": f"{slug.title()} in a line.",
                "minutes": minutes,
                "published": True,
                "children": 0,
            }
            for slug, minutes in (("bark", 3), ("leaves", 4))
        ],
        "next": None,
    }
    assert client.get(f"{BASE}light/children/").json()["children"] == []


def test_a_concept_says_how_many_children_stand_under_it(
    client: Client, staff_client: Client, draft_concept: Concept
):
    for reader in (client, staff_client):
        for slug in ("water", "roots", "light", "leaves"):
            listed = reader.get(f"{BASE}{slug}/children/").json()["children"]
            assert reader.get(f"{BASE}{slug}/").json()["child_count"] == len(listed)
    light = client.get(f"{BASE}light/").json()
    assert (light["child_count"], [child["slug"] for child in light["children"]]) == (0, ["leaves"])
    assert staff_client.get(f"{BASE}leaves/").json()["child_count"] == 1


def test_the_trail_leads_to_the_parent_from_the_top(
    client: Client, staff_client: Client, draft_concept: Concept
):
    answer = staff_client.get(f"{BASE}leaves/children/").json()
    assert answer["trail"] == ["roots"]
    assert [(child["slug"], child["published"]) for child in answer["children"]] == [("stomata", False)]
    assert client.get(f"{BASE}leaves/children/").json()["children"] == []
    counts = {
        child["slug"]: child["children"]
        for child in staff_client.get(f"{BASE}roots/children/").json()["children"]
    }
    assert counts == {"bark": 0, "leaves": 1}


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 8, 50])
def test_pages_hold_every_child_once_in_the_maps_order(client: Client, small_map: KnowledgeMap, limit: int):
    roots = Concept.objects.get(map=small_map, slug="roots")
    for number in range(5):
        child = add_concept(knowledge_map=small_map, title=f"Hair {number}", position=2)
        add_link(source=roots, target=child, kind=LinkKind.PARENT)
    slugs, pages = slugs_of(client, "roots", limit)
    assert slugs == ["bark", *(f"hair-{number}" for number in range(5)), "leaves"]
    assert pages == -(-7 // limit)


def test_the_queries_stay_as_they_are_when_children_double(client: Client, small_map: KnowledgeMap):
    def count() -> int:
        client.get(f"{BASE}roots/children/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{BASE}roots/children/")
        return len(queries)

    before = count()
    roots = Concept.objects.get(map=small_map, slug="roots")
    for number in range(8):
        child = add_concept(knowledge_map=small_map, title=f"Hair {number}")
        add_link(source=roots, target=child, kind=LinkKind.PARENT)
    assert before == count() == 1


def test_what_is_not_there_and_what_cannot_be_read_are_problems(client: Client, small_map: KnowledgeMap):
    for address, status in (
        (f"{BASE}moss/children/", 404),
        ("/api/v1/maps/nowhere/concepts/roots/children/", 404),
        (f"{BASE}roots/children/?limit=none", 400),
        (f"{BASE}roots/children/?cursor=x", 400),
    ):
        answer = client.get(address)
        assert answer.status_code == status, address
        assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_cursor_beyond_the_last_child_gives_an_empty_page(client: Client, small_map: KnowledgeMap):
    first = client.get(f"{BASE}roots/children/?limit=1").json()["next"]
    Concept.objects.filter(slug="leaves").delete()
    assert client.get(first).json()["children"] == []
