"""Parent and prerequisite links never run in a circle, and a refusal says which one."""

from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from concepts.errors import CircleRefused
from concepts.models import Concept, KnowledgeMap, Link, LinkKind, changing
from concepts.models.teaching_order import find_circle
from concepts.services import add_link
from tests.concepts.atlas import make_chain, make_concepts, make_map

pytestmark = pytest.mark.django_db

PARENT, PREREQUISITE, RELATED = LinkKind.PARENT, LinkKind.PREREQUISITE, LinkKind.RELATED
PAIRS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=30)


@pytest.fixture
def steps() -> list[Concept]:
    return make_chain(make_map(), 3)


def test_two_concepts_cannot_come_before_each_other(steps: list[Concept]) -> None:
    with pytest.raises(CircleRefused) as refusal:
        add_link(source=steps[1], target=steps[0], kind=PREREQUISITE)
    assert refusal.value.circle == ("Step 1", "Step 2", "Step 1")
    assert "Step 1 → Step 2 → Step 1" in refusal.value.messages[0]
    assert Link.objects.count() == 2


def test_parents_and_prerequisites_count_together(steps: list[Concept]) -> None:
    with pytest.raises(CircleRefused) as refusal:
        add_link(source=steps[2], target=steps[0], kind=PARENT)
    assert refusal.value.circle == ("Step 1", "Step 2", "Step 3", "Step 1")


def test_related_links_may_run_in_a_circle(steps: list[Concept]) -> None:
    add_link(source=steps[2], target=steps[0], kind=RELATED)
    assert Link.objects.filter(kind=RELATED).count() == 1


def test_the_same_pair_may_be_linked_as_parent_and_prerequisite(steps: list[Concept]) -> None:
    add_link(source=steps[0], target=steps[1], kind=PARENT)
    assert Link.objects.count() == 3


def test_a_long_circle_is_named_by_its_beginning_and_end() -> None:
    steps = make_chain(make_map(), 30)
    with pytest.raises(CircleRefused) as refusal:
        add_link(source=steps[29], target=steps[0], kind=PREREQUISITE)
    circle = refusal.value.circle
    assert circle[0] == circle[-1] == "Step 1"
    assert circle[:4] == ("Step 1", "Step 2", "Step 3", "Step 4")
    assert circle[4] == "…"
    assert circle[5:] == ("Step 28", "Step 29", "Step 30", "Step 1")


def test_a_link_turned_by_saving_is_refused(steps: list[Concept]) -> None:
    link = Link.objects.create(source=steps[0], target=steps[2], kind=PARENT)
    link.source, link.target = steps[2], steps[0]
    with pytest.raises(CircleRefused):
        link.save()
    link.refresh_from_db()
    assert (link.source_id, link.target_id) == (steps[0].pk, steps[2].pk)


def test_a_link_made_a_prerequisite_by_an_update_is_refused(steps: list[Concept]) -> None:
    Link.objects.filter(source=steps[0]).delete()
    related = Link.objects.create(source=steps[0], target=steps[2], kind=RELATED)
    Link.objects.create(source=steps[2], target=steps[0], kind=PARENT)
    with pytest.raises(CircleRefused):
        Link.objects.filter(pk=related.pk).update(kind=PREREQUISITE)
    related.refresh_from_db()
    assert related.kind == RELATED


def test_ends_moved_by_an_update_are_refused(steps: list[Concept]) -> None:
    aside = make_concepts(steps[0].map, "Aside")[0]
    link = Link.objects.create(source=steps[2], target=aside, kind=PARENT)
    with pytest.raises(CircleRefused):
        Link.objects.filter(pk=link.pk).update(target=steps[0])


def test_a_circle_made_by_an_update_in_bulk_is_refused(steps: list[Concept]) -> None:
    links = list(Link.objects.order_by("pk"))
    links[1].source, links[1].target = steps[1], steps[0]
    with pytest.raises(CircleRefused):
        Link.objects.bulk_update(links, ["source", "target"])


@pytest.mark.parametrize("length", [3, 120])
def test_a_circle_created_in_bulk_is_refused_whole(length: int) -> None:
    """Few new links are followed one by one; many are checked on the whole map."""
    physics = make_map()
    ring = make_concepts(physics, *(f"Ring {number}" for number in range(length)))
    with pytest.raises(CircleRefused) as refusal:
        Link.objects.bulk_create(
            Link(map=physics, source=one, target=other, kind=PARENT)
            for one, other in zip(ring, ring[1:] + ring[:1], strict=True)
        )
    assert refusal.value.circle[0] == refusal.value.circle[-1]
    assert Link.objects.count() == 0


def test_a_circle_that_is_opened_again_in_the_same_block_is_none(steps: list[Concept]) -> None:
    with changing(steps[0].map_id):
        add_link(source=steps[2], target=steps[0], kind=PREREQUISITE)
        Link.objects.filter(source=steps[0], target=steps[1]).delete()
    assert Link.objects.count() == 2


def test_maps_are_checked_apart(steps: list[Concept]) -> None:
    other = make_chain(make_map("Other"), 3)
    with pytest.raises(CircleRefused) as refusal:
        add_link(source=other[2], target=other[0], kind=PARENT)
    assert len(refusal.value.circle) == 4
    assert KnowledgeMap.objects.count() == 2


@given(PAIRS)
def test_a_circle_is_found_exactly_when_networkx_finds_one(pairs: list[tuple[int, int]]) -> None:
    circle = find_circle(pairs)
    assert bool(circle) != nx.is_directed_acyclic_graph(nx.DiGraph(pairs))
    assert all(hop in set(pairs) for hop in pairwise(circle))
    assert not circle or circle[0] == circle[-1]
    assert len(set(circle)) == max(len(circle) - 1, 0)
