"""Maps, topics and search by the API, beside the contexts that the pages print."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from concepts.models import Concept, KnowledgeMap
from concepts.services import add_concept
from explore.pages import map_page, topics_page


def test_a_map_is_listed_with_its_topics(client: Client, small_map: KnowledgeMap):
    answer = client.get("/api/v1/maps/").json()
    assert answer["next"] is None
    assert answer["maps"] == [
        {
            "slug": "trees",
            "title": "Trees",
            "summary": "How a tree lives.",
            "concepts": 5,
            "revision": small_map.revision,
            "published": True,
            "topics": [{"slug": "botany", "title": "Botany"}],
        }
    ]


def test_pages_of_maps_follow_one_another_without_a_gap(client: Client, small_map: KnowledgeMap):
    for number in range(5):
        KnowledgeMap.objects.create(
            title=f"Same {number % 2}", slug=f"m{number}", summary="-", published=True
        )
    address, slugs = "/api/v1/maps/?limit=2", []
    while address:
        answer = client.get(address).json()
        slugs += [shown["slug"] for shown in answer["maps"]]
        address = answer["next"]
    assert slugs == ["m0", "m2", "m4", "m1", "m3", "trees"]


def test_a_map_and_its_page_agree(client: Client, small_map: KnowledgeMap):
    answer = client.get("/api/v1/maps/trees/").json()
    page = map_page("trees", staff=False)
    assert (answer["title"], answer["minutes"], answer["updated"]) == (
        page.card.title,
        page.minutes,
        page.updated,
    )
    assert answer["links"] == {"parent": 3, "prerequisite": 1, "related": 1}
    assert answer["revision"] == small_map.revision


def test_a_graph_holds_every_concept_and_link(client: Client, small_map: KnowledgeMap):
    answer = client.get("/api/v1/maps/trees/graph/").json()
    assert [node["slug"] for node in answer["nodes"]] == ["water", "roots", "bark", "leaves", "light"]
    assert set(answer["nodes"][0]) == {"slug", "title", "summary", "depth", "x", "y"}
    links = {(link["source"], link["target"], link["kind"], link["reason"]) for link in answer["links"]}
    assert links == {
        ("roots", "bark", "parent", "Bark starts below."),
        ("roots", "leaves", "parent", ""),
        ("light", "leaves", "parent", "Leaves eat light."),
        ("water", "roots", "prerequisite", "Roots drink."),
        ("bark", "light", "related", "Bark shades."),
    }


def test_the_graph_of_an_empty_map_is_empty(client: Client, db: None, var_dir: object):
    KnowledgeMap.objects.create(title="Empty", summary="-", published=True)
    answer = client.get("/api/v1/maps/empty/graph/").json()
    assert (answer["nodes"], answer["links"]) == ([], [])


def test_a_map_too_large_for_one_answer_says_what_to_ask_instead(
    client: Client, small_map: KnowledgeMap, monkeypatch
):
    monkeypatch.setattr("explore.api.maps.MOST_AT_ONCE", 4)
    answer = client.get("/api/v1/maps/trees/graph/")
    assert answer.status_code == 422
    assert "/api/v1/maps/trees/concepts/" in answer.json()["detail"]


def test_topics_and_their_page_agree(client: Client, small_map: KnowledgeMap):
    answer = client.get("/api/v1/topics/").json()
    assert answer == {
        "topics": [
            {"slug": topic.slug, "title": topic.title, "maps": topic.map_count}
            for topic in topics_page(staff=False)
        ]
    }


def test_search_finds_a_concept(client: Client, small_map: KnowledgeMap):
    found = client.get("/api/v1/search/", {"q": "leaves"}).json()["found"]
    assert found[0] == {
        "kind": "concept",
        "title": "Leaves",
        "summary": "Leaves in a line.",
        "url": "/maps/trees/concepts/leaves/",
        "where": "Trees",
    }


def test_a_draft_map_is_there_for_staff_alone(client: Client, staff_client: Client, small_map: KnowledgeMap):
    KnowledgeMap.objects.filter(pk=small_map.pk).update(published=False)
    assert client.get("/api/v1/maps/").json()["maps"] == []
    assert client.get("/api/v1/maps/trees/").status_code == 404
    assert client.get("/api/v1/maps/trees/graph/").status_code == 404
    assert staff_client.get("/api/v1/maps/trees/").json()["published"] is False


def test_a_draft_concept_is_there_for_staff_alone(
    client: Client, staff_client: Client, draft_concept: Concept
):
    base = "/api/v1/maps/trees"
    for address in ("concepts/stomata/", "concepts/stomata/neighborhood/", "concepts/stomata/path/"):
        assert client.get(f"{base}/{address}").status_code == 404
        assert staff_client.get(f"{base}/{address}").status_code == 200
    for listing in ("graph/", "concepts/", "concepts/?q=stomata", "concepts/leaves/neighborhood/"):
        assert b"stomata" not in client.get(f"{base}/{listing}").content.replace(b"q=stomata", b"")
        assert b"stomata" in staff_client.get(f"{base}/{listing}").content


def test_the_number_of_queries_stays_as_rows_double(client: Client, small_map: KnowledgeMap):
    def counted(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as queries_made:
            assert client.get(address).status_code == 200
        return len(queries_made)

    addresses = ["/api/v1/maps/", "/api/v1/topics/", "/api/v1/search/?q=tree"]
    addresses += [
        f"/api/v1/maps/trees/{rest}"
        for rest in (
            "",
            "graph/",
            "concepts/",
            "concepts/roots/",
            "concepts/roots/neighborhood/",
            "concepts/leaves/path/",
            "connection/?from=water&to=light",
        )
    ]
    before = {address: counted(address) for address in addresses}
    for number in range(10):
        add_concept(knowledge_map=small_map, title=f"More {number}")
        KnowledgeMap.objects.create(title=f"Tree {number}", summary="-", published=True)
    assert {address: counted(address) for address in addresses} == before
    assert max(before.values()) <= 10
