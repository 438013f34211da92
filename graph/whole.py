"""Some or all of a map as JSON, joined from bytes that were encoded when the snapshot was built."""

import numpy as np

from graph.adjacency import Indices
from graph.encoding import encoded_links
from graph.links import links_among
from graph.snapshot import GraphSnapshot


def graph_json(snapshot: GraphSnapshot, indices: Indices) -> bytes:
    """Concepts and all links among them as `{"nodes": […], "links": […]}`, links ending at slugs.

    Parameters: `indices`, each once; nodes come in their order. Returns: UTF-8 JSON, a node being
    `{slug, title, summary, x, y, depth}`. Cost: O(V log V + E) of the concepts given. Raises: GraphError without rows.
    """
    rows = snapshot.rows
    fragments = rows.fragments.several(indices)
    depths = snapshot.depths[indices].tolist()
    nodes = b",".join(b'{%b,"depth":%d}' % node for node in zip(fragments, depths, strict=True))
    links = encoded_links(snapshot, indices, links_among(snapshot.adjacency, np.sort(indices)), fragments)
    return b'{"nodes":[%b],"links":[%b]}' % (nodes, links)
