"""The page of a map too large to be drawn at once: it has the atlas, and a smaller one has not."""

import html
import json
import re
from pathlib import Path

import pytest
from django.test import Client

from concepts.layouts import DRAWN_AT_ONCE
from concepts.models import Concept, Link, LinkKind
from tests.concepts.atlas import make_map

pytestmark = pytest.mark.django_db


def page_of(client: Client, count: int, address: str = "/maps/grove/") -> str:
    grove = make_map("Grove")
    Concept.objects.bulk_create(
        Concept(map=grove, title=f"Tree {number}", slug=f"tree-{number}", position=number)
        for number in range(count)
    )
    return client.get(address).content.decode()


@pytest.mark.parametrize("address", ["/maps/grove/", "/maps/grove/embed/"])
def test_a_large_map_has_the_atlas_and_its_addresses(client: Client, var_dir: Path, address: str) -> None:
    page = page_of(client, DRAWN_AT_ONCE + 1, address)
    assert 'data-tiles="/api/v1/maps/grove/tiles/"' in page
    assert 'data-places="/api/v1/maps/grove/places/"' in page
    assert 'data-action="tree"' in page
    assert "minutes to read" not in page


def test_a_map_that_can_be_drawn_at_once_has_none_of_it(client: Client, var_dir: Path) -> None:
    page = page_of(client, DRAWN_AT_ONCE)
    assert "map-atlas" not in page
    assert "data-atlas" not in page
    assert 'data-action="tree"' not in page
    assert "2,000 minutes to read" in page


def test_where_one_looks_goes_along_to_the_frame_and_back(client: Client, var_dir: Path) -> None:
    page = page_of(client, 3, "/maps/grove/embed/?at=8388608,8388608,2.5&concept=tree-1")
    assert "/maps/grove/?concept=tree-1&amp;at=8388608,8388608,2.5" in page


def test_the_outline_of_a_large_map_says_where_its_further_top_concepts_are(
    client: Client, var_dir: Path
) -> None:
    page = page_of(client, DRAWN_AT_ONCE + 7)
    found = re.search(r'data-more-tops="([^"]+)"\s+data-left="(\d+)"', page)
    assert found is not None
    shown = json.loads(re.search(r'id="map-data"[^>]*>(.*?)</script>', page)[1])["concepts"]  # type: ignore[index]
    further: list[str] = []
    address = html.unescape(found[1])
    while address:
        answer = client.get(address).json()
        further += [concept["slug"] for concept in answer["concepts"]]
        address = answer["next"]
    assert [row[0] for row in shown] + further == [f"tree-{number}" for number in range(DRAWN_AT_ONCE + 7)]
    assert len(further) == int(found[2])


def test_a_large_map_whose_top_concepts_are_all_there_says_of_no_further_ones(
    client: Client, var_dir: Path
) -> None:
    grove = make_map("Grove")
    trees = Concept.objects.bulk_create(
        Concept(map=grove, title=f"Tree {number}", slug=f"tree-{number}", position=number)
        for number in range(DRAWN_AT_ONCE + 1)
    )
    Link.objects.bulk_create(
        Link(map=grove, source=trees[0], target=tree, kind=LinkKind.PARENT) for tree in trees[1:]
    )
    assert "data-more-tops" not in client.get("/maps/grove/").content.decode()


def test_the_miniature_counts_all_further_top_concepts(client: Client, var_dir: Path) -> None:
    page_of(client, DRAWN_AT_ONCE + 1_007)
    drawn = client.get("/maps/grove/picture.svg").content.decode()
    shown = drawn.count("<rect")
    assert f">and {DRAWN_AT_ONCE + 1_007 - shown:,} more<" in drawn
