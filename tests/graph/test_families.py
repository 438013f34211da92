"""The tree of a map read in pieces, against the tree read whole."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graph.families import child_counts, children_of, first_levels, first_parents, links_beside
from graph.forest import NO_PARENT
from graph.hierarchy import tree
from graph.kinds import LinkKind
from graph.snapshot import GraphSnapshot
from tests.graph.drawings import Drawing, drawings


def roots_in(snapshot: GraphSnapshot) -> np.ndarray:
    return snapshot.indices_of(tree(snapshot).roots)


@given(drawings())
def test_the_first_parent_and_the_children_are_those_of_the_whole_tree(drawing: Drawing) -> None:
    snapshot = drawing.snapshot()
    branches = tree(snapshot).branches
    everyone = np.arange(snapshot.concept_count)
    parents = first_parents(snapshot, everyone).tolist()
    counts = child_counts(snapshot, everyone).tolist()
    for index in everyone.tolist():
        branch = branches[snapshot.id_of(index)]
        above = None if parents[index] == NO_PARENT else snapshot.id_of(parents[index])
        assert above == branch.parent
        below = snapshot.concept_ids(children_of(snapshot, index)).tolist()
        assert tuple(below) == branch.children
        assert counts[index] == len(below)


@given(drawings(), st.integers(1, 20))
def test_levels_are_the_tree_breadth_first_as_far_as_asked(drawing: Drawing, most: int) -> None:
    snapshot = drawing.snapshot()
    whole = tree(snapshot)
    walk = list(whole.roots)
    for concept in walk:
        walk.extend(whole.branches[concept].children)
    levels = first_levels(snapshot, roots_in(snapshot), most=most)
    ids = snapshot.concept_ids(levels.indices).tolist()
    assert ids == walk[:most]
    for concept, parent, count in zip(
        ids, levels.parents.tolist(), levels.child_counts.tolist(), strict=True
    ):
        branch = whole.branches[concept]
        assert branch.parent == (None if parent == NO_PARENT else ids[parent])
        assert count == len(branch.children)


@given(drawings(), st.integers(1, 20))
def test_links_beside_the_tree_are_all_others_among_its_concepts(drawing: Drawing, most: int) -> None:
    snapshot = drawing.snapshot()
    whole = tree(snapshot)
    levels = first_levels(snapshot, roots_in(snapshot), most=most)
    present = set(snapshot.concept_ids(levels.indices).tolist())
    expected = [
        (source, target, kind)
        for source, target, kind in drawing.links
        if {source, target} <= present
        and not (kind == LinkKind.PARENT and whole.branches[target].parent == source)
    ]
    found = links_beside(snapshot, levels)
    kinds = [LinkKind(code or LinkKind.RELATED) for code in found.codes.tolist()]
    ends = (snapshot.concept_ids(indices).tolist() for indices in (found.sources, found.targets))
    assert sorted(zip(*ends, kinds, strict=True)) == sorted(expected)


def test_a_map_without_concepts_has_no_levels() -> None:
    empty = GraphSnapshot.build(concept_ids=[], sources=[], targets=[], kinds=[])
    levels = first_levels(empty, roots_in(empty), most=5)
    assert levels.indices.size == levels.parents.size == levels.child_counts.size == 0
    assert links_beside(empty, levels).sources.size == 0
