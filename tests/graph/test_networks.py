"""Snapshots as NetworkX graphs, and the traps of NetworkX 3.6 that the graph service stays out of."""

import ast
import io
import time
from itertools import islice
from pathlib import Path
from xml.etree.ElementTree import ParseError

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import graph
from graph.adjacency import Adjacency, Entries, Indices
from graph.errors import TeachingCircle, UnknownConcept
from graph.kinds import LinkKind
from graph.neighborhood import neighborhood
from graph.networks import to_networkx
from graph.path import learning_path
from graph.rows import Rows
from graph.snapshot import GraphSnapshot
from tests.graph.drawings import Drawing, drawings

PARENT, PREREQUISITE, RELATED = LinkKind.PARENT, LinkKind.PREREQUISITE, LinkKind.RELATED


@given(st.data(), drawings(words=True))
def test_the_network_has_the_concepts_and_the_links_among_them(data: st.DataObject, drawing: Drawing) -> None:
    chosen = data.draw(st.none() | st.lists(st.sampled_from(drawing.ids)))
    network = to_networkx(drawing.snapshot(), chosen)
    kept = drawing.ids if chosen is None else set(chosen)
    assert list(network) == sorted(kept, key=drawing.place)
    assert set(network.edges(keys=True)) == {
        (source, target, word.name.lower())
        for source, target, word in drawing.links
        if source in kept and target in kept
    }
    assert all(network.edges[edge]["kind"] == edge[2] for edge in network.edges(keys=True))


def test_an_unknown_concept_has_no_network() -> None:
    with pytest.raises(UnknownConcept):
        to_networkx(GraphSnapshot.build(concept_ids=[1], sources=[], targets=[], kinds=[]), [1, 2])


@settings(max_examples=60)
@given(drawings(words=True))
def test_graphml_and_gexf_of_any_map_can_be_read_again(drawing: Drawing) -> None:
    network = to_networkx(drawing.snapshot())
    for write, read in ((nx.write_graphml, nx.read_graphml), (nx.write_gexf, nx.read_gexf)):
        file = io.BytesIO()
        write(network, file)
        file.seek(0)
        again = read(file, node_type=int)
        assert set(again) == set(network)
        assert again.number_of_edges() == network.number_of_edges()


def worded(title: str) -> GraphSnapshot:
    """One concept with a title of our choice."""
    rows = Rows(["a"], [title], ["Said."], [3])
    return GraphSnapshot.build(concept_ids=[1], sources=[], targets=[], kinds=[], rows=rows)


def test_trap_graphml_raises_on_none_and_lists_and_ours_has_neither() -> None:
    for value in (None, ["a"]):
        trap: nx.DiGraph[int] = nx.DiGraph()
        trap.add_node(1, value=value)
        with pytest.raises((TypeError, nx.NetworkXError)):
            nx.write_graphml(trap, io.BytesIO())
    attributes = to_networkx(worded("A")).nodes[1].values()
    assert {type(value) for value in attributes} <= {str, int, float}


def test_trap_graphml_writes_control_characters_it_cannot_read_and_ours_drops_them() -> None:
    title = "null \x00 bell \x07 tab \t last \uffff smile \U0001f600"
    trap: nx.DiGraph[int] = nx.DiGraph()
    trap.add_node(1, title="bell \x07")
    written = io.BytesIO()
    nx.write_graphml_xml(trap, written)
    written.seek(0)
    with pytest.raises(ParseError):
        nx.read_graphml(written)
    ours = io.BytesIO()
    nx.write_graphml(to_networkx(worded(title)), ours)
    again = nx.read_graphml(io.BytesIO(ours.getvalue()))
    assert again.nodes["1"]["title"] == "null  bell  tab \t last  smile \U0001f600"


def test_trap_topological_generations_raises_only_when_iterated_and_ours_at_once() -> None:
    circle: nx.DiGraph[int] = nx.DiGraph([(1, 2), (2, 1)])
    lazy = nx.topological_generations(circle)
    with pytest.raises(nx.NetworkXUnfeasible):
        list(lazy)
    with pytest.raises(TeachingCircle):
        GraphSnapshot.build(concept_ids=[1, 2], sources=[1, 2], targets=[2, 1], kinds=[PARENT, PARENT])


def test_trap_ego_graph_follows_out_links_only_and_ours_both_ways() -> None:
    edges = [(1, 2), (2, 3)]
    assert set(nx.ego_graph(nx.DiGraph(edges), 2)) == {2, 3}
    snapshot = GraphSnapshot.build(
        concept_ids=[1, 2, 3], sources=[1, 2], targets=[2, 3], kinds=[PARENT, PARENT]
    )
    assert set(neighborhood(snapshot, 2).concepts) == {1, 2, 3}


def test_trap_undirected_ego_graph_copies_the_whole_graph(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    copied: list[int] = []
    original = nx.DiGraph.to_undirected

    def copying(network: "nx.DiGraph[int]") -> "nx.Graph[int]":
        copied.append(len(network))
        return original(network)

    monkeypatch.setattr(nx.DiGraph, "to_undirected", copying)
    whole: nx.DiGraph[int] = nx.path_graph(5_000, create_using=nx.DiGraph)
    nx.ego_graph(whole, 2_500, undirected=True)
    assert copied == [5_000]


def test_a_neighborhood_reads_the_rows_of_what_it_returns_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    ids = np.arange(5_000)
    kinds = np.full(4_999, PARENT)
    snapshot = GraphSnapshot.build(concept_ids=ids, sources=ids[:-1], targets=ids[1:], kinds=kinds)
    read: list[int] = []
    original = Adjacency.at

    def counting(adjacency: Adjacency, positions: Indices) -> Entries:
        read.append(positions.size)
        return original(adjacency, positions)

    monkeypatch.setattr(Adjacency, "at", counting)
    assert len(neighborhood(snapshot, 2_500).concepts) == 3
    assert sum(read) < 10


def test_trap_transitive_reduction_drops_attributes_and_ours_keeps_every_link_with_its_reason() -> None:
    trap: nx.DiGraph[int] = nx.DiGraph()
    trap.add_edge(1, 2, reason="Because.")
    assert nx.transitive_reduction(trap).edges[1, 2] == {}
    rows = Rows(
        ["a", "b", "c"], ["A", "B", "C"], ["", "", ""], [1, 1, 1], {0: "One.", 1: "Two.", 2: "Three."}
    )
    snapshot = GraphSnapshot.build(
        concept_ids=[1, 2, 3],
        sources=[1, 2, 1],
        targets=[2, 3, 3],
        kinds=[PARENT, PREREQUISITE, PREREQUISITE],
        rows=rows,
    )
    needs = [(need.concept_id, need.reason) for need in learning_path(snapshot, 3).steps[0].needed_by]
    assert needs == [(2, "One."), (3, "Three.")]


def test_trap_cycles_and_simple_paths_explode_on_a_small_dense_graph() -> None:
    dense: nx.DiGraph[int] = nx.complete_graph(26, create_using=nx.DiGraph)
    many = 20_000
    # Not a tenth of a billionth of what these would go on to list.
    assert sum(1 for _ in islice(nx.all_simple_paths(dense, 0, 25), many)) == many
    assert sum(1 for _ in islice(nx.simple_cycles(dense), many)) == many
    ids = range(26)
    pairs = [(a, b) for a in ids for b in ids if a < b]
    sources, targets = zip(*pairs, strict=True)
    snapshot = GraphSnapshot.build(
        concept_ids=ids, sources=sources, targets=targets, kinds=[PREREQUISITE] * len(pairs)
    )
    begun = time.thread_time()
    assert len(learning_path(snapshot, 25).steps) == 26
    assert time.thread_time() - begun < 1


FORBIDDEN = {
    "simple_cycles",
    "all_simple_paths",
    "all_simple_edge_paths",
    "ego_graph",
    "topological_generations",
    "transitive_reduction",
}
SOURCES = sorted(Path(graph.__file__).parent.glob("*.py"))


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_the_graph_service_calls_none_of_the_traps(source: Path) -> None:
    names = {
        node.attr if isinstance(node, ast.Attribute) else node.id
        for node in ast.walk(ast.parse(source.read_text()))
        if isinstance(node, ast.Attribute | ast.Name)
    }
    assert not names & FORBIDDEN


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_the_graph_service_knows_neither_django_nor_the_other_rooms(source: Path) -> None:
    imported = set()
    for node in ast.walk(ast.parse(source.read_text())):
        if isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add((node.module or "").split(".")[0])
    assert not imported & {
        "django",
        "concepts",
        "explore",
        "kinapse",
        "library",
        "learners",
        "waitlist",
        "outbox",
    }
    assert "networkx" not in imported or source.name == "networks.py"
