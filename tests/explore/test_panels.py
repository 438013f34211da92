"""What stands beside the map, on its page and alone for scripts."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from concepts.models import Concept, KnowledgeMap
from concepts.services import add_concept

MAP = "/maps/trees/"
STATES = {
    "": "about",
    "?concept=bark": "concept",
    "?path=leaves": "path",
    "?path=leaves&know=water&concept=bark&from=water": "path",
    "?from=water&to=bark": "connection",
    "?from=water&concept=bark": "connection",
    "?to=water": "connection",
    "?from=moss": "about",
    "?from=moss&concept=bark": "concept",
    "?from=moss&to=water": "connection",
    "?from=moss&to=fern": "about",
    "?path=moss&concept=bark": "concept",
    "?path=moss": "about",
    "?concept=moss": "about",
    "?know=water": "about",
}


def panel_of(client, query: str = "") -> str:
    response = client.get(f"{MAP}panel/{query}")
    assert response.status_code == 200, query
    html: str = response.content.decode()
    return html


@pytest.mark.parametrize(("query", "kind"), STATES.items())
def test_a_state_shows_the_panel_that_comes_first(client, small_map, query, kind) -> None:
    html = panel_of(client, query)
    assert html.startswith("<section")
    assert html.count("data-panel=") == 1
    assert f'data-panel="{kind}"' in html
    assert ('<a href="/maps/trees/">Back to the whole map' in html) == (kind != "about")
    assert html.count('id="chosen-title"') == 1


@pytest.mark.parametrize("query", STATES)
def test_the_page_shows_the_same_panel(client, small_map, query) -> None:
    page = client.get(f"{MAP}{query}").content.decode()
    assert panel_of(client, query).strip() in page


@pytest.mark.parametrize("query", STATES)
def test_every_link_of_a_panel_is_good_wherever_it_is_inserted(client, small_map, query) -> None:
    html = panel_of(client, query)
    for address in re.findall(r'(?:href|action)="([^"]*)"', html):
        assert address.startswith("/maps/trees/"), address
        assert client.get(address.replace("&amp;", "&")).status_code == 200, address


def test_a_panel_is_not_for_search_engines_and_not_sent_again(client, small_map) -> None:
    first = client.get(f"{MAP}panel/?concept=bark")
    assert first["X-Robots-Tag"] == "noindex"
    with CaptureQueriesContext(connection) as queries:
        again = client.get(f"{MAP}panel/?concept=bark", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, len(queries)) == (304, 1)
    Concept.objects.filter(slug="bark").update(title="Cork")
    html = panel_of(client, "?concept=bark")
    assert "Cork" in html
    small_map.refresh_from_db()
    assert f'data-revision="{small_map.revision}"' in html


def test_a_panel_of_a_map_that_is_not_there_is_a_404(client, staff_client, small_map) -> None:
    assert client.get("/maps/nowhere/panel/").status_code == 404
    KnowledgeMap.objects.update(published=False)
    assert client.get(f"{MAP}panel/").status_code == 404
    assert staff_client.get(f"{MAP}panel/").status_code == 200


def test_addresses_without_end_are_kept_neither_as_page_nor_as_panel(client, small_map, monkeypatch) -> None:
    kept: list[str] = []
    monkeypatch.setattr(cache, "set", lambda key, *rest: kept.append(key))
    for query in ("?path=leaves&know=water", "?from=water&to=bark", "?concept=moss", "?from=water"):
        client.get(f"{MAP}{query}")
        panel_of(client, query)
    client.get(f"{MAP}?open=level:2")
    client.get(f"{MAP}?open=bark")
    assert kept == []
    for query in ("?open=none", "?open=level:0", "?open=level:x"):
        client.get(f"{MAP}{query}")
    assert len(set(kept)) == 1
    kept.clear()
    for query in ("?concept=bark", "?concept=bark&open=all", "?concept=bark&open=level:3&view=outline"):
        panel_of(client, query)
    assert len(set(kept)) == 1


def test_the_panel_of_a_concept_has_what_its_page_has(client, small_map) -> None:
    Concept.objects.filter(slug="leaves").update(
        detail="They **breathe**.", aliases="Foliage", sources="A book https://trees.example/"
    )
    html = panel_of(client, "?concept=leaves")
    for words in (
        "Leaves in a line.", "<strong>breathe</strong>", "Foliage", "4 min", "Part of", "Leaves eat light.",
        "https://trees.example/",
    ):  # fmt: skip
        assert words in html
    assert 'data-concept="leaves"' in html
    assert 'href="/maps/trees/?concept=roots">Roots</a>' in html
    assert re.search(
        r'<button [^>]*data-known="leaves" aria-pressed="false" hidden>I know this</button>', html
    )


def test_staff_is_led_from_the_panel_to_where_the_concept_is_changed(staff_client, draft_concept) -> None:
    html = panel_of(staff_client, "?concept=stomata")
    assert f"/admin/concepts/concept/{draft_concept.pk}/change/" in html
    assert "Draft" in html


def test_the_path_in_the_panel_numbers_its_steps_and_takes_ticks(client, small_map) -> None:
    html = panel_of(client, "?path=leaves&know=roots,moss,bark")
    assert re.findall(r'data-step="([^"]+)"', html) == ["light", "leaves"]
    assert 'name="path" value="leaves"' in html
    assert 'name="know" value="roots" checked' in html
    assert '<input type="hidden" name="know" value="bark">' in html
    assert "What you know saves 2 steps and 3 minutes." in html
    assert "left aside: <bdi>moss</bdi>" in html
    assert 'href="/maps/trees/concepts/leaves/path/?know=roots,bark"' in html
    assert "<known-steps" not in html


def test_the_ticks_of_a_panel_are_a_form_that_needs_no_script(client, small_map) -> None:
    html = panel_of(client, "?path=leaves&know=roots&know=light")
    assert re.findall(r'data-step="([^"]+)"', html) == ["leaves"]
    assert '<form class="stack" action="/maps/trees/" method="get"' in html


def test_a_connection_in_the_panel_names_each_hop(client, small_map) -> None:
    html = panel_of(client, "?from=water&to=bark")
    assert 'data-from="water" data-to="bark"' in html
    route = html.split('data-route="1"')[1].split("</section>")[0]
    assert re.findall(r'data-step="([^"]+)"', route) == ["water", "roots", "bark"]
    assert re.findall(r'data-hop="([^"]+)"', route) == ["water roots prerequisite", "roots bark parent"]
    assert "Roots drink." in route


def test_one_end_asks_for_the_other(client, small_map) -> None:
    html = panel_of(client, "?from=water")
    assert '<p class="scripted" data-choose>Choose a second concept on the map.</p>' in html
    assert '<option value="water" selected>' in html
    assert 'data-from="water" data-to=""' in html


@pytest.mark.parametrize(
    "query", ["?to=water", "?from=&to=water", "?from=moss&to=water", "?from=water&to=moss"]
)
def test_the_end_that_is_there_is_where_a_connection_begins(client, small_map, settings, query) -> None:
    settings.SITE_URL = "https://atlas.example"
    panel, page = panel_of(client, query), client.get(f"{MAP}{query}").content.decode()
    said = "This map has no concept “\u2068moss\u2069”."
    for html in (panel, page):
        assert 'data-from="water" data-to=""' in html
        assert "Choose a second concept on the map." in html
        assert '<option value="water" selected>' in html
        assert (said in html) == ("moss" in query)
    assert 'value="https://atlas.example/maps/trees/?from=water"' in page
    assert 'href="/maps/trees/?open=all&amp;from=water#outline"' in page


def test_ends_that_lead_nowhere_are_said_kindly(client, small_map) -> None:
    add_concept(knowledge_map=small_map, title="Moss")
    assert "Both ends are the same concept." in panel_of(client, "?from=bark&to=bark")
    assert "No links lead from one to the other." in panel_of(client, "?from=moss&to=bark")


def test_what_is_named_in_vain_is_said_once_on_the_page_and_told_to_scripts(client, small_map) -> None:
    moss, fern = "This map has no concept “\u2068moss\u2069”", " or “\u2068fern\u2069”."
    page = client.get(f"{MAP}?concept=moss&open=fern,bark").content.decode()
    assert f'<p class="notice explorer__notice" id="map-notice" role="status">{moss}{fern}' in page
    assert f'data-notice="{moss}. ' in panel_of(client, "?concept=moss&open=fern")
    assert (
        '<p class="notice explorer__notice" id="map-notice" role="status" hidden></p>'
        in client.get(MAP).content.decode()
    )
    many = client.get(f"{MAP}?open=a,b,c,d,e").content.decode()
    assert "“\u2068c\u2069” or 2 others." in many


def test_the_outline_opens_what_the_address_opens(client, small_map) -> None:
    def opened(query: str) -> list[str]:
        html = client.get(f"{MAP}{query}").content.decode()
        return re.findall(r'<details open><summary[^>]*><span class="visually-hidden">Below (\w+):', html)

    assert opened("") == []
    assert opened("?open=light") == ["Light"]
    assert opened("?open=all,!light") == ["Roots"]
    assert opened("?open=level:1") == ["Roots", "Light"]
    assert opened("?concept=bark") == ["Roots"]
    assert opened("?open=light&concept=bark") == ["Light"]
    assert opened("?open=none&concept=bark") == opened("?open=moss&concept=bark") == []


def test_all_levels_can_be_closed_though_a_concept_is_chosen(client, small_map) -> None:
    for query, closing in (
        ("?open=all", "/maps/trees/"),
        ("?concept=bark&open=all", "/maps/trees/?concept=bark&amp;open=none"),
    ):
        html = client.get(f"{MAP}{query}").content.decode()
        assert f'href="{closing}#outline">Close all levels' in html


def test_that_nothing_is_open_is_no_unknown_concept(client, small_map) -> None:
    html = client.get(f"{MAP}?concept=bark&open=none").content.decode()
    assert 'id="map-notice" role="status" hidden></p>' in html
    assert "Open all levels" in html
