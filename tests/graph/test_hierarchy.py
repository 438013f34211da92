"""Roots, children, depths and the tree of a map, and how the tree is laid out."""

from collections.abc import Iterator

import networkx as nx
import numpy as np
from hypothesis import given

from graph.forest import NO_PARENT
from graph.hierarchy import Tree, children, depths, parents, roots, tree
from graph.kinds import LinkKind
from graph.layout import tree_layout
from graph.snapshot import GraphSnapshot
from tests.graph.drawings import Drawing, drawings

PARENT_ONLY = frozenset({LinkKind.PARENT})


@given(drawings())
def test_roots_are_the_concepts_without_a_parent_in_the_maps_order(drawing: Drawing) -> None:
    network = drawing.network(PARENT_ONLY)
    without = [concept for concept in drawing.ids if not network.in_degree(concept)]
    assert list(roots(drawing.snapshot())) == sorted(without, key=drawing.place)


@given(drawings())
def test_parents_and_children_follow_parent_links_alone(drawing: Drawing) -> None:
    network, snapshot = drawing.network(PARENT_ONLY), drawing.snapshot()
    for concept in drawing.ids:
        assert list(children(snapshot, concept)) == sorted(network.successors(concept), key=drawing.place)
        assert list(parents(snapshot, concept)) == sorted(network.predecessors(concept), key=drawing.place)


@given(drawings(words=True))
def test_depth_counts_the_links_from_the_nearest_root(drawing: Drawing) -> None:
    network, snapshot = drawing.network(PARENT_ONLY), drawing.snapshot()
    tops = {concept for concept in drawing.ids if not network.in_degree(concept)}
    expected = nx.multi_source_dijkstra_path_length(network, tops)
    found = depths(snapshot)
    assert {concept: found[snapshot.index_of(concept)] for concept in drawing.ids} == expected
    bare = Drawing(drawing.ids, drawing.positions, drawing.links).snapshot()
    assert depths(bare).tolist() == found.tolist()


@given(drawings())
def test_the_tree_holds_every_concept_under_its_first_parent(drawing: Drawing) -> None:
    network, found = drawing.network(PARENT_ONLY), tree(drawing.snapshot())
    assert sorted(found.branches) == sorted(drawing.ids)
    assert list(found.roots) == list(roots(drawing.snapshot()))
    for concept, branch in found.branches.items():
        above = sorted(network.predecessors(concept), key=drawing.place)
        assert branch.parent == (above[0] if above else None)
        mine = [other for other, below in found.branches.items() if below.parent == concept]
        assert list(branch.children) == sorted(mine, key=drawing.place)
        if branch.parent is not None:
            assert branch.depth == found.branches[branch.parent].depth + 1


def walked(found: Tree) -> Iterator[int]:
    """The concepts of a tree as an outline lists them."""
    waiting = list(reversed(found.roots))
    while waiting:
        concept = waiting.pop()
        yield concept
        waiting.extend(reversed(found.branches[concept].children))


@given(drawings(words=True))
def test_leaves_stand_row_under_row_in_outline_order_and_parents_midway(drawing: Drawing) -> None:
    snapshot, found = drawing.snapshot(), tree(drawing.snapshot())
    rows = {concept: snapshot.row(snapshot.index_of(concept)) for concept in drawing.ids}
    leaves = [concept for concept in walked(found) if not found.branches[concept].children]
    assert [rows[leaf].y for leaf in leaves] == list(range(len(leaves)))
    for concept, branch in found.branches.items():
        assert rows[concept].x == branch.depth
        if branch.children:
            middle = (rows[branch.children[0]].y + rows[branch.children[-1]].y) / 2
            # Middles of middles are rounded to eighths once each.
            assert abs(rows[concept].y - middle) <= 0.125


def test_the_layout_does_not_change_when_it_is_made_again() -> None:
    primary = np.array([NO_PARENT, 0, 0, 1, 1, 2], dtype=np.int64)
    positions = np.array([0, 4, 1, 2, 5, 3], dtype=np.int64)
    first, second = tree_layout(primary, positions), tree_layout(primary, positions)
    assert [axis.tolist() for axis in first] == [axis.tolist() for axis in second]
    assert first[0].tolist() == [0, 1, 1, 2, 2, 2]
    assert first[1].tolist() == [0.75, 1.5, 0, 1, 2, 0]


def test_a_chain_as_long_as_a_large_map_is_laid_out_without_recursion() -> None:
    length = 20_000
    primary = np.arange(-1, length - 1, dtype=np.int64)
    x, y = tree_layout(primary, np.arange(length))
    assert x.tolist() == list(range(length))
    assert not y.any()


def test_depths_of_a_long_chain_are_found_in_one_pass() -> None:
    length = 20_000
    snapshot = GraphSnapshot.build(
        concept_ids=range(length),
        sources=range(length - 1),
        targets=range(1, length),
        kinds=[LinkKind.PARENT] * (length - 1),
    )
    assert depths(snapshot).tolist() == list(range(length))
