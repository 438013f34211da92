"""The neighborhood of a concept, held against NetworkX."""

import threading
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import UnknownConcept
from graph.kinds import ALL_KINDS, LinkKind
from graph.neighborhood import Neighborhood, neighborhood
from graph.snapshot import GraphSnapshot
from graph.synthetic import power_law_dag
from tests.graph.drawings import Drawing, drawings, kind_sets


def expected(
    drawing: Drawing, center: int, radius: int, limit: int, kinds: frozenset[LinkKind]
) -> tuple[list[int], list[int], set[Any], bool, int]:
    """The same answer by NetworkX alone."""
    order = drawing.order()
    reached = nx.single_source_shortest_path_length(drawing.both_ways(kinds), center, cutoff=radius)
    nearest = sorted(reached, key=lambda node: (reached[node], order[node]))[:limit]
    links = {
        (source, target, kind)
        for source, target, kind in drawing.links
        if source in nearest and target in nearest and kind in kinds
    }
    return nearest, [reached[node] for node in nearest], links, len(reached) > limit, len(reached)


@given(st.data(), drawings(), st.integers(0, 4), st.integers(1, 16), kind_sets())
def test_a_neighborhood_is_what_networkx_finds_nearest_first(
    data: st.DataObject, drawing: Drawing, radius: int, limit: int, kinds: frozenset[LinkKind]
) -> None:
    center = data.draw(st.sampled_from(drawing.ids))
    found = neighborhood(drawing.snapshot(), center, radius=radius, limit=limit, kinds=kinds)
    nearest, distances, links, truncated, total = expected(drawing, center, radius, limit, kinds)
    assert list(found.concepts) == nearest
    assert list(found.distances) == distances
    assert {(link.source, link.target, link.kind) for link in found.links} == links
    assert len(found.links) == len(links)
    assert (found.truncated, found.total) == (truncated, total)


@given(st.data(), drawings(), st.integers(0, 4), st.integers(1, 16))
def test_not_counting_changes_nothing_but_the_total(
    data: st.DataObject, drawing: Drawing, radius: int, limit: int
) -> None:
    center, snapshot = data.draw(st.sampled_from(drawing.ids)), drawing.snapshot()
    counted = neighborhood(snapshot, center, radius=radius, limit=limit)
    uncounted = neighborhood(snapshot, center, radius=radius, limit=limit, count_all=False)
    assert uncounted.total == (None if counted.truncated else len(counted.concepts))
    assert (uncounted.concepts, uncounted.links) == (counted.concepts, counted.links)


@pytest.fixture(scope="module")
def hubs() -> tuple[GraphSnapshot, "nx.Graph[int]"]:
    table = power_law_dag(4_000, 20_000, seed=11)
    snapshot = GraphSnapshot.build(
        concept_ids=np.arange(4_000), sources=table.sources, targets=table.targets, kinds=table.kinds
    )
    plain: nx.Graph[int] = nx.Graph()
    plain.add_nodes_from(range(4_000))
    plain.add_edges_from(zip(table.sources.tolist(), table.targets.tolist(), strict=True))
    return snapshot, plain


def _busiest(plain: "nx.Graph[int]", count: int) -> list[int]:
    return sorted(plain, key=lambda node: (-plain.degree(node), node))[:count]


@pytest.mark.parametrize("radius", [1, 2, 3])
@pytest.mark.parametrize("limit", [3, 40, 200, 100_000])
def test_hubs_are_cut_to_their_first_and_counted_whole(
    hubs: tuple[GraphSnapshot, "nx.Graph[int]"], radius: int, limit: int
) -> None:
    snapshot, plain = hubs
    for center in [*_busiest(plain, 4), 17, 1_234, 3_999]:
        reached = nx.single_source_shortest_path_length(plain, center, cutoff=radius)
        found = neighborhood(snapshot, center, radius=radius, limit=limit)
        # Ids ascend along the teaching order here, so ties by the order are ties by id.
        assert list(found.concepts) == sorted(reached, key=lambda node: (reached[node], node))[:limit]
        assert found.total == len(reached)
        among = plain.subgraph(found.concepts)
        assert {frozenset((link.source, link.target)) for link in found.links} == set(
            map(frozenset, among.edges)
        )


def test_a_kind_that_is_rare_at_a_hub_is_still_found_behind_the_rest() -> None:
    others = list(range(1, 5_001))
    kinds = [LinkKind.RELATED if number > 4_990 else LinkKind.PARENT for number in others]
    snapshot = GraphSnapshot.build(concept_ids=[0, *others], sources=[0] * 5_000, targets=others, kinds=kinds)
    found = neighborhood(snapshot, 0, radius=2, limit=4, kinds={LinkKind.RELATED})
    assert found.concepts == (0, 4_991, 4_992, 4_993)
    assert (found.truncated, found.total) == (True, 11)


def test_a_hub_whose_first_links_are_all_seen_still_comes_before_a_later_hub() -> None:
    ring, near, far = range(1, 21), range(100, 150), range(200, 250)
    hub, other = 50, 60
    pairs = [(0, one) for one in ring] + [(one, hub) for one in ring] + [(1, other)]
    pairs += [(hub, one) for one in near] + [(other, one) for one in far]
    sources, targets = zip(*pairs, strict=True)
    snapshot = GraphSnapshot.build(
        concept_ids=[0, *ring, hub, other, *near, *far],
        sources=sources,
        targets=targets,
        kinds=[LinkKind.RELATED] * len(pairs),
    )
    found = neighborhood(snapshot, 0, radius=3, limit=23 + 10)
    assert found.concepts[-10:] == tuple(near[:10])
    assert (found.truncated, found.total) == (True, 123)


def test_a_limit_reached_exactly_is_not_called_truncated() -> None:
    snapshot = GraphSnapshot.build(concept_ids=[1, 2, 3], sources=[1], targets=[2], kinds=[LinkKind.PARENT])
    found = neighborhood(snapshot, 1, radius=5, limit=2)
    assert (found.concepts, found.truncated, found.total) == ((1, 2), False, 2)


def test_an_unknown_center_is_refused_by_its_id() -> None:
    snapshot = GraphSnapshot.build(concept_ids=[1], sources=[], targets=[], kinds=[])
    with pytest.raises(UnknownConcept) as refusal:
        neighborhood(snapshot, 7)
    assert refusal.value.concept_id == 7


def test_threads_that_share_a_snapshot_get_the_answers_of_one(
    hubs: tuple[GraphSnapshot, "nx.Graph[int]"],
) -> None:
    snapshot, _ = hubs
    centers = list(range(0, 4_000, 40))
    alone = [neighborhood(snapshot, center, radius=3) for center in centers]
    together: dict[int, list[Neighborhood]] = {}

    def ask(thread: int) -> None:
        together[thread] = [neighborhood(snapshot, center, radius=3) for center in centers]

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(together[number] == alone for number in range(4))


def test_a_query_that_fails_leaves_no_marks_behind(
    hubs: tuple[GraphSnapshot, "nx.Graph[int]"], monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot, _ = hubs
    before = neighborhood(snapshot, 0, radius=2)
    with monkeypatch.context() as patched:
        patched.setattr("graph.neighborhood._links_among", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            neighborhood(snapshot, 0, radius=2)
    assert neighborhood(snapshot, 0, radius=2, kinds=ALL_KINDS) == before
