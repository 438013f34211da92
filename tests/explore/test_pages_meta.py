"""What search engines, social sites and feed readers are told of a page."""

import json
import re
from typing import Any

from django.test import Client

from concepts.models import Concept
from explore.meta import shortened

MAP = "/maps/trees/"


def html_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def linked_data(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html)
    return json.loads(found.group(1)) if found else {}


def test_the_canonical_address_comes_from_the_settings_and_not_from_the_host(
    client, small_map, settings
) -> None:
    settings.SITE_URL = "https://kinapse.example"
    html = html_of(client, f"{MAP}?concept=leaves&utm=1")
    assert '<link rel="canonical" href="https://kinapse.example/maps/trees/">' in html
    assert "testserver" not in html


def test_a_map_is_a_set_of_defined_terms(client, small_map, settings) -> None:
    data = linked_data(html_of(client, MAP))
    assert data["@type"] == "DefinedTermSet"
    assert data["name"] == "Trees"
    assert [term["name"] for term in data["hasDefinedTerm"]] == ["Water", "Roots", "Light"]
    assert data["hasDefinedTerm"][0]["url"] == f"{settings.SITE_URL}/maps/trees/concepts/water/"


def test_a_concept_is_a_defined_term_with_its_trail(client, small_map, settings) -> None:
    term, trail = linked_data(html_of(client, f"{MAP}concepts/leaves/"))["@graph"]
    assert (term["@type"], term["name"]) == ("DefinedTerm", "Leaves")
    assert term["inDefinedTermSet"]["@id"] == f"{settings.SITE_URL}/maps/trees/"
    assert [step["name"] for step in trail["itemListElement"]] == ["Trees", "Roots", "Leaves"]


def test_no_text_can_end_the_linked_data(client, small_map) -> None:
    evil = "</script><b>&amp;"
    Concept.objects.filter(slug="water").update(title=evil)
    html = html_of(client, MAP)
    assert "</script><b>" not in html
    assert linked_data(html)["hasDefinedTerm"][0]["name"] == evil


def test_social_sites_get_the_picture_of_the_present_state(client, small_map, settings) -> None:
    html = html_of(client, MAP)
    assert f'content="{settings.SITE_URL}/maps/trees/picture.png?v={small_map.stamp}"' in html
    assert '<meta property="og:title" content="Trees">' in html


def test_pages_of_one_reader_are_not_for_search_engines(client, small_map) -> None:
    noindex = '<meta name="robots" content="noindex">'
    assert noindex not in html_of(client, f"{MAP}concepts/leaves/path/")
    assert noindex in html_of(client, f"{MAP}concepts/leaves/path/?know=water")
    assert noindex in html_of(client, f"{MAP}connect/?from=water&to=bark")
    assert noindex in html_of(client, "/search/?q=x")


def test_a_description_is_cut_between_words() -> None:
    text = shortened("word " * 100)
    assert len(text) <= 201
    assert text.endswith("word…")
    assert shortened("short") == "short"
