"""What is worked out of a snapshot lives as long as the snapshot."""

import gc

import pytest
from django.test import Client

from concepts.models import Concept, KnowledgeMap, change_log, changing
from explore.keeping import kept_with_snapshot
from graph.snapshot import GraphSnapshot
from tests.concepts.atlas import make_chain, make_map


def snapshot() -> GraphSnapshot:
    return GraphSnapshot.build(concept_ids=[1, 2], sources=[1], targets=[2], kinds=[1])


def test_an_answer_is_worked_out_once_for_a_snapshot_and_what_is_asked() -> None:
    asked: list[object] = []

    @kept_with_snapshot
    def counted(of: GraphSnapshot, add: int = 0, *, to: int = 0) -> int | None:
        asked.append((add, to))
        return of.concept_count + add + to if add or to else None

    one, other = snapshot(), snapshot()
    assert [counted(one), counted(one, 1), counted(one, to=1), counted(one), counted(one, 1)] == [
        None,
        3,
        3,
        None,
        3,
    ]
    assert asked == [(0, 0), (1, 0), (0, 1)]
    counted(other)
    assert asked[3:] == [(0, 0)]


def test_however_much_is_asked_little_is_kept() -> None:
    @kept_with_snapshot
    def added(of: GraphSnapshot, add: int) -> int:
        return of.concept_count + add

    one = snapshot()
    assert [added(one, number) for number in range(100)] == list(range(2, 102))
    assert sum(map(len, one.worked_out.values())) <= 8


def large_map() -> KnowledgeMap:
    knowledge_map = make_map("Physics")
    make_chain(knowledge_map, 6)
    with changing(knowledge_map.pk) as change:
        change.whole = True
    return knowledge_map


def snapshots_alive() -> int:
    gc.collect()
    return sum(isinstance(thing, GraphSnapshot) for thing in gc.get_objects())


@pytest.mark.django_db
@pytest.mark.usefixtures("var_dir")
def test_pages_of_a_large_map_that_is_edited_hold_on_to_no_earlier_state_of_it(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(change_log, "LARGE_FROM_LINKS", 3)
    large_map()
    concept = Concept.objects.get(title="Step 3")
    alive = []
    for number in range(8):
        concept.summary = f"Said in other words, {number}."
        concept.save()
        for page in ("/maps/physics/", concept.get_absolute_url(), "/api/v1/maps/physics/"):
            assert client.get(page).status_code == 200
        alive.append(snapshots_alive())
    assert max(alive[2:]) == alive[1]
