"""Maps on other sites: in a frame, and offered by oEmbed."""

import json
import re
from html import unescape
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from django.core.cache import cache
from django.test import Client

from concepts.models import Concept, KnowledgeMap

MAP = "/maps/trees/"
EMBED = f"{MAP}embed/"
SITE = "https://atlas.example"


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = SITE


def html_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    text: str = response.content.decode()
    return text


def offered(client: Client, url: str, **parameters: int) -> dict[str, Any]:
    asked: dict[str, str | int] = {"url": url, **parameters}
    response = client.get("/oembed/", asked)
    assert response.status_code == 200, url
    answer: dict[str, Any] = response.json()
    return answer


def test_a_frame_of_any_site_may_show_the_embedded_map_and_nothing_else(client, small_map) -> None:
    response = client.get(EMBED)
    assert "frame-ancestors *" in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "X-Frame-Options" not in response
    for address in (MAP, f"{MAP}panel/", "/", "/oembed/", "/maps/nowhere/embed/"):
        other = client.get(address)
        assert "frame-ancestors 'none'" in other["Content-Security-Policy"], address
        assert other["X-Frame-Options"] == "DENY"


def test_an_embedded_map_is_the_map_without_the_site_around_it(client, small_map) -> None:
    html = html_of(client, EMBED)
    assert "site-head" not in html
    assert "site-foot" not in html
    assert 'id="map-data"' in html
    assert 'id="outline"' in html
    assert 'data-panel="about"' in html
    assert '<meta name="robots" content="noindex">' in html
    assert f'<link rel="canonical" href="{SITE}{MAP}">' in html
    assert "oembed" not in html
    assert '<base target="_blank">' in html
    assert f'data-map-address="{MAP}"' in html
    assert f'data-address="{EMBED}"' in html


def test_an_embedded_map_opens_in_kinapse_in_the_same_state(client, small_map) -> None:
    html = html_of(client, f"{EMBED}?path=leaves&know=water,light&radius=2&view=outline&utm_source=x")
    opened = re.search(r'href="([^"]*)" target="_blank">Open in Kinapse', html)
    assert opened
    assert unescape(opened[1]) == f"{MAP}?path=leaves&know=water,light&radius=2&view=outline"


STATES = ("", "?concept=bark", "?path=leaves&know=water", "?from=water&to=bark", "?from=water", "?open=all")


@pytest.mark.parametrize("query", STATES)
def test_links_that_stay_on_the_embedded_map_stay_in_its_frame(client, small_map, query) -> None:
    html = html_of(client, f"{EMBED}{query}")
    # A form of a dialog only closes it.
    tags = [tag for tag in re.findall(r"<(?:a|form) [^>]*>", html) if 'method="dialog"' not in tag]
    places = {}
    for tag in tags:
        found = re.search(r'(?:href|action)="([^"]*)"', tag)
        assert found
        places[tag] = found[1]
    staying = {tag for tag, place in places.items() if place.startswith((EMBED, "?"))}
    assert staying
    for tag in tags:
        assert ('target="_self"' in tag) == (tag in staying), tag
        assert not places[tag].startswith(f"{MAP}?") or "embed-bar__open" in tag


def test_the_same_panel_for_scripts_names_the_page_of_the_map(client, small_map) -> None:
    assert EMBED not in html_of(client, f"{MAP}panel/?concept=bark")


def test_an_embedded_map_needs_no_cookie_and_shows_staff_what_everyone_sees(
    client, staff_client, draft_concept
) -> None:
    response = staff_client.get(EMBED)
    assert not response.cookies
    assert response.content == client.get(EMBED).content
    assert "Stomata" not in response.content.decode()
    KnowledgeMap.objects.update(published=False)
    assert staff_client.get(EMBED).status_code == 404


def test_states_of_the_picture_are_not_kept(client, small_map, monkeypatch) -> None:
    kept: list[str] = []
    monkeypatch.setattr(cache, "set", lambda key, *rest: kept.append(key))
    for query in ("?radius=2", "?view=outline&concept=bark", "?from=water", "?concept=moss"):
        client.get(f"{EMBED}{query}")
    assert kept == []
    client.get(EMBED)
    assert len(kept) == 1


def test_the_page_of_a_map_gives_the_markup_to_embed_it(client, staff_client, small_map) -> None:
    code = re.search(r'id="embed-code" type="text" readonly value="([^"]*)"', html_of(client, MAP))
    assert code
    assert unescape(code[1]) == (
        f'<iframe src="{SITE}{EMBED}" title="Trees" width="800" height="600" loading="lazy" allowfullscreen></iframe>'
    )
    KnowledgeMap.objects.update(published=False)
    assert "embed-code" not in html_of(staff_client, MAP)


def test_an_address_of_a_map_offers_a_frame(client, small_map) -> None:
    assert offered(client, f"{SITE}{MAP}") == {
        "version": "1.0",
        "type": "rich",
        "title": "Trees",
        "provider_name": "Kinapse",
        "provider_url": f"{SITE}/",
        "html": f'<iframe src="{SITE}{EMBED}" title="Trees" width="800" height="600" loading="lazy"'
        " allowfullscreen></iframe>",
        "width": 800,
        "height": 600,
        "thumbnail_url": f"{SITE}{MAP}picture.png?v={small_map.stamp}",
        "thumbnail_width": 1200,
        "thumbnail_height": 630,
    }


@pytest.mark.parametrize(
    ("address", "src"),
    [
        (f"{SITE}{MAP}?concept=bark&radius=2&utm_source=x", f"{EMBED}?concept=bark&radius=2"),
        (f"{SITE}{MAP}?path=leaves&know=water&know=light", f"{EMBED}?path=leaves&know=water,light"),
        (f"{SITE}{MAP}?concept=moss#outline", f"{EMBED}?concept=moss"),
        (f"{SITE}{MAP}concepts/bark/", f"{EMBED}?concept=bark"),
        (f"{SITE}{EMBED}?concept=bark", f"{EMBED}?concept=bark"),
        (f"http://ATLAS.example{MAP}", EMBED),
        (f"{SITE}/maps/trees", EMBED),
    ],
)
def test_the_frame_shows_what_the_address_shows(client, small_map, address, src) -> None:
    found = re.search(r'src="([^"]*)"', offered(client, address)["html"])
    assert found
    assert unescape(found[1]) == f"{SITE}{src}"


def test_a_frame_fits_where_it_is_asked_for(client, small_map) -> None:
    small = offered(client, f"{SITE}{MAP}", maxwidth=320, maxheight=200)
    assert (small["width"], small["height"]) == (320, 200)
    assert 'width="320" height="200"' in small["html"]
    assert "thumbnail_url" not in small
    large = offered(client, f"{SITE}{MAP}", maxwidth=5000)
    assert (large["width"], large["height"]) == (800, 600)
    assert large["thumbnail_width"] == 1200


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nonsense",
        MAP,
        f"https://elsewhere.example{MAP}",
        f"https://atlas.example.elsewhere.example{MAP}",
        f"https://atlas.example@elsewhere.example{MAP}",
        f"https://atlas.example:8443{MAP}",
        f"https://atlas.example:99999999{MAP}",
        f"ftp://atlas.example{MAP}",
        "https://[atlas.example/",
        f"{SITE}/",
        f"{SITE}/maps/nowhere/",
        f"{SITE}{MAP}concepts/moss/",
        f"{SITE}{MAP}connect/",
        f"{SITE}/api/v1/maps/trees/",
        f"{SITE}/admin/",
        f"{SITE}/maps/tr%00ees/",
        f"{SITE}/%ff/",
    ],
)
def test_other_addresses_offer_nothing(client, small_map, address) -> None:
    assert client.get("/oembed/", {"url": address}).status_code == 404


def test_drafts_are_offered_to_nobody(client, staff_client, draft_concept) -> None:
    for browser in (client, staff_client):
        address = f"{SITE}{MAP}concepts/stomata/"
        assert browser.get("/oembed/", {"url": address}).status_code == 404
    KnowledgeMap.objects.update(published=False)
    assert staff_client.get("/oembed/", {"url": f"{SITE}{MAP}"}).status_code == 404


@pytest.mark.parametrize("name", ["maxwidth", "maxheight"])
@pytest.mark.parametrize("text", ["", "0", "-5", "1.5", "wide", "²", "9" * 5000])
def test_a_size_that_cannot_be_read_is_refused_by_name(client, small_map, name, text) -> None:
    response = client.get("/oembed/", {"url": f"{SITE}{MAP}", name: text})
    assert response.status_code == 400
    assert response.content.decode().startswith(name)


@pytest.mark.parametrize("ending", ["yaml", "", "JSON"])
def test_another_format_is_not_implemented(client, small_map, ending) -> None:
    assert client.get("/oembed/", {"url": f"{SITE}{MAP}", "format": ending}).status_code == 501


def test_titles_with_markup_are_text_in_json_and_in_xml(client, small_map) -> None:
    evil = "</title></html>\"'><script>alert(1)</script>&amp; ]]>"
    small_map.title = evil
    small_map.save()
    address = f"{SITE}{MAP}?concept=bark&open=all"
    told = offered(client, address)
    assert told["title"] == evil
    assert "<script>" not in told["html"]
    assert unescape(re.findall(r'title="([^"]*)"', told["html"])[0]) == evil
    response = client.get("/oembed/", {"url": address, "format": "xml"})
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    root = ET.fromstring(response.content)
    assert root.tag == "oembed"
    assert {child.tag: child.text for child in root} == {name: str(value) for name, value in told.items()}
    assert "<script>" not in html_of(client, EMBED)


def test_an_offer_is_open_to_all_and_not_sent_twice(client, small_map) -> None:
    address = f"/oembed/?url={quote(f'{SITE}{MAP}', safe='')}"
    first = client.get(address)
    assert first["Access-Control-Allow-Origin"] == "*"
    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    Concept.objects.filter(slug="bark").update(title="Cork")
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("page", [MAP, f"{MAP}?concept=bark", f"{MAP}concepts/bark/"])
def test_pages_of_maps_and_concepts_say_where_they_are_offered(client, small_map, page) -> None:
    html = html_of(client, page)
    for kind, media_type in (("json", "application/json+oembed"), ("xml", "text/xml+oembed")):
        link = re.search(rf'<link rel="alternate" type="{re.escape(media_type)}" href="([^"]*)"', html)
        assert link
        told = client.get(unescape(link[1]).removeprefix(SITE))
        assert told.status_code == 200
        if kind == "json":
            assert json.loads(told.content)["type"] == "rich"


def test_drafts_and_other_pages_say_nothing_of_it(staff_client, draft_concept) -> None:
    for page in ("/", f"{MAP}connect/", f"{MAP}concepts/stomata/"):
        assert "oembed" not in html_of(staff_client, page)
