"""All of a map's graph as JSON."""

import numpy as np
import orjson

from graph.links import Link, LinkArrays, links_by_id
from graph.snapshot import GraphSnapshot


def nodes_json(snapshot: GraphSnapshot) -> bytes:
    """Every concept in the map's own order, from what the snapshot holds encoded."""
    depths = snapshot.rows.depths
    nodes = [
        b'{%b,"depth":%d}' % (snapshot.fragment(index), depths[index])
        for index in snapshot.map_order().tolist()
    ]
    return b"[%b]" % b",".join(nodes)


def links_json(snapshot: GraphSnapshot) -> bytes:
    """Every link, its ends by slug. Cost: O(E) in Python, about 2 µs a link."""
    everything = np.arange(snapshot.concept_count)
    positions, lengths = snapshot.adjacency.earlier_positions(everything)
    links = links_by_id(
        snapshot, LinkArrays.at(snapshot.adjacency, positions, np.repeat(everything, lengths))
    )
    ids = snapshot.concept_ids(everything).tolist()
    slugs = {concept: snapshot.slug_of(index) for index, concept in enumerate(ids)}
    return orjson.dumps([_link(link, slugs) for link in links])


def _link(link: Link, slugs: dict[int, str]) -> dict[str, str]:
    return {
        "source": slugs[link.source],
        "target": slugs[link.target],
        "kind": link.kind.word,
        "reason": link.reason,
    }
