"""A neighborhood as JSON, joined from bytes that were encoded when the snapshot was built."""

from collections.abc import Collection
from itertools import pairwise

import numpy as np

from graph.adjacency import KIND_OF_CODE, Indices
from graph.kinds import ALL_KINDS, LinkKind
from graph.links import LinkArrays
from graph.neighborhood import Reach, reach
from graph.rows import SLUG_KEY
from graph.snapshot import GraphSnapshot

FROM, TO = b'{"source":"', b'","target":"'
KIND_OF_LINK = [b'","kind":"%s","reason":' % kind.word.encode() for kind in KIND_OF_CODE]
NO_REASON_OF_LINK = [opening + b'""},' for opening in KIND_OF_LINK]


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
    links = _links(snapshot, found, fragments)
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
    firsts = [*np.flatnonzero(np.diff(distances, prepend=-1)).tolist(), len(fragments)]
    parts = []
    for distance, (first, last) in enumerate(pairwise(firsts)):
        closing = b',"distance":%d}' % distance
        parts.append((closing + b",{").join(fragments[first:last]) + closing)
    return b",{".join(parts)


def _links(snapshot: GraphSnapshot, found: Reach, fragments: list[bytes]) -> bytes:
    links = found.links
    if not links.positions.size:
        return b""
    ends = snapshot.rows.slug_ends[found.indices].tolist()
    slugs = [fragment[SLUG_KEY:end] for fragment, end in zip(fragments, ends, strict=True)]
    sources, targets = _places(found, links)
    parts: list[bytes] = [FROM, b"", TO, b"", b""] * len(sources)
    parts[1::5] = map(slugs.__getitem__, sources)
    parts[3::5] = map(slugs.__getitem__, targets)
    parts[4::5] = _closings(snapshot, links)
    return b"".join(parts)[:-1]


def _places(found: Reach, links: LinkArrays) -> tuple[list[int], list[int]]:
    """Which of the concepts found each link starts and ends at."""
    by_index = np.argsort(found.indices)
    ascending = found.indices[by_index]
    sources = by_index[np.searchsorted(ascending, links.sources)]
    return sources.tolist(), by_index[np.searchsorted(ascending, links.targets)].tolist()


def _closings(snapshot: GraphSnapshot, links: LinkArrays) -> list[bytes]:
    codes = links.codes.tolist()
    reasons = snapshot.encoded_reasons_of(links.positions)
    if reasons is None:
        return [NO_REASON_OF_LINK[code] for code in codes]
    return [KIND_OF_LINK[code] + reason + b"}," for code, reason in zip(codes, reasons, strict=True)]
