"""What search engines read."""

from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from concepts.models import Concept, KnowledgeMap
from concepts.services import add_concept

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SITE = "https://atlas.example"


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = SITE


def places(client: Client, address: str) -> list[str]:
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/xml")
    return [place.text or "" for place in ET.fromstring(answer.content).iter(f"{SITEMAP}loc")]


def concept_places(client: Client) -> list[str]:
    sitemaps = [place.removeprefix(SITE) for place in places(client, "/sitemap.xml") if "/maps/" in place]
    return [place for sitemap in sitemaps for place in places(client, sitemap)]


def test_robots_are_led_to_the_sitemap_of_the_sites_own_address(client: Client):
    text = client.get("/robots.txt", headers={"Host": "127.0.0.1"}).content.decode()
    assert f"Sitemap: {SITE}/sitemap.xml" in text.splitlines()
    for address in ("/admin/", "/maps/*/panel/", "/*&know="):
        assert f"Disallow: {address}\n" in text


def test_every_published_map_topic_and_concept_is_listed_once(client: Client, small_map: KnowledgeMap):
    assert places(client, "/sitemap-pages.xml") == [
        f"{SITE}/",
        f"{SITE}/topics/",
        f"{SITE}/topics/botany/",
        f"{SITE}/maps/trees/",
    ]
    slugs = ("water", "roots", "bark", "leaves", "light")
    assert concept_places(client) == [f"{SITE}/maps/trees/concepts/{slug}/" for slug in slugs]


def test_drafts_are_not_listed_even_to_staff(staff_client: Client, draft_concept: Concept):
    assert not [place for place in concept_places(staff_client) if "stomata" in place]
    KnowledgeMap.objects.update(published=False)
    assert concept_places(staff_client) == []
    assert places(staff_client, "/sitemap-pages.xml") == [f"{SITE}/", f"{SITE}/topics/"]


def test_no_sitemap_grows_past_its_size_and_none_is_missing(
    client: Client, small_map: KnowledgeMap, monkeypatch
):
    monkeypatch.setattr("explore.seo.CONCEPTS_A_SITEMAP", 2)
    for number in range(4):
        add_concept(knowledge_map=small_map, title=f"More {number}")
    Concept.objects.filter(slug="more-1").delete()
    parts = [place.removeprefix(SITE) for place in places(client, "/sitemap.xml")][1:]
    assert max(len(places(client, part)) for part in parts) <= 2
    assert len(concept_places(client)) == len(set(concept_places(client))) == 8


def first_of_concepts(client: Client) -> str:
    return next(place.removeprefix(SITE) for place in places(client, "/sitemap.xml") if "/maps/" in place)


@pytest.mark.parametrize("number", [0, 10**6, 10**30])
def test_a_sitemap_without_concepts_is_not_there(client: Client, small_map: KnowledgeMap, number: int):
    assert client.get(f"/maps/trees/sitemap-{number}.xml").status_code == 404


def test_each_entry_says_when_it_was_changed(client: Client, small_map: KnowledgeMap):
    concept = Concept.objects.get(slug="roots")
    assert (
        f"<lastmod>{concept.updated.isoformat(timespec='seconds')}</lastmod>"
        in client.get(first_of_concepts(client)).content.decode()
    )


def test_an_unchanged_atlas_is_not_sent_again(client: Client, small_map: KnowledgeMap):
    for address in ("/sitemap.xml", "/sitemap-pages.xml", first_of_concepts(client)):
        etag = client.get(address).headers["ETag"]
        assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
    add_concept(knowledge_map=small_map, title="Another")
    assert client.get(first_of_concepts(client), headers={"If-None-Match": etag}).status_code == 200


def test_the_number_of_queries_stays_as_rows_double(client: Client, small_map: KnowledgeMap):
    def counted() -> list[int]:
        counts = []
        for address in ("/sitemap.xml", "/sitemap-pages.xml", first_of_concepts(client)):
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counts.append(len(queries))
        return counts

    before = counted()
    for number in range(10):
        add_concept(knowledge_map=small_map, title=f"More {number}")
        KnowledgeMap.objects.create(title=f"Tree {number}", summary="-", published=True)
    assert counted() == before
    assert max(before) <= 9


def test_the_oldest_address_of_the_icon_leads_to_it(client: Client):
    response = client.get("/favicon.ico")
    assert response.status_code == 302
    assert response["Location"].startswith("/static/icons/favicon")
