"""A neighborhood as JSON, joined from bytes that were encoded when the snapshot was built."""

from collections.abc import Collection
from itertools import pairwise

import numpy as np

from graph.adjacency import Indices
from graph.encoding import encoded_links
from graph.kinds import ALL_KINDS, LinkKind
from graph.neighborhood import reach
from graph.snapshot import GraphSnapshot


def neighborhood_json(
    snapshot: GraphSnapshot,
    center: int,
    *,
    radius: int = 1,
    limit: int = 200,
    kinds: Collection[LinkKind] = ALL_KINDS,
    count_all: bool = True,
) -> bytes:
    """`neighborhood` as `{"nodes": […], "links": […], "truncated": …, "total": …}`, links ending at slugs.

    Parameters: `center` is an index (`index_of_slug` gives it), all else as for `neighborhood`.
    Returns: UTF-8 JSON; `total` is null when it was not counted. Cost: that of `reach`, and O(bytes of the
    answer).
    """
    found = reach(snapshot, center, radius=radius, limit=limit, kinds=kinds, count_all=count_all)
    fragments = snapshot.rows.fragments.several(found.indices)
    links = encoded_links(snapshot, found.indices, found.links, fragments)
    truncated = b"true" if found.truncated else b"false"
    total = b"null" if found.total is None else b"%d" % found.total
    nodes = _nodes(found.distances, fragments)
    return b"".join(
        (
            b'{"nodes":[{',
            nodes,
            b'],"links":[',
            links,
            b'],"truncated":',
            truncated,
            b',"total":',
            total,
            b"}",
        )
    )


def _nodes(distances: Indices, fragments: list[bytes]) -> bytes:
    """The objects of `nodes` without the first brace.

    Distances ascend, so each stretch of them is one join.
    """
    lasts = np.bincount(distances).cumsum().tolist()
    parts = []
    for distance, (first, last) in enumerate(pairwise([0, *lasts])):
        closing = b',"distance":%d}' % distance
        parts.append((closing + b",{").join(fragments[first:last]) + closing)
    return b",{".join(parts)
