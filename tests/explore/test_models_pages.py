"""Pages of AI models."""

import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from library.models import AIModel, Document, Fact
from tests.library.disclosures import put_on_shelf, state
from tests.library.shelf import document

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf() -> None:
    put_on_shelf()


def html(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def names(text: str) -> list[str]:
    """The models of the table, in its order."""
    return re.findall(
        r'<a href="/models/([\w-]+)/" dir="auto">', text.partition("<tbody>")[2].partition("</tbody>")[0]
    )


def cell(text: str, slug: str, column: int) -> str:
    """One cell of the table."""
    row = text.partition(f'href="/models/{slug}/" dir="auto">')[2].partition("</tr>")[0]
    return row.split("<td")[column]


def test_the_table_shows_every_model_the_newest_first(client: Client, shelf):
    text = html(client, "/models/")
    assert len(names(text)) == 17
    assert names(text)[0] == "deepseek-v3"
    assert names(text)[-1] == "gpt-3"
    assert "17 models" in text
    assert '<th scope="col" aria-sort="descending">' in text
    assert text.count("aria-sort") == 1


def test_a_figure_opens_to_its_words_and_its_document(client: Client, shelf):
    text = cell(html(client, "/models/"), "gpt-3", 2)
    assert '<span class="claim__value" dir="auto">175 billion</span>' in text
    assert "2 sources" in text
    assert "<mark>175 billion parameters</mark>" in text
    assert "What its paper states" in text


def test_where_documents_disagree_both_stand_each_with_its_document(client: Client, shelf):
    text = cell(html(client, "/models/"), "opt-175b", 4)
    assert "disagree</span>" in text
    assert re.findall(
        r'claim__value" dir="auto">([^<]+)</span><span class="claim__by"><bdi>([^<]+)<', text
    ) == [
        ("992", "What its paper states"),
        ("1,024", "What its team’s last progress report states"),
    ]


def test_numbers_in_different_units_stand_side_by_side_without_a_quarrel(client: Client, shelf):
    text = cell(html(client, "/models/"), "deepseek-v3", 5)
    assert "less than two months" in text
    assert "2.788 million GPU hours" in text
    assert "disagree" not in text
    page = html(client, "/models/deepseek-v3/")
    assert "Days and GPU hours are not compared with each other." in page


def test_what_is_not_stated_says_so(client: Client, shelf):
    assert "not stated" in cell(html(client, "/models/"), "chinchilla", 4)


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ("sort=params", "llama-65b", "pangu-sigma"),
        ("sort=-params", "pangu-sigma", "llama-65b"),
        ("sort=name", "bloom", "yalm-100b"),
        ("sort=gpu_count", "bloom", "llama-2-70b"),
        ("sort=-gpu_count", "llama-3-1-405b", "llama-2-70b"),
        ("sort=nonsense", "deepseek-v3", "gpt-3"),
    ],
)
def test_the_table_is_sorted_by_any_column(client: Client, shelf, query: str, first: str, last: str):
    found = names(html(client, f"/models/?{query}"))
    assert (found[0], found[-1]) == (first, last)


def test_a_column_is_sorted_the_other_way_by_its_second_click(client: Client, shelf):
    text = html(client, "/models/?sort=params&country=China")
    assert 'aria-sort="ascending"' in text
    assert 'href="/models/?country=China&amp;sort=-params"' in text
    assert 'href="/models/?country=China&amp;sort=maker"' in text


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("q=bloom", 1),
        ("country=France", 1),
        ("maker=Meta", 4),
        ("hardware=TPU+v4", 1),
        ("year_from=2023&year_to=2024", 7),
        ("size_from=500", 4),
        ("size_from=65,2&size_to=65.2", 1),
        ("country=France&year_from=2023", 0),
        ("year_from=soon&size_to=-3&year_to=", 17),
    ],
)
def test_the_table_is_filtered(client: Client, shelf, query: str, count: int):
    text = html(client, f"/models/?{query}")
    assert len(names(text)) == count
    assert ("No model is like that." in text) == (count == 0)
    assert ('name="robots" content="noindex"' in text) == (count != 17)


def test_the_form_keeps_what_was_asked(client: Client, shelf):
    text = html(client, "/models/?q=b&country=France&year_from=2020&size_from=1.5&sort=name")
    assert "<option selected>France</option>" in text
    assert 'name="year_from" min="1950" max="2100" value="2020"' in text
    assert 'value="1.5"' in text
    assert '<input type="hidden" name="sort" value="name">' in text
    assert "Filtered: France, from 2020, at least 1.5 billion parameters" in text


def test_models_stand_side_by_side(client: Client, shelf):
    text = html(client, "/models/?compare=opt-175b,gpt-3")
    assert "<h1>OPT-175B and GPT-3</h1>" in text
    assert re.findall(r'<th scope="row">(\w[\w ]*) <span class="tag[^"]*">([\w ]+)<', text) == [
        ("Parameters", "the same"),
        ("Hardware", "different"),
        ("Processors", "different"),
        ("Training time", "different"),
        ("Country", "the same"),
        ("Year", "different"),
    ]
    assert 'href="/models/?compare=gpt-3">Remove' in text
    assert 'value="http://localhost:8000/models/?compare=opt-175b,gpt-3"' in text
    assert 'name="robots" content="noindex"' in text


def test_what_the_ticks_of_the_table_send_becomes_one_address(client: Client, shelf):
    answer = client.get("/models/?compare=opt-175b&compare=gpt-3&compare=opt-175b")
    assert (answer.status_code, answer["Location"]) == (302, "/models/?compare=opt-175b,gpt-3")


def test_the_comparison_names_its_limits(client: Client, shelf):
    text = html(client, "/models/?compare=opt-175b,nope,%22x%22")
    assert "There is no model “<bdi>nope</bdi>” or “<bdi>&quot;x&quot;</bdi>”" in text
    assert "Add another model" in text
    slugs = ",".join(AIModel.objects.order_by("slug").values_list("slug", flat=True)[:8])
    text = html(client, f"/models/?compare={slugs}")
    assert "Up to 6 models stand side by side. Left out: GPT-3, Llama 2 70B." in text
    assert text.count(">Remove<") == 6
    assert "No model is chosen." in html(client, "/models/?compare=nope")


def test_nearly_the_same_is_called_so_and_gaps_are_named(client: Client, shelf):
    text = html(client, "/models/?compare=bloom,gpt-3,chinchilla")
    assert "not stated of all" in text
    assert "about the same" in html(client, "/models/?compare=bloom,gpt-3")


def test_a_model_has_a_page_with_all_that_is_stated_of_it(client: Client, shelf):
    AIModel.objects.filter(slug="opt-175b").update(aliases="OPT\nOpen Pretrained")
    Fact.objects.filter(model__slug="opt-175b", value="992 processors").update(confidence=0.8)
    text = html(client, "/models/opt-175b/")
    assert "<h1" in text
    assert "Also called <bdi>OPT</bdi>, <bdi>Open Pretrained</bdi>" in text
    assert "Two documents differ: 992 processors and 1,024 processors." in text
    assert "counted as 60 days" in text
    assert "Over the course of <mark>2 months</mark> the team restarted" in text
    assert "Not confirmed by a curator yet, 80% sure" in text
    assert 'href="/models/gpt-3/"' in text
    assert 'href="/models/?compare=opt-175b,gpt-3"' in text


def test_a_confirmed_figure_says_so(client: Client, shelf, admin_user):
    Fact.objects.filter(model__slug="gopher").update(confirmed_by=admin_user, confirmed_at=timezone.now())
    text = html(client, "/models/gopher/")
    assert "Confirmed by a curator" in text
    assert "Not confirmed" not in text


def test_a_model_is_linked_data(client: Client, shelf):
    text = html(client, "/models/bloom/")
    data = json.loads(text.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    dataset, trail = data["@graph"]
    assert dataset["@type"] == "Dataset"
    assert {"@type": "PropertyValue", "name": "Parameters", "value": "176 billion parameters"} in dataset[
        "variableMeasured"
    ]
    assert "https://arxiv.org/abs/2211.05100" in dataset["isBasedOn"]
    assert trail["itemListElement"][1]["name"] == "BLOOM"


@pytest.mark.parametrize("address", ["/models/nope/", "/models/export.xml"])
def test_what_is_not_there_is_not_found(client: Client, shelf, address: str):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/models/", "/models/gpt-3/", "/models/export.csv"])
def test_pages_are_only_read(client: Client, shelf, address: str):
    assert client.post(address).status_code == 405
    assert client.head(address).status_code == 200


def test_drafts_are_for_staff_alone(client: Client, staff_client: Client):
    draft = document("Secret", text="Nemo has 7 billion parameters.", status=Document.Status.DRAFT)
    state(AIModel.objects.create(name="Nemo"), draft, "params", "7 billion")
    assert "No document about a model has been published yet." in html(client, "/models/")
    assert client.get("/models/nemo/").status_code == 404
    for address in ("/models/", "/models/?compare=nemo", "/models/export.csv", "/models/export.json"):
        assert "7 billion" not in client.get(address).content.decode()
        assert "7 billion" in staff_client.get(address).content.decode()
    answer = staff_client.get("/models/nemo/")
    assert "Draft" in answer.content.decode()
    assert answer["Cache-Control"].startswith("private")
    assert 'name="robots" content="noindex"' in answer.content.decode()
    assert "/models/" not in client.get("/sitemap-pages.xml").content.decode()


def test_texts_of_documents_cannot_leave_their_place(client: Client):
    nasty = "<script>alert(1)</script>"
    source = document(f"Title {nasty}", text=f"It has {nasty} 7 billion {nasty} parameters.", publisher=nasty)
    model = AIModel.objects.create(name=f"N {nasty}", slug="n", maker=nasty, aliases=nasty)
    state(model, source, "params", "7 billion")
    state(model, source, "hardware", nasty)
    for address in (
        "/models/",
        "/models/n/",
        "/models/?compare=n",
        f"/models/?q={nasty}",
        f"/models/?compare={nasty}",
    ):
        text = client.get(address, follow=True).content.decode()
        assert "<script>alert" not in text
        assert "style=" not in text


def test_the_sitemap_lists_models(client: Client, shelf):
    text = client.get("/sitemap-pages.xml").content.decode()
    assert "/models/</loc>" in text
    assert text.count("/models/") == 18
    etag = client.get("/sitemap-pages.xml")["ETag"]
    AIModel.objects.create(name="Another")
    assert client.get("/sitemap-pages.xml", headers={"If-None-Match": etag}).status_code == 200


def test_an_unchanged_page_is_not_sent_again_and_a_change_shows_at_once(client: Client, shelf):
    for address in ("/models/", "/models/bloom/", "/models/?compare=bloom,gpt-3", "/models/export.csv"):
        etag = client.get(address)["ETag"]
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address, headers={"If-None-Match": etag})
        assert (answer.status_code, len(queries)) == (304, 1)
    AIModel.objects.filter(slug="bloom").update(maker="Somebody")
    for address in ("/models/", "/models/bloom/", "/models/?compare=bloom,gpt-3"):
        answer = client.get(address, headers={"If-None-Match": etag})
        assert answer.status_code == 200
        assert "Somebody" in answer.content.decode()


def test_a_model_that_is_withdrawn_is_not_found_whatever_the_browser_holds(client: Client, shelf):
    etag = client.get("/models/bloom/")["ETag"]
    Document.objects.filter(slug__startswith="bloom").update(status=Document.Status.DRAFT)
    assert client.get("/models/bloom/", headers={"If-None-Match": etag}).status_code == 404


def test_a_long_table_has_pages_and_the_number_of_queries_stays(client: Client, shelf, staff_client: Client):
    def counted(address: str) -> int:
        AIModel.objects.filter(slug="bloom").update(maker="Anew")
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    addresses = ("/models/", "/models/bloom/", "/models/?compare=bloom,gpt-3", "/models/export.json")
    before = [counted(address) for address in addresses]
    source = document("Many", text="Each has 3 billion parameters.")
    for number in range(60):
        state(AIModel.objects.create(name=f"Many {number:02}"), source, "params", "3 billion")
    assert [counted(address) for address in addresses] == before
    assert max(before) <= 4
    text = html(client, "/models/?sort=name&page=2")
    assert "77 models, page 2 of 4" in text
    assert 'rel="prev" href="/models/?sort=name"' in text
    assert 'rel="next" href="/models/?sort=name&amp;page=3"' in text
    assert len(names(text)) == 25
    assert "page 4 of 4" in html(client, "/models/?page=99")


def test_a_kept_page_costs_one_query(client: Client, shelf):
    first = client.get("/models/")
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/models/").content == first.content
    assert len(queries) == 1


def test_to_compare_with_nothing_ticked_is_answered_in_words(client: Client, shelf):
    assert "No model was ticked" in html(client, "/models/?compare=")
    assert "No model was ticked" not in html(client, "/models/")
    sent = client.get("/models/?compare=gpt-3&compare=bloom&compare=")
    assert sent["Location"] == "/models/?compare=gpt-3,bloom"
