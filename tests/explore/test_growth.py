"""No page, query or answer grows with the map: each is asked of a small map and of a larger one of the same shape."""

from itertools import pairwise

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from concepts.models import Concept, Link, LinkKind
from explore import places
from tests.concepts.atlas import make_map

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("var_dir")]

# The small one has more than any page shows.
SMALL, LARGE = 420, 840


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bounds so low that the small map already has more."""
    monkeypatch.setattr(places, "MOST_LINKS", 10)
    monkeypatch.setattr("explore.families.A_PART", 20)
    monkeypatch.setattr("explore.links.MOST_ABOVE", 10)
    monkeypatch.setattr("explore.routes.MOST_STEPS", 10)
    monkeypatch.setattr("explore.routes.MOST_CHOICES", 5)
    monkeypatch.setattr("explore.routes.MOST_HOPS", 10)


def grow(slug: str, count: int) -> None:
    """A map of a hub with so many children, a chain as long, and as many concepts alone at the top."""
    grown = make_map(slug, slug=slug)
    names = ["hub", *(f"{kind}-{number:04}" for kind in ("leaf", "step", "lone") for number in range(count))]
    made = Concept.objects.bulk_create(
        Concept(map=grown, slug=name, title=name, position=number) for number, name in enumerate(names)
    )
    hub, leaves, steps = made[0], made[1 : count + 1], made[count + 1 : 2 * count + 1]
    ends = [(hub, leaf) for leaf in leaves] + list(pairwise(steps))
    Link.objects.bulk_create(
        Link(map=grown, source=source, target=target, kind=LinkKind.PARENT) for source, target in ends
    )


PAGES = {
    "map": "/maps/{map}/",
    "all levels": "/maps/{map}/?open=all",
    "map with a hub": "/maps/{map}/?concept=hub",
    "panel of a hub": "/maps/{map}/panel/?concept=hub",
    "frame": "/maps/{map}/embed/",
    "top concepts": "/maps/{map}/outline/",
    "more top concepts": "/maps/{map}/outline/?beyond=lone-0010",
    "children": "/maps/{map}/outline/?under=hub",
    "more children": "/maps/{map}/outline/?under=hub&beyond=leaf-0010",
    "hub": "/maps/{map}/concepts/hub/",
    "links of a hub": "/maps/{map}/concepts/hub/children/",
    "end of a chain": "/maps/{map}/concepts/step-0100/",
    "path": "/maps/{map}/concepts/step-0100/path/",
    "connection": "/maps/{map}/connect/?from=step-0000&to=step-0100",
    "picture": "/maps/{map}/picture.svg",
    "poster": "/maps/{map}/export.svg",
    "API: concept": "/api/v1/maps/{map}/concepts/hub/",
    "API: concepts": "/api/v1/maps/{map}/concepts/",
    "API: children": "/api/v1/maps/{map}/concepts/hub/children/",
    "API: links": "/api/v1/maps/{map}/concepts/hub/links/children/",
    "API: tops": "/api/v1/maps/{map}/tops/",
    "API: neighborhood": "/api/v1/maps/{map}/concepts/hub/neighborhood/?limit=20",
    "API: path": "/api/v1/maps/{map}/concepts/step-0100/path/",
}
# What an answer may be longer by: counts and places have more digits.
_MORE = 1.06


def asked(client: Client, address: str) -> tuple[int, int]:
    """The length of the answer and its queries, once the map's files are there."""
    client.get(address)
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code == 200, address
    return len(answer.content), len(queries)


@pytest.mark.parametrize("staff", [False, True], ids=["visitor", "staff"])
def test_no_answer_grows_with_its_map(client: Client, staff_client: Client, staff: bool) -> None:
    asking = staff_client if staff else client
    sizes = {"small": SMALL, "large": LARGE}
    for slug, count in sizes.items():
        grow(slug, count)
    found = {name: [asked(asking, page.format(map=slug)) for slug in sizes] for name, page in PAGES.items()}
    grown = {
        name: (small, large)
        for name, (small, large) in found.items()
        if large[0] > _MORE * small[0] or large[1] > small[1]
    }
    assert not grown


def test_what_is_deeper_than_an_outline_shows_is_a_link_away(client: Client) -> None:
    grow("small", 40)
    page = client.get("/maps/small/?open=all").content.decode()
    assert '/maps/small/outline/?under=step-0029">1 more</a>' in page
