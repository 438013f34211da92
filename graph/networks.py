"""A graph, or part of one, as a NetworkX graph: for its algorithms and its formats.

The one module that imports it.
"""

import re
from collections.abc import Collection
from typing import Any

import networkx as nx
import numpy as np

from graph.adjacency import KIND_OF_CODE, Indices
from graph.links import links_among
from graph.snapshot import GraphSnapshot

# What XML 1.0 cannot hold even escaped; NetworkX writes it all the same and then cannot read its own file.
UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_networkx(
    snapshot: GraphSnapshot, concept_ids: Collection[int] | None = None
) -> "nx.MultiDiGraph[int]":
    """The graph of `concept_ids` and all links among them; without ids the whole map.

    Returns: nodes by id in the map's own order, with slug, title, summary, minutes, depth, x and y where the
    snapshot has rows; edges keyed by the word of their kind, with `kind` and, if one was written, `reason`.
    Attributes are plain strings and numbers without control characters, so that GraphML and GEXF can be
    written and read again.
    Cost: O(V + E) of what is returned, about 1 kB a concept. Raises: UnknownConcept.
    """
    chosen = snapshot.map_order() if concept_ids is None else _in_map_order(snapshot, concept_ids)
    network: nx.MultiDiGraph[int] = nx.MultiDiGraph(revision=snapshot.revision)
    ids = snapshot.concept_ids(chosen).tolist()
    for concept_id, index in zip(ids, chosen.tolist(), strict=True):
        network.add_node(concept_id, **_node_attributes(snapshot, index))
    links = links_among(snapshot.adjacency, np.sort(chosen))
    sources, targets = (
        snapshot.concept_ids(links.sources).tolist(),
        snapshot.concept_ids(links.targets).tolist(),
    )
    reasons = snapshot.reasons_of(links.positions)
    for source, target, code, reason in zip(sources, targets, links.codes.tolist(), reasons, strict=True):
        kind = KIND_OF_CODE[code].word
        network.add_edge(
            source, target, key=kind, kind=kind, **({"reason": writable(reason)} if reason else {})
        )
    return network


def writable(text: str) -> str:
    """`text` without the characters that no XML file can hold."""
    return UNWRITABLE.sub("", text)


def _in_map_order(snapshot: GraphSnapshot, concept_ids: Collection[int]) -> Indices:
    indices = np.unique(snapshot.indices_of(concept_ids))
    return indices[np.argsort(snapshot.positions[indices])]


def _node_attributes(snapshot: GraphSnapshot, index: int) -> dict[str, Any]:
    if not snapshot.has_rows:
        return {}
    row = snapshot.row(index)
    words = {"slug": writable(row.slug), "title": writable(row.title), "summary": writable(row.summary)}
    return {**words, "minutes": row.minutes, "depth": int(snapshot.depths[index]), "x": row.x, "y": row.y}
