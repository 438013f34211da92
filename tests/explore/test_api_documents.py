"""The library by the API, beside the pages."""

from datetime import date

import pytest
from django.test import Client

from concepts.models import Concept, KnowledgeMap
from concepts.topics import find_or_make_topics
from library.models import Document
from tests.library.shelf import cite, document

LIST = "/api/v1/documents/"


@pytest.fixture
def shelf(small_map: KnowledgeMap) -> Document:
    made = document(
        "On Trees", text="Roots drink water.", authors="Ada Oak", published_on=date(2020, 2, 3), licence="CC0"
    )
    made.topics.set(find_or_make_topics(["Botany"]))
    cite(Concept.objects.get(slug="roots"), made, "Roots drink")
    document("On Stones", kind=Document.Kind.DISCLOSURE, text="Stones are dry.")
    return made


def titles(client: Client, query: str = "") -> list[str]:
    return [one["title"] for one in client.get(f"{LIST}?{query}").json()["documents"]]


def test_documents_are_listed_narrowed_and_found(client: Client, shelf: Document):
    assert titles(client) == ["On Trees", "On Stones"]
    assert titles(client, "kind=disclosure") == ["On Stones"]
    assert titles(client, "topic=botany") == ["On Trees"]
    assert titles(client, "q=trese") == ["On Trees"]
    assert client.get(f"{LIST}?q=dry").json()["documents"][0]["snippet"] == "Stones are dry."


def test_a_listed_document_says_what_it_is(client: Client, shelf: Document):
    assert client.get(LIST).json()["documents"][0] == {
        "slug": "on-trees",
        "kind": "digest",
        "title": "On Trees",
        "summary": "",
        "authors": ["Ada Oak"],
        "publisher": "",
        "published_on": "2020-02-03",
        "minutes": 1,
        "published": True,
        "topics": [{"slug": "botany", "title": "Botany"}],
        "snippet": "",
    }


def test_a_document_has_its_text_and_the_passages_in_it(client: Client, shelf: Document):
    answer = client.get(f"{LIST}on-trees/").json()
    assert answer["text"] == "Roots drink water."
    assert answer["licence"] == "CC0"
    [cited] = answer["concepts"]
    assert cited["concept"] == {"slug": "roots", "title": "Roots", "map": "trees"}
    [passage] = cited["passages"]
    assert answer["text"][passage["start"] : passage["end"]] == passage["quote"] == "Roots drink"


def test_a_concept_names_the_documents_it_rests_on(client: Client, shelf: Document):
    assert client.get("/api/v1/maps/trees/concepts/roots/").json()["citations"] == [
        {
            "slug": "on-trees",
            "title": "On Trees",
            "kind": "digest",
            "passages": [{"section": "", "quote": "Roots drink"}],
        }
    ]


@pytest.mark.parametrize("query", ["", "q=entropy"])
def test_pages_lead_on_and_give_every_document_once(client: Client, db: None, query: str):
    for number in range(12):
        document(f"Entropy {number}", published_on=date(2020, 1, 1 + number % 3) if number % 4 else None)
    seen, address = [], f"{LIST}?limit=5&{query}"
    while address:
        answer = client.get(address).json()
        seen += [one["slug"] for one in answer["documents"]]
        address = answer["next"]
    assert len(seen) == len(set(seen)) == 12


@pytest.mark.parametrize(
    ("query", "name"),
    [("kind=nonsense", "kind"), ("limit=0", "limit"), ("cursor=x", "cursor"), ("cursor=WyJ4IiwiYSIsMV0", "cursor"),
     ("q=a&cursor=WyJ4Il0", "cursor")],
)  # fmt: skip
def test_a_parameter_that_cannot_be_read_is_named(client: Client, shelf: Document, query: str, name: str):
    answer = client.get(f"{LIST}?{query}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == name


@pytest.mark.parametrize("address", [LIST, f"{LIST}on-trees/", "/api/v1/search/?q=trees"])
def test_an_unchanged_library_is_not_sent_again_and_a_changed_one_is(
    client: Client, shelf: Document, address: str
):
    etag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
    shelf.title = "On Tall Trees"
    shelf.save()
    answer = client.get(address, headers={"If-None-Match": etag})
    assert answer.status_code == 200
    assert b"On Tall Trees" in answer.content


def test_a_renamed_concept_is_seen_in_its_documents(client: Client, shelf: Document):
    etag = client.get(f"{LIST}on-trees/").headers["ETag"]
    concept = Concept.objects.get(slug="roots")
    concept.title = "Deep Roots"
    concept.save()
    answer = client.get(f"{LIST}on-trees/", headers={"If-None-Match": etag})
    assert b"Deep Roots" in answer.content


def test_what_is_not_there_is_a_problem(client: Client, shelf: Document):
    answer = client.get(f"{LIST}nothing/")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
