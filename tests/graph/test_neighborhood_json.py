"""The neighborhood as JSON says just what the dataclasses say."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import GraphError
from graph.kinds import LinkKind
from graph.neighborhood import Neighborhood, neighborhood
from graph.neighborhood_json import neighborhood_json
from graph.snapshot import GraphSnapshot
from tests.graph.drawings import Drawing, drawings, kind_sets


def as_answer(snapshot: GraphSnapshot, found: Neighborhood) -> object:
    """What the JSON must decode to, made from the dataclasses one by one."""
    rows = {concept: snapshot.row(snapshot.index_of(concept)) for concept in found.concepts}
    nodes = [
        {
            "slug": rows[concept].slug,
            "title": rows[concept].title,
            "summary": rows[concept].summary,
            "distance": distance,
            "x": rows[concept].x,
            "y": rows[concept].y,
        }
        for concept, distance in zip(found.concepts, found.distances, strict=True)
    ]
    links = [
        {
            "source": rows[link.source].slug,
            "target": rows[link.target].slug,
            "kind": link.kind.name.lower(),
            "reason": link.reason,
        }
        for link in found.links
    ]
    return {"nodes": nodes, "links": links, "truncated": found.truncated, "total": found.total}


@settings(max_examples=150)
@given(st.data(), drawings(words=True), st.integers(0, 3), st.integers(1, 16), kind_sets(), st.booleans())
def test_the_json_equals_the_dataclasses(
    data: st.DataObject,
    drawing: Drawing,
    radius: int,
    limit: int,
    kinds: frozenset[LinkKind],
    count_all: bool,
) -> None:
    center = data.draw(st.sampled_from(drawing.ids))
    with TemporaryDirectory() as folder:
        drawing.snapshot().save(Path(folder))
        snapshot = GraphSnapshot.open(Path(folder))
    asked = {"radius": radius, "limit": limit, "kinds": kinds, "count_all": count_all}
    found = neighborhood(snapshot, center, **asked)  # type: ignore[arg-type]
    encoded = neighborhood_json(snapshot, snapshot.index_of(center), **asked)  # type: ignore[arg-type]
    assert json.loads(encoded) == as_answer(snapshot, found)


def test_a_snapshot_without_words_has_no_json() -> None:
    bare = GraphSnapshot.build(concept_ids=[1], sources=[], targets=[], kinds=[])
    with pytest.raises(GraphError, match="without rows"):
        neighborhood_json(bare, 0)
