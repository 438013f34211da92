"""Concepts with all that is above them by the API, for a tree that shows only some of a large map."""

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from concepts.layouts import lay_out_map
from concepts.models import Concept, KnowledgeMap
from tests.concepts.atlas import make_concepts, make_map

ADDRESS = "/api/v1/maps/trees/trails/"


def trail(client: Client, query: str) -> list[tuple[str, str | None]]:
    """Slug and parent of all that is answered."""
    answer = client.get(f"{ADDRESS}?concepts={query}").json()
    return [(step["slug"], step["parent"]) for step in answer["concepts"]]


def test_what_is_above_comes_first_and_once(client: Client, small_map: KnowledgeMap):
    assert trail(client, "leaves,bark") == [("roots", None), ("leaves", "roots"), ("bark", "roots")]
    assert trail(client, "roots,leaves") == [("roots", None), ("leaves", "roots")]


def test_a_step_says_all_that_a_picture_draws_of_it(client: Client, small_map: KnowledgeMap):
    answer = client.get(f"{ADDRESS}?concepts=roots").json()
    assert (answer["map"], answer["revision"]) == ("trees", small_map.revision)
    roots = Concept.objects.get(slug="roots")
    assert answer["concepts"] == [
        {
            "slug": "roots",
            "title": "Roots",
            "summary": roots.summary,
            "minutes": roots.minutes,
            "published": True,
            "children": 2,
            "parent": None,
            "colour": None,
        }
    ]


def test_children_are_counted_as_the_list_of_children_has_them(client: Client, small_map: KnowledgeMap):
    for step in client.get(f"{ADDRESS}?concepts=roots,light,water,leaves").json()["concepts"]:
        listed = client.get(f"/api/v1/maps/trees/concepts/{step['slug']}/children/").json()["children"]
        assert step["children"] == len(listed)


def test_unknown_ones_are_left_out_and_none_is_no_fault(client: Client, small_map: KnowledgeMap):
    assert trail(client, "nowhere,roots") == [("roots", None)]
    assert trail(client, "") == []


def test_more_than_can_be_asked_for_are_refused_by_name(client: Client, small_map: KnowledgeMap):
    many = ",".join(f"c{number}" for number in range(201))
    answer = client.get(f"{ADDRESS}?concepts={many}")
    assert (answer.status_code, "concepts may name 200" in answer.json()["detail"]) == (400, True)


def test_drafts_are_for_staff(client: Client, staff_client: Client, draft_concept: Concept):
    assert trail(client, draft_concept.slug) == []
    last = staff_client.get(f"{ADDRESS}?concepts={draft_concept.slug}").json()["concepts"][-1]
    assert (last["slug"], last["published"]) == (draft_concept.slug, False)


@pytest.mark.django_db
def test_colours_are_those_of_the_atlas(client: Client, var_dir: Path):
    knowledge_map = make_map("Trees")
    make_concepts(knowledge_map, "Oak", "Beech")
    lay_out_map(knowledge_map.pk, progress=lambda done, steps: None)
    places = client.get("/api/v1/maps/trees/places/?concepts=oak,beech").json()["places"]
    steps = client.get(f"{ADDRESS}?concepts=oak,beech").json()["concepts"]
    assert [step["colour"] for step in steps] == [place["colour"] for place in places]


def test_the_queries_do_not_grow_with_what_is_asked_for(client: Client, small_map: KnowledgeMap):
    def queries(query: str) -> int:
        with CaptureQueriesContext(connection) as made:
            client.get(f"{ADDRESS}?concepts={query}")
        return len(made)

    queries("roots")
    assert queries("roots,bark,leaves,light,water") == queries("roots") == 1


def test_of_a_long_way_up_the_nearest_are_given(
    client: Client, small_map: KnowledgeMap, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("explore.trails.MOST_ABOVE", 1)
    assert trail(client, "bark") == [("bark", None)]


def test_a_colour_that_comes_with_a_later_layout_is_not_held_back(
    client: Client, small_map: KnowledgeMap, var_dir: Path
):
    held = client.get(f"{ADDRESS}?concepts=roots")
    assert held.json()["concepts"][0]["colour"] is None
    lay_out_map(small_map.pk, progress=lambda done, steps: None)
    answer = client.get(f"{ADDRESS}?concepts=roots", headers={"if-none-match": held["ETag"]})
    assert answer.status_code == 200
    assert answer.json()["concepts"][0]["colour"] is not None
    again = client.get(f"{ADDRESS}?concepts=roots", headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304
