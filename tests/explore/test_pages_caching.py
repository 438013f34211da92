"""Pages kept by the state of their map."""

import gzip

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from concepts.models import Concept, KnowledgeMap
from explore import caching, pages

MAP = "/maps/trees/"
PAGES = (MAP, f"{MAP}?concept=bark", f"{MAP}concepts/bark/", f"{MAP}concepts/bark/path/", f"{MAP}connect/")


def rename(slug: str, title: str) -> None:
    concept = Concept.objects.get(slug=slug)
    concept.title = title
    concept.save()


@pytest.mark.parametrize("address", PAGES)
def test_a_kept_page_costs_one_query_and_is_the_same(client, small_map, address) -> None:
    first = client.get(address)
    with CaptureQueriesContext(connection) as queries:
        second = client.get(address)
    assert len(queries) == 1
    assert second.content == first.content


@pytest.mark.parametrize("address", PAGES)
def test_an_edit_shows_at_the_next_request(client, small_map, address) -> None:
    etag = client.get(address)["ETag"]
    rename("bark", "Cork")
    response = client.get(address, headers={"If-None-Match": etag})
    assert response.status_code == 200
    assert "Cork" in response.content.decode()
    assert response["ETag"] != etag


@pytest.mark.parametrize("address", PAGES)
def test_what_the_browser_has_is_not_sent_again(client, small_map, address) -> None:
    etag = client.get(address)["ETag"]
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address, headers={"If-None-Match": f'"other", {etag.removeprefix("W/")}'})
    assert (response.status_code, response.content, len(queries)) == (304, b"", 1)
    assert response["ETag"] == etag
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_a_page_that_looks_different_has_another_tag(client, small_map, monkeypatch) -> None:
    etag = client.get(MAP)["ETag"]
    monkeypatch.setattr(caching, "build_version", lambda: "newer")
    assert client.get(MAP, headers={"If-None-Match": etag}).status_code == 200


def test_a_visitor_is_never_shown_what_staff_was_shown(
    client, staff_client, small_map, draft_concept
) -> None:
    staff = staff_client.get(MAP)
    assert "Stomata" in staff.content.decode()
    assert staff["Cache-Control"].startswith("private")
    visitor = client.get(MAP, headers={"If-None-Match": staff["ETag"]})
    assert visitor.status_code == 200
    assert "Stomata" not in visitor.content.decode()
    assert "Stomata" in staff_client.get(MAP).content.decode()


def test_a_visitor_opens_no_session(client, small_map) -> None:
    for address in PAGES:
        assert not client.get(address).cookies


def test_a_page_is_packed_for_browsers_that_unpack_it(client, small_map) -> None:
    plain = client.get(MAP)
    packed = client.get(MAP, headers={"Accept-Encoding": "br, gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert not plain.has_header("Content-Encoding")
    assert not client.get(MAP, headers={"Accept-Encoding": "br, gzip; q=0.0"}).has_header("Content-Encoding")
    assert client.get(MAP, headers={"Accept-Encoding": "gzip;q=0.5"}).has_header("Content-Encoding")
    assert "Accept-Encoding" in plain["Vary"]


def test_addresses_without_end_are_not_kept(client, small_map, monkeypatch) -> None:
    kept: list[str] = []
    monkeypatch.setattr(cache, "set", lambda key, *rest: kept.append(key))
    for address in (
        f"{MAP}?concept=moss",
        f"{MAP}concepts/bark/path/?know=water",
        f"{MAP}connect/?from=water&to=bark",
    ):
        client.get(address)
    assert kept == []
    client.get(f"{MAP}?utm_source=anything")
    client.get(f"{MAP}?utm_source=something-else")
    assert len(set(kept)) == 1


def test_a_map_that_is_unpublished_is_gone_at_once(client, small_map) -> None:
    etag = client.get(MAP)["ETag"]
    KnowledgeMap.objects.filter(pk=small_map.pk).update(published=False)
    assert client.get(MAP, headers={"If-None-Match": etag}).status_code == 404


def test_a_page_is_not_built_to_say_that_it_has_not_changed(client, small_map, monkeypatch) -> None:
    etag = client.get(MAP)["ETag"]
    monkeypatch.setattr(pages, "map_page", lambda *args, **kwargs: pytest.fail("built in vain"))
    assert client.get(MAP, headers={"If-None-Match": etag}).status_code == 304


def test_pictures_may_be_kept_for_ever_under_the_address_of_their_state(client, small_map) -> None:
    named = client.get(f"{MAP}picture.svg?v={small_map.stamp}")
    assert named["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "immutable" not in client.get(f"{MAP}picture.svg?v=older")["Cache-Control"]
    assert client.get(f"{MAP}picture.png", headers={"If-None-Match": named["ETag"]}).status_code == 304
