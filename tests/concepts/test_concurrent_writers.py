"""Many writers at once, each with a connection of its own: what is checked under a map's lock stays true."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import networkx as nx
import pytest
from django.db import connection, transaction

from concepts.errors import CircleRefused
from concepts.formats.storing import Outcome, store_map
from concepts.models import Concept, KnowledgeMap, Link, LinkKind
from concepts.services import add_concept, add_link
from tests.concepts.atlas import make_concepts, make_map
from tests.concepts.formats.drafting import small_map

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 20
Result = TypeVar("Result")


def at_once(works: Sequence[Callable[[], Result]]) -> list[Result]:
    """Run each in a thread of its own, all set off together."""
    start = Barrier(len(works))

    def run(work: Callable[[], Result]) -> Result:
        try:
            start.wait(timeout=30)
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def linking(source: Concept, target: Concept) -> Callable[[], bool]:
    """A work that adds a link, and says whether it was let in."""

    def link() -> bool:
        try:
            add_link(source=source, target=target, kind=LinkKind.PREREQUISITE)
        except CircleRefused:
            return False
        return True

    return link


def adding(knowledge_map: KnowledgeMap, title: str) -> Callable[[], Concept]:
    """A work that adds a concept."""
    return lambda: add_concept(knowledge_map=knowledge_map, title=title)


def is_acyclic() -> bool:
    return nx.is_directed_acyclic_graph(nx.DiGraph(list(Link.objects.values_list("source_id", "target_id"))))


def test_links_that_close_a_circle_together_are_not_all_let_in() -> None:
    ring = make_concepts(make_map(), *(f"Ring {number}" for number in range(WRITERS)))
    let_in = at_once([linking(one, other) for one, other in zip(ring, ring[1:] + ring[:1], strict=True)])
    assert let_in.count(False) == 1
    assert is_acyclic()
    assert Link.objects.count() == WRITERS - 1


def test_of_two_opposite_links_one_alone_is_let_in() -> None:
    pairs = [make_concepts(make_map(f"Map {number}"), "One", "Other") for number in range(WRITERS // 2)]
    works = [linking(*ends) for one, other in pairs for ends in ((one, other), (other, one))]
    assert at_once(works).count(True) == len(pairs)
    assert is_acyclic()


def test_every_writer_raises_the_revision_by_one() -> None:
    physics = make_map()
    at_once([adding(physics, f"Idea {number}") for number in range(WRITERS)])
    assert KnowledgeMap.objects.get(pk=physics.pk).revision == physics.revision + WRITERS
    positions = sorted(Concept.objects.values_list("position", flat=True))
    assert positions == list(range(WRITERS))


def test_writers_of_several_maps_at_once_do_not_block_each_other_for_ever() -> None:
    one, other = make_map("One"), make_map("Other")
    for knowledge_map in (one, other):
        make_concepts(knowledge_map, "First", "Second")

    def update() -> int:
        with transaction.atomic():
            return Concept.objects.filter(map__in=[other, one]).update(minutes=7)

    assert at_once([update] * 10) == [4] * 10


def test_of_imports_of_the_same_new_map_one_creates_it_and_the_others_change_nothing() -> None:
    def store() -> Outcome:
        return store_map(small_map())[1]

    outcomes = at_once([store] * 6)
    assert outcomes.count(Outcome.CREATED) == 1
    assert outcomes.count(Outcome.UNCHANGED) == 5
