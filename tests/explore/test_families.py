"""Long lists in parts: the outline below a concept, what is linked to it, and the same from the API."""

import re

import pytest
from django.test import Client

from concepts.models import Concept, KnowledgeMap, Link, LinkKind
from explore import families, places
from tests.concepts.atlas import make_concepts, make_map

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("var_dir")]

LEAVES = [f"Leaf {number}" for number in range(1, 8)]


@pytest.fixture(autouse=True)
def tree(monkeypatch: pytest.MonkeyPatch) -> KnowledgeMap:
    """A root over seven leaves, the last one a draft, and two concepts alone."""
    monkeypatch.setattr(families, "A_PART", 3)
    monkeypatch.setattr(places, "MOST_LINKS", 3)
    made = make_map("Tree")
    root, *leaves = make_concepts(made, "Root", *LEAVES)
    make_concepts(made, "Moss", "Fern")
    Link.objects.bulk_create(
        Link(map=made, source=root, target=leaf, kind=LinkKind.PARENT, reason=f"For {leaf.title}.")
        for leaf in leaves
    )
    Concept.objects.filter(slug="leaf-7").update(published=False)
    return made


def turned(client: Client, address: str) -> list[list[str]]:
    """The titles on each of the pages that the links to more lead to."""
    pages = []
    while address:
        html = client.get(address).content.decode()
        pages.append(re.findall(r'concept-list__title" dir="auto" href="[^"]+">([^<]+)<', html))
        found = re.search(r'rel="next" href="([^"]+)"', html)
        address = found[1].replace("&amp;", "&") if found else ""
    return pages


def test_children_are_turned_page_by_page_without_scripts(client: Client) -> None:
    assert turned(client, "/maps/tree/outline/?under=root") == [LEAVES[:3], LEAVES[3:6]]


def test_top_concepts_are_turned_page_by_page(client: Client) -> None:
    make_concepts(KnowledgeMap.objects.get(), "Lichen", "Alga")
    assert turned(client, "/maps/tree/outline/") == [["Root", "Moss", "Fern"], ["Lichen", "Alga"]]


def test_a_part_begins_after_the_concept_that_it_names(client: Client) -> None:
    page = client.get("/maps/tree/outline/?under=root&beyond=leaf-4").content.decode()
    assert "Leaf 5" in page
    assert "Leaf 4" not in page
    assert 'href="/maps/tree/outline/?under=root" data-first' in page


def test_a_part_after_a_concept_that_is_gone_begins_with_the_first(client: Client) -> None:
    assert turned(client, "/maps/tree/outline/?under=root&beyond=gone")[0] == LEAVES[:3]


def test_staff_sees_drafts_in_the_parts_too(staff_client: Client) -> None:
    pages = turned(staff_client, "/maps/tree/outline/?under=root")
    assert pages == [LEAVES[:3], LEAVES[3:6], LEAVES[6:]]
    assert "Draft" in staff_client.get("/maps/tree/outline/?under=root&beyond=leaf-6").content.decode()


def test_a_concept_leads_to_what_its_lists_leave_out(client: Client) -> None:
    for address in ("/maps/tree/concepts/root/", "/maps/tree/?concept=root"):
        page = client.get(address).content.decode()
        assert '<a href="/maps/tree/concepts/root/children/?beyond=leaf-3">3 more</a>' in page
    assert turned(client, "/maps/tree/concepts/root/children/?beyond=leaf-3") == [LEAVES[3:6]]
    assert "For Leaf 4." in client.get("/maps/tree/concepts/root/children/?beyond=leaf-3").content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/maps/tree/outline/?under=nothing",
        "/maps/none/outline/",
        "/maps/tree/concepts/root/enemies/",
        "/maps/tree/concepts/none/children/",
        "/api/v1/maps/tree/concepts/root/links/enemies/",
        "/api/v1/maps/tree/concepts/none/links/children/",
    ],
)
def test_lists_of_what_is_not_there_are_not_there(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("address", "titles"),
    [
        ("/api/v1/maps/tree/concepts/root/links/children/?limit=4", [LEAVES[:4], LEAVES[4:6]]),
        ("/api/v1/maps/tree/concepts/leaf-1/links/parents/", [["Root"]]),
        ("/api/v1/maps/tree/concepts/leaf-1/links/leads-to/", [[]]),
        ("/api/v1/maps/tree/tops/?limit=2", [["Root", "Moss"], ["Fern"]]),
    ],
)
def test_the_api_gives_the_same_lists_page_by_page(
    client: Client, address: str, titles: list[list[str]]
) -> None:
    pages = []
    following: str | None = address
    while following:
        answer = client.get(following).json()
        pages.append([concept["title"] for concept in answer["concepts"]])
        following = answer["next"]
    assert pages == titles
