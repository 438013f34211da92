"""A whole map as JSON."""

import json

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graph.whole import graph_json
from tests.graph.drawings import Drawing, drawings


@given(st.data(), drawings(words=True))
def test_the_json_of_a_map_holds_its_concepts_and_the_links_among_them(
    data: st.DataObject, drawing: Drawing
) -> None:
    chosen = data.draw(st.lists(st.sampled_from(drawing.ids), unique=True))
    snapshot = drawing.snapshot()
    found = json.loads(graph_json(snapshot, snapshot.indices_of(chosen)))
    rows = [snapshot.row(snapshot.index_of(concept)) for concept in chosen]
    depths = {concept: snapshot.depths[snapshot.index_of(concept)] for concept in chosen}
    assert found["nodes"] == [
        {name: getattr(row, name) for name in ("slug", "title", "summary", "x", "y")}
        | {"depth": depths[concept]}
        for concept, row in zip(chosen, rows, strict=True)
    ]
    slugs = {concept: row.slug for concept, row in zip(chosen, rows, strict=True)}
    assert sorted(map(tuple, map(dict.values, found["links"]))) == sorted(
        (slugs[source], slugs[target], kind.name.lower(), drawing.reasons.get(number, ""))
        for number, (source, target, kind) in enumerate(drawing.links)
        if source in slugs and target in slugs
    )


def test_the_json_of_no_concepts_is_an_empty_graph() -> None:
    snapshot = Drawing([1], [0], [], {}, ["A"]).snapshot()
    assert json.loads(graph_json(snapshot, np.empty(0, dtype=np.int64))) == {"nodes": [], "links": []}
