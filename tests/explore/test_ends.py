"""Asking how two concepts are connected, by address or title, in a map too large to choose from."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from concepts.models import KnowledgeMap
from concepts.services import add_concept
from concepts.snapshots import read_state
from explore.ends import read_ends

MAP = "/maps/trees/"


@pytest.fixture
def large(small_map: KnowledgeMap, monkeypatch: pytest.MonkeyPatch) -> KnowledgeMap:
    """The small map, as if it were too large for a list of its concepts."""
    monkeypatch.setattr("explore.routes.MOST_CHOICES", 2)
    return small_map


def _html(client: Client, query: str, page: str = "connect/") -> str:
    return client.get(f"{MAP}{page}{query}", follow=True).content.decode()


def _typed(html: str) -> dict[str, str]:
    """What the fields of the form hold."""
    return {name: unescape(value) for name, value in re.findall(r'name="(from|to)" value="([^"]*)"', html)}


def _meant(typed: dict[str, str]) -> list[str]:
    """The addresses of the concepts that fields sent as they stand lead to."""
    ends = read_ends(read_state("trees"), "trees", typed["from"], typed["to"], staff=False)
    return list(ends.slugs)


@pytest.mark.parametrize(
    ("given", "lasting"),
    [
        ("?from=WATER&to=Bark", "?from=water&to=bark"),
        ("?from=Water+(water)", "?from=water"),
        ("?from=Water&to=zzzz", "?from=water&to=zzzz"),
    ],
)
def test_titles_lead_on_to_the_address_that_is_passed_on(
    client: Client, large: KnowledgeMap, given: str, lasting: str
) -> None:
    answer = client.get(f"{MAP}connect/{given}")
    assert (answer.status_code, answer["Location"]) == (302, f"{MAP}connect/{lasting}")
    assert client.get(answer["Location"]).status_code == 200


def test_titles_name_the_ends_too(client: Client, large: KnowledgeMap) -> None:
    html = _html(client, "?from=WATER&to=bark")
    assert "How <bdi>Water</bdi> and <bdi>Bark</bdi> are connected" in html
    assert "Roots drink." in html


@pytest.mark.parametrize("ends", ["?from=water&to=bark", "?from=zzzz&to=yyyy"])
def test_a_connection_looks_up_each_end_once(client: Client, large: KnowledgeMap, ends: str) -> None:
    _html(client, ends)
    with CaptureQueriesContext(connection) as queries:
        _html(client, ends)
    assert len(queries) <= 3 + 2 * 3


@pytest.mark.parametrize(("page", "cost"), [("connect/", 4), ("panel/", 4)])
def test_ends_given_by_address_cost_one_look_at_their_titles(
    client: Client, large: KnowledgeMap, monkeypatch: pytest.MonkeyPatch, page: str, cost: int
) -> None:
    monkeypatch.delattr("explore.ends.search")
    _html(client, "?from=water&to=bark", page=page)
    with CaptureQueriesContext(connection) as queries:
        typed = _typed(_html(client, "?from=water&to=bark", page=page))
    assert typed == {"from": "Water", "to": "Bark"}
    assert len(queries) == cost


def test_what_cannot_be_found_stays_in_the_form(client: Client, large: KnowledgeMap) -> None:
    html = _html(client, "?from=zzzz&to=bark")
    assert "This map has no concept “<bdi>zzzz</bdi>”." in html
    assert 'name="from" value="zzzz"' in html
    assert 'name="to" value="Bark"' in html


@pytest.mark.parametrize("where", ["connect/", "panel/", ""])
def test_the_fields_hold_titles_that_lead_back_to_the_same_concepts(
    client: Client, large: KnowledgeMap, where: str
) -> None:
    typed = _typed(_html(client, "?from=water&to=bark", page=where))
    assert typed == {"from": "Water", "to": "Bark"}
    assert _meant(typed) == ["water", "bark"]
    assert _typed(_html(client, "?from=bark", page=where)) == {"from": "Bark", "to": ""}


@pytest.mark.parametrize(
    ("title", "slug", "held"),
    [
        ("Bark", "barking", "Bark (barking)"),
        # A title that is the address of another concept.
        ("water", "sea", "water (sea)"),
        ("!", "mark", "! (mark)"),
        ("Tree (big)", "tree-big", "Tree (big)"),
    ],
)
def test_a_title_that_would_not_lead_back_has_its_address_behind_it(
    client: Client, large: KnowledgeMap, title: str, slug: str, held: str
) -> None:
    add_concept(knowledge_map=large, title=title, slug=slug)
    typed = _typed(_html(client, f"?from={slug}&to=light"))
    assert typed == {"from": held, "to": "Light"}
    assert _meant(typed) == [slug, "light"]


def test_a_label_too_long_for_an_address_is_the_bare_address(client: Client, large: KnowledgeMap) -> None:
    for slug in ("long", "longer"):
        add_concept(knowledge_map=large, title="x" * 198, slug=slug)
    assert _typed(_html(client, "?from=longer&to=light"))["from"] == "longer"


def test_of_several_concepts_with_one_title_one_is_chosen(client: Client, large: KnowledgeMap) -> None:
    add_concept(knowledge_map=large, title="Bark", slug="barking", summary="Of a dog.")
    html = _html(client, "?from=water&to=Bark")
    assert "This map has no concept “<bdi>bark" not in html
    assert "What do you mean by “<bdi>Bark</bdi>”?" in html
    assert 'href="/maps/trees/connect/?from=water&amp;to=barking"' in html
    assert "Of a dog." in html
    assert 'name="to" value="Bark"' in html


def test_an_address_is_taken_as_one_whatever_the_titles(client: Client, large: KnowledgeMap) -> None:
    add_concept(knowledge_map=large, title="Bark", slug="barking")
    assert "How <bdi>Water</bdi> and <bdi>Bark</bdi> are connected" in _html(client, "?from=water&to=bark")


def test_a_draft_is_not_offered_to_visitors(client: Client, large: KnowledgeMap) -> None:
    add_concept(knowledge_map=large, title="Barkhouse", published=False)
    assert "Barkhouse" not in _html(client, "?from=water&to=barkhouse")


def test_the_panel_of_a_large_map_asks_on_the_page_where_titles_are_looked_up(
    client: Client, large: KnowledgeMap
) -> None:
    html = _html(client, "?from=water", page="panel/")
    assert 'action="/maps/trees/connect/"' in html
    assert 'name="from" value="Water"' in html


def test_a_list_to_choose_from_tells_concepts_of_one_title_apart(
    client: Client, small_map: KnowledgeMap
) -> None:
    add_concept(knowledge_map=small_map, title="Bark", slug="barking")
    html = _html(client, "?from=barking&to=water")
    assert '<option value="bark">Bark (bark)</option>' in html
    assert '<option value="barking" selected>Bark (barking)</option>' in html
    assert '<option value="light">Light</option>' in html


def test_a_page_about_a_concept_of_a_large_map_asks_for_a_title(client: Client, large: KnowledgeMap) -> None:
    html = _html(client, "", page="concepts/bark/")
    assert 'name="to" value=""' in html
    assert 'data-api="/api/v1/maps/trees/concepts/"' in html
    assert "Its title, or the last part of its address." in html


def test_the_api_goes_by_addresses_alone(client: Client, large: KnowledgeMap) -> None:
    assert client.get("/api/v1/maps/trees/connection/?from=Water&to=bark").status_code == 404
