"""The learning path to a concept, held against NetworkX."""

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import UnknownConcept
from graph.kinds import TEACHING, LinkKind
from graph.path import learning_path
from graph.snapshot import GraphSnapshot
from tests.graph.drawings import Drawing, drawings


def expected_steps(drawing: Drawing, target: int, known: set[int]) -> list[int]:
    """Ancestors that NetworkX still reaches once the known are taken out, in its own topological order."""
    network = drawing.network(TEACHING)
    network.remove_nodes_from(known - {target})
    before = set() if target in known else nx.ancestors(network, target)
    return sorted(before | {target}, key=drawing.order().__getitem__)


def drawn_question(data: st.DataObject, drawing: Drawing) -> tuple[int, set[int]]:
    """A target and a set of known concepts."""
    known = data.draw(st.sets(st.sampled_from(drawing.ids), max_size=5))
    return data.draw(st.sampled_from(drawing.ids)), known


@given(st.data(), drawings())
def test_a_path_is_the_ancestors_that_the_known_leave_in_teaching_order(
    data: st.DataObject, drawing: Drawing
) -> None:
    target, known = drawn_question(data, drawing)
    path = learning_path(drawing.snapshot(), target, known=known)
    assert [step.concept_id for step in path.steps] == expected_steps(drawing, target, known)


@given(st.data(), drawings())
def test_the_known_that_lie_before_the_target_are_named(data: st.DataObject, drawing: Drawing) -> None:
    target, known = drawn_question(data, drawing)
    path = learning_path(drawing.snapshot(), target, known=known)
    before = nx.ancestors(drawing.network(TEACHING), target) | {target}
    assert list(path.known) == sorted(known & before, key=drawing.order().__getitem__)


@given(st.data(), drawings(words=True))
def test_each_step_names_the_later_steps_that_need_it_and_why(data: st.DataObject, drawing: Drawing) -> None:
    target, known = drawn_question(data, drawing)
    path = learning_path(drawing.snapshot(), target, known=known)
    steps = {step.concept_id for step in path.steps}
    found = {
        (step.concept_id, need.concept_id, need.kind, need.reason)
        for step in path.steps
        for need in step.needed_by
    }
    assert found == {
        (source, target, kind, drawing.reasons.get(number, ""))
        for number, (source, target, kind) in enumerate(drawing.links)
        if kind in TEACHING and source in steps and target in steps
    }
    assert all(step.needed_by for step in path.steps[:-1])
    assert not path.steps[-1].needed_by


@given(st.data(), drawings())
def test_one_more_known_concept_never_reorders_the_rest(data: st.DataObject, drawing: Drawing) -> None:
    target, known = drawn_question(data, drawing)
    snapshot = drawing.snapshot()
    before = [step.concept_id for step in learning_path(snapshot, target, known=known).steps]
    more = known | {data.draw(st.sampled_from(before))}
    after = [step.concept_id for step in learning_path(snapshot, target, known=more).steps]
    assert after == [concept for concept in before if concept in set(after)]


@given(st.data(), drawings())
def test_the_needs_of_a_step_come_in_path_order(data: st.DataObject, drawing: Drawing) -> None:
    target, known = drawn_question(data, drawing)
    path = learning_path(drawing.snapshot(), target, known=known)
    place = {step.concept_id: number for number, step in enumerate(path.steps)}
    for step in path.steps:
        places = [place[need.concept_id] for need in step.needed_by]
        assert places == sorted(places)
        assert all(later > place[step.concept_id] for later in places)


def chain(length: int) -> GraphSnapshot:
    """1 → 2 → … → `length`, by turns parent and prerequisite."""
    kinds = [LinkKind.PARENT if number % 2 else LinkKind.PREREQUISITE for number in range(1, length)]
    return GraphSnapshot.build(
        concept_ids=range(1, length + 1), sources=range(1, length), targets=range(2, length + 1), kinds=kinds
    )


def test_a_known_concept_is_left_out_of_the_path_with_what_only_it_needs() -> None:
    path = learning_path(chain(6), 6, known=[4])
    assert [step.concept_id for step in path.steps] == [5, 6]
    assert path.known == (4,)


def test_a_known_concept_behind_a_known_one_is_still_named() -> None:
    assert learning_path(chain(6), 6, known=[4, 2]).known == (2, 4)


def test_a_known_target_leaves_itself_as_the_only_step() -> None:
    path = learning_path(chain(6), 6, known=[6, 3])
    assert [step.concept_id for step in path.steps] == [6]
    assert path.known == (3, 6)


def test_a_related_link_is_no_step() -> None:
    snapshot = GraphSnapshot.build(concept_ids=[1, 2], sources=[1], targets=[2], kinds=[LinkKind.RELATED])
    assert [step.concept_id for step in learning_path(snapshot, 2).steps] == [2]


def test_ties_go_by_the_maps_own_order_and_then_by_id() -> None:
    snapshot = GraphSnapshot.build(
        concept_ids=[4, 3, 2, 1],
        sources=[4, 3, 2],
        targets=[1, 1, 1],
        kinds=[LinkKind.PARENT] * 3,
        positions=[7, 8, 7, 0],
    )
    assert [step.concept_id for step in learning_path(snapshot, 1).steps] == [2, 4, 3, 1]


@pytest.mark.parametrize(("target", "known"), [(9, []), (2, [9])])
def test_an_unknown_concept_is_refused_as_target_and_as_known(target: int, known: list[int]) -> None:
    with pytest.raises(UnknownConcept) as refusal:
        learning_path(chain(3), target, known=known)
    assert refusal.value.concept_id == 9
