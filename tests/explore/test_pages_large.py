"""The page of a map too large to be drawn at once: it has the atlas, and a smaller one has not."""

from pathlib import Path

import pytest
from django.test import Client

from concepts.layouts import DRAWN_AT_ONCE
from concepts.models import Concept
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


def test_a_map_that_can_be_drawn_at_once_has_none_of_it(client: Client, var_dir: Path) -> None:
    page = page_of(client, DRAWN_AT_ONCE)
    assert "map-atlas" not in page
    assert "data-atlas" not in page
    assert 'data-action="tree"' not in page


def test_where_one_looks_goes_along_to_the_frame_and_back(client: Client, var_dir: Path) -> None:
    page = page_of(client, 3, "/maps/grove/embed/?at=8388608,8388608,2.5&concept=tree-1")
    assert "/maps/grove/?concept=tree-1&amp;at=8388608,8388608,2.5" in page
