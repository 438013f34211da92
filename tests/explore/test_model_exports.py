"""AI models to take along."""

import csv
import io
import json

import pytest
from django.test import Client

from library.models import AIModel
from tests.library.disclosures import put_on_shelf, state
from tests.library.shelf import document

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf() -> None:
    put_on_shelf()


def lines(client: Client, query: str = "") -> list[dict[str, str]]:
    answer = client.get(f"/models/export.csv{query}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="models.csv"'
    return list(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))


def test_each_line_is_a_figure_with_its_source_and_its_words(client: Client, shelf):
    (line,) = [each for each in lines(client, "?q=bloom") if each["value"] == "about 3.5 months"]
    assert (line["model"], line["maker"], line["attribute"]) == ("BLOOM", "BigScience", "training_time")
    assert (line["number"], line["unit"], line["documents_disagree"]) == ("105", "days", "true")
    assert (line["quote"], line["document"]) == ("about 3.5 months", "BLOOM: what its paper states")
    assert (line["source"], line["published_on"]) == ("https://arxiv.org/abs/2211.05100", "2022-11-09")
    assert (line["confidence"], line["confirmed"]) == ("1", "false")
    assert line["model_url"] == "http://localhost:8000/models/bloom/"


def test_only_what_is_looked_for_is_exported_in_its_order(client: Client, shelf):
    found = [each["model"] for each in lines(client, "?country=China&sort=params")]
    assert list(dict.fromkeys(found)) == ["GLM-130B", "PanGu-α", "DeepSeek-V3", "PanGu-Σ"]
    compared = [each["model"] for each in lines(client, "?compare=opt-175b,gpt-3")]
    assert list(dict.fromkeys(compared)) == ["OPT-175B", "GPT-3"]


def test_no_cell_is_run_as_a_formula(client: Client):
    nasty = "=HYPERLINK(1)"
    source = document(f"{nasty} title", text=f"It runs on {nasty} chips.", publisher="@SUM(1)")
    state(AIModel.objects.create(name="+1", slug="one", maker="-2", aliases="=3"), source, "hardware", nasty)
    (line,) = lines(client)
    for name in ("model", "maker", "aliases", "value", "quote", "document", "publisher"):
        assert line[name].startswith("'"), name


def test_numbers_keep_their_digits(client: Client):
    source = document("D", text="It has 1.085 trillion parameters.")
    state(AIModel.objects.create(name="M"), source, "params", "1.085 trillion")
    assert lines(client)[0]["number"] == "1085000000000"


def test_a_model_of_which_nothing_is_stated_has_a_line_for_staff(staff_client: Client):
    AIModel.objects.create(name="Empty")
    assert [each["model"] for each in lines(staff_client)] == ["Empty"]


def test_the_same_as_json(client: Client, shelf):
    answer = client.get("/models/export.json?q=gopher")
    assert answer["Content-Type"] == "application/json"
    (model,) = json.loads(answer.content)["models"]
    assert (model["name"], model["maker"]) == ("Gopher", "DeepMind")
    figures = {figure["attribute"]: figure for figure in model["figures"]}
    assert [each["value"] for each in figures["gpu_count"]["statements"]] == ["4,096 chips", "4,096 chips"]
    assert figures["gpu_count"]["disagree"] is False
    assert figures["params"]["statements"][0]["document"]["source"] == "https://arxiv.org/abs/2112.11446"
