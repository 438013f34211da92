"""AI models and facts in the API."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from library.models import AIModel, Document, Fact
from tests.library.disclosures import put_on_shelf, state
from tests.library.shelf import document

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf() -> None:
    put_on_shelf()


def read(client: Client, address: str):
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_models_are_listed_page_by_page_each_once(client: Client, shelf):
    slugs, address = [], "/api/v1/models/?limit=5"
    while address:
        page = read(client, address)
        slugs += [model["slug"] for model in page["models"]]
        address = page["next"]
    assert slugs == sorted(AIModel.objects.values_list("slug", flat=True))


def test_models_are_found_by_their_names(client: Client, shelf):
    assert [model["slug"] for model in read(client, "/api/v1/models/?q=pangu")["models"]] == [
        "pangu-alpha",
        "pangu-sigma",
    ]


def test_a_model_has_all_statements_and_says_where_they_disagree(client: Client, shelf):
    model = read(client, "/api/v1/models/opt-175b/")
    figures = {figure["attribute"]: figure for figure in model["figures"]}
    assert figures["gpu_count"]["disagree"] is True
    first, second = figures["gpu_count"]["statements"]
    assert (first["value"], first["number"], first["unit"]) == ("992 processors", 992.0, "processors")
    assert first["document"]["slug"] == "opt-175b"
    assert second["document"]["publisher"] == "Meta AI"
    text = Document.objects.get(slug="opt-175b").text
    assert text[first["start"] : first["end"]] == first["quote"]
    assert model["url"] == "http://localhost:8000/models/opt-175b/"


def test_facts_are_listed_page_by_page_each_once(client: Client, shelf):
    ids, address = [], "/api/v1/facts/?limit=40"
    while address:
        page = read(client, address)
        ids += [fact["id"] for fact in page["facts"]]
        address = page["next"]
    assert ids == list(Fact.objects.order_by("pk").values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("model=gpt-3&attribute=gpu_count", 2),
        ("model=gpt-3&attribute=hardware&document=gpt-3", 1),
        ("document=yalm-100b", 6),
        ("model=nope", 0),
        ("document=%00x", 0),
    ],
)
def test_facts_are_narrowed_down(client: Client, shelf, query: str, count: int):
    assert len(read(client, f"/api/v1/facts/?{query}")["facts"]) == count


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/facts/?attribute=colour",
        "/api/v1/facts/?cursor=x",
        "/api/v1/facts/?limit=0",
        "/api/v1/models/?cursor=WzFd",
        "/api/v1/models/?limit=many",
    ],
)
def test_what_cannot_be_read_is_refused_by_name(client: Client, address: str):
    answer = client.get(address)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] in address


def test_an_unknown_model_is_not_found(client: Client, shelf):
    answer = client.get("/api/v1/models/nope/")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


def test_drafts_are_for_staff_alone(client: Client, staff_client: Client):
    draft = document("Secret", text="Nemo has 7 billion parameters.", status=Document.Status.DRAFT)
    state(AIModel.objects.create(name="Nemo"), draft, "params", "7 billion")
    assert read(client, "/api/v1/models/")["models"] == []
    assert read(client, "/api/v1/facts/")["facts"] == []
    assert client.get("/api/v1/models/nemo/").status_code == 404
    assert len(read(staff_client, "/api/v1/models/")["models"]) == 1
    answer = staff_client.get("/api/v1/facts/")
    assert len(answer.json()["facts"]) == 1
    assert answer["Cache-Control"].startswith("private")


@pytest.mark.parametrize("address", ["/api/v1/models/", "/api/v1/models/bloom/", "/api/v1/facts/"])
def test_what_has_not_changed_is_not_sent_again(client: Client, shelf, address: str):
    etag = client.get(address)["ETag"]
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address, headers={"If-None-Match": etag})
    assert (answer.status_code, len(queries)) == (304, 1)
    assert answer["Access-Control-Allow-Origin"] == "*"
    AIModel.objects.filter(slug="bloom").update(maker="Anew")
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 200


def test_the_number_of_queries_stays_as_rows_double(client: Client, shelf):
    def counted(address: str) -> int:
        AIModel.objects.filter(slug="bloom").update(maker="Anew")
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    addresses = ("/api/v1/models/?limit=200", "/api/v1/models/bloom/", "/api/v1/facts/?limit=200")
    before = [counted(address) for address in addresses]
    source = document("Many", text="Each has 3 billion parameters.")
    for number in range(20):
        state(AIModel.objects.create(name=f"Many {number}"), source, "params", "3 billion")
    assert [counted(address) for address in addresses] == before == [3, 3, 2]
