"""No page of the curation asks more of the database when there are more rows."""

from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from concepts.models import Concept, KnowledgeMap, Link, LinkKind, Topic
from tests.concepts.curation import change_page, concept_named, make_map, values_on

pytestmark = pytest.mark.django_db


def grow(knowledge_map: KnowledgeMap, count: int) -> None:
    """Concepts linked to Root in every way, and more maps with topics."""
    root = concept_named("root")
    first = knowledge_map.concepts.count()
    made = Concept.objects.bulk_create(
        Concept(map=knowledge_map, title=f"Concept {first + number}", position=first + number)
        for number in range(count)
    )
    kinds = [LinkKind.PARENT, LinkKind.PREREQUISITE, LinkKind.RELATED]
    Link.objects.bulk_create(
        Link(map=knowledge_map, source=root, target=concept, kind=kinds[number % 3])
        for number, concept in enumerate(made)
    )
    for number in range(count // 4):
        topic = Topic.objects.create(title=f"Topic {first + number}")
        grown = KnowledgeMap.objects.create(slug=f"map-{first + number}", title="Map", summary="One.")
        grown.topics.add(topic)


def queries_of(action: Callable[[], object]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        action()
    return len(captured)


PAGES = {
    "concepts": lambda tree: reverse("admin:concepts_concept_changelist"),
    "concepts of a map": lambda tree: (
        f"{reverse('admin:concepts_concept_changelist')}?map__id__exact={tree.pk}"
    ),
    "maps": lambda tree: reverse("admin:concepts_knowledgemap_changelist"),
    "topics": lambda tree: reverse("admin:concepts_topic_changelist"),
    "a concept": lambda tree: change_page(concept_named("root")),
    "a map": lambda tree: reverse("admin:concepts_knowledgemap_change", args=[tree.pk]),
    "order": lambda tree: reverse("admin:concepts_knowledgemap_order", args=[tree.pk]),
    "deleting a concept": lambda tree: reverse(
        "admin:concepts_concept_delete", args=[concept_named("root").pk]
    ),
    "deleting a map": lambda tree: reverse("admin:concepts_knowledgemap_delete", args=[tree.pk]),
    "adding a concept": lambda tree: f"{reverse('admin:concepts_concept_add')}?map={tree.pk}",
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_costs_as_many_queries_when_its_rows_double(staff_client: Client, name: str) -> None:
    tree = make_map()
    grow(tree, 25)
    page = PAGES[name](tree)
    staff_client.get(page)
    before = queries_of(lambda: staff_client.get(page))
    grow(tree, 25)
    assert queries_of(lambda: staff_client.get(page)) == before
    assert before <= 14


def test_saving_a_concept_costs_as_many_queries_when_its_links_double(staff_client: Client) -> None:
    tree = make_map()
    page = change_page(concept_named("root"))

    def save_with_a_new_reason() -> None:
        values = values_on(staff_client, page) | {"links_out-0-reason": str(Link.objects.count())}
        saved.append(queries_of(lambda: staff_client.post(page, values)))

    saved: list[int] = []
    for _ in range(2):
        grow(tree, 25)
        save_with_a_new_reason()
    assert saved[0] == saved[1]


def test_a_refused_save_costs_as_many_queries_when_its_links_double(staff_client: Client) -> None:
    tree = make_map()
    page = change_page(concept_named("root"))
    refused: list[int] = []
    for _ in range(2):
        grow(tree, 25)
        values = values_on(staff_client, page) | {"title": ""}
        refused.append(queries_of(partial(staff_client.post, page, values)))
    assert refused[0] == refused[1]
