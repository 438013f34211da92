"""Made-up graphs have the shape they promise."""

import networkx as nx
import numpy as np
import pytest

from graph.kinds import LinkKind
from graph.snapshot import GraphSnapshot
from graph.synthetic import power_law_dag


@pytest.mark.parametrize(("concepts", "links"), [(1, 0), (2, 1), (50, 49), (1_000, 4_000), (20_000, 100_000)])
def test_a_made_up_map_has_the_size_asked_for_and_is_a_graph(concepts: int, links: int) -> None:
    table = power_law_dag(concepts, links, seed=3)
    snapshot = GraphSnapshot.build(
        concept_ids=range(concepts), sources=table.sources, targets=table.targets, kinds=table.kinds
    )
    assert (snapshot.concept_count, snapshot.link_count) == (concepts, links)
    # Teaching links run upwards, so the order given is the teaching order.
    assert snapshot.concept_ids(np.arange(concepts)).tolist() == list(range(concepts))


def test_no_pair_is_linked_twice() -> None:
    table = power_law_dag(500, 3_000, seed=3)
    pairs = {frozenset(pair) for pair in zip(table.sources.tolist(), table.targets.tolist(), strict=True)}
    assert len(pairs) == table.sources.size


def test_every_concept_but_the_first_has_a_parent() -> None:
    table = power_law_dag(2_000, 9_000, seed=4)
    assert set(table.targets[table.kinds == LinkKind.PARENT].tolist()) == set(range(1, 2_000))


def test_the_same_seed_gives_the_same_graph_and_another_another() -> None:
    tables = [power_law_dag(300, 1_200, seed=seed) for seed in (9, 9, 10)]
    same = [np.array_equal(tables[0].sources, table.sources) for table in tables]
    assert same == [True, True, False]


def test_most_links_teach_and_a_few_concepts_have_very_many() -> None:
    table = power_law_dag(20_000, 100_000, seed=1)
    teaching = float(np.mean(table.kinds != LinkKind.RELATED))
    assert teaching == pytest.approx(0.88, abs=0.01)
    degrees = np.sort(np.bincount(np.concatenate((table.sources, table.targets))))
    assert degrees[-1] > 60 * np.median(degrees)
    network = nx.DiGraph(zip(table.sources.tolist(), table.targets.tolist(), strict=True))
    assert max(dict(network.out_degree()).values()) > 20 * max(dict(network.in_degree()).values())
