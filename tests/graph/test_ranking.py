"""Personalised PageRank, beside that of NetworkX and by what must hold of any."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

# What `networkx.pagerank` does by itself needs SciPy; this is its own twin in plain Python.
from networkx.algorithms.link_analysis.pagerank_alg import _pagerank_python  # type: ignore[attr-defined]

from graph.errors import BadGraph
from graph.ranking import WeightedGraph, personalised_pagerank

NODES = 12
edges = st.lists(
    st.tuples(st.integers(0, NODES - 1), st.integers(0, NODES - 1), st.floats(0.01, 10)), max_size=40
)
seeds = st.dictionaries(st.integers(0, NODES - 1), st.floats(0.1, 5), min_size=1, max_size=4)


def built(pairs: list[tuple[int, int, float]], count: int = NODES) -> WeightedGraph:
    return WeightedGraph.build(count, [pair[:2] for pair in pairs], [pair[2] for pair in pairs])


@given(edges, seeds, st.sampled_from([0.5, 0.85]))
def test_ranks_are_those_of_networkx(pairs, begin, damping):
    other: nx.Graph[int] = nx.Graph()
    other.add_nodes_from(range(NODES))
    for one, two, weight in pairs:
        there = other.get_edge_data(one, two, {"weight": 0})["weight"]
        other.add_edge(one, two, weight=there + weight)
    expected = _pagerank_python(other, alpha=damping, personalization=begin, tol=1e-12, max_iter=1000)
    found = personalised_pagerank(built(pairs), begin, damping=damping, tolerance=1e-12)
    assert np.allclose(found, [expected[node] for node in range(NODES)], atol=1e-8)


@given(edges, seeds)
def test_ranks_sum_to_one_and_none_is_below_nought(pairs, begin):
    found = personalised_pagerank(built(pairs), begin)
    assert found.min() >= 0
    assert found.sum() == pytest.approx(1, abs=1e-9)


@given(edges, seeds)
def test_what_cannot_be_reached_has_no_rank(pairs, begin):
    joined = nx.Graph([(one, two) for one, two, _ in pairs])
    joined.add_nodes_from(range(NODES))
    reached = set().union(*(nx.node_connected_component(joined, node) for node in begin))
    found = personalised_pagerank(built(pairs), begin)
    assert all(found[node] == 0 for node in range(NODES) if node not in reached)


def test_the_nearer_and_the_stronger_comes_first():
    chain = built([(0, 1, 1.0), (1, 2, 1.0), (2, 3, 1.0), (0, 4, 3.0)], count=5)
    found = personalised_pagerank(chain, {0: 1})
    assert list(np.argsort(-found)) == [0, 4, 1, 2, 3]


def test_a_node_without_edges_keeps_all_of_it():
    assert personalised_pagerank(built([], count=3), {1: 1}).tolist() == [0, 1, 0]


@pytest.mark.parametrize("begin", [{}, {7: 1}, {-1: 1}, {0: 0}, {0: -1}])
def test_a_walk_must_begin_at_a_node(begin):
    with pytest.raises(BadGraph):
        personalised_pagerank(built([(0, 1, 1.0)], count=2), begin)


@pytest.mark.parametrize(
    ("pair", "weight"), [((0, 2), 1), ((-1, 0), 1), ((0, 1), 0), ((0, 1), -1), ((0, 1), np.nan)]
)
def test_edges_that_make_no_graph_are_refused(pair, weight):
    with pytest.raises(BadGraph):
        WeightedGraph.build(2, [pair], [weight])
