"""Putting the concepts of a map in order."""

from itertools import pairwise

import pytest
from django.test import Client
from django.urls import reverse

from concepts.models import Concept, KnowledgeMap, Link, LinkKind
from tests.concepts.curation import concept_named, make_map, revision_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> KnowledgeMap:
    return make_map()


def order_page(tree: KnowledgeMap) -> str:
    return reverse("admin:concepts_knowledgemap_order", args=[tree.pk])


def save_places(client: Client, tree: KnowledgeMap, **places: object) -> None:
    values = {f"place-{concept_named(slug).pk}": place for slug, place in places.items()}
    assert client.post(order_page(tree), values).status_code == 302


def in_order() -> list[str]:
    return list(Concept.objects.filter(map__slug="tree").values_list("slug", flat=True))


def test_the_outline_shows_each_concept_once_under_its_first_parent(
    staff_client: Client, tree: KnowledgeMap
) -> None:
    Link.objects.create(
        map=tree, source=concept_named("left"), target=concept_named("right"), kind=LinkKind.PARENT
    )
    rows = staff_client.get(order_page(tree)).context["rows"]
    assert [(row.concept.slug, row.depth, row.place, row.siblings) for row in rows] == [
        ("root", 0, 1, 2),
        ("left", 1, 1, 2),
        ("right", 1, 2, 2),
        ("leaf", 0, 2, 2),
    ]


@pytest.mark.parametrize(
    ("places", "order"),
    [
        ({"leaf": 1}, ["leaf", "root", "left", "right"]),
        ({"right": 1}, ["root", "right", "left", "leaf"]),
        ({"left": 2}, ["root", "right", "left", "leaf"]),
        ({"left": 2, "right": 1, "root": 2, "leaf": 1}, ["leaf", "root", "right", "left"]),
        ({"leaf": 99}, ["root", "left", "right", "leaf"]),
        ({"leaf": "x", "root": ""}, ["root", "left", "right", "leaf"]),
    ],
)
def test_a_typed_number_is_the_place_among_siblings(
    staff_client: Client, tree: KnowledgeMap, places: dict[str, object], order: list[str]
) -> None:
    save_places(staff_client, tree, **places)
    assert in_order() == order


def test_an_order_is_saved_in_one_change_and_only_when_it_is_new(
    staff_client: Client, tree: KnowledgeMap
) -> None:
    save_places(staff_client, tree, leaf=1, right=1)
    assert revision_of() == tree.revision + 1
    save_places(staff_client, tree, leaf=1)
    assert revision_of() == tree.revision + 1


def test_a_number_for_a_concept_of_another_map_moves_nothing(
    staff_client: Client, tree: KnowledgeMap
) -> None:
    other = make_map("elsewhere")
    concept = concept_named("leaf", of="elsewhere")
    staff_client.post(order_page(tree), {f"place-{concept.pk}": 1, "place-x": 1, "place-9999999999": 1})
    assert revision_of("elsewhere") == other.revision


def test_a_large_map_is_ordered_in_its_list(
    staff_client: Client, tree: KnowledgeMap, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("concepts.admin.ordering.MOST_CONCEPTS", 3)
    response = staff_client.get(order_page(tree), follow=True)
    assert response.redirect_chain[0][0].endswith(f"?map__id__exact={tree.pk}")
    assert "Type their numbers into this list" in response.content.decode()


def test_a_map_that_is_not_there_is_not_found(staff_client: Client) -> None:
    for number in (999, 10**30):
        assert (
            staff_client.get(reverse("admin:concepts_knowledgemap_order", args=[number])).status_code == 404
        )


def test_a_map_without_concepts_says_so(staff_client: Client) -> None:
    empty = KnowledgeMap.objects.create(slug="empty", title="Empty", summary="Nothing yet.")
    assert "no concepts yet" in staff_client.get(order_page(empty)).content.decode()


def test_a_deep_chain_is_shown_whole(staff_client: Client) -> None:
    chain = KnowledgeMap.objects.create(slug="chain", title="Chain", summary="Deep.")
    made = Concept.objects.bulk_create(
        Concept(map=chain, title=f"Step {number}", position=number) for number in range(300)
    )
    Link.objects.bulk_create(
        Link(map=chain, source=above, target=below, kind=LinkKind.PARENT) for above, below in pairwise(made)
    )
    assert len(staff_client.get(order_page(chain)).context["rows"]) == 300
