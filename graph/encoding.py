"""Links as JSON, joined from bytes that were encoded when the snapshot was built."""

import numpy as np

from graph.adjacency import KIND_OF_CODE, Indices
from graph.links import LinkArrays
from graph.rows import NO_REASON, SLUG_KEY
from graph.snapshot import GraphSnapshot

FROM, TO = b'{"source":"', b'","target":"'
KIND_OF_LINK = [b'","kind":"%s","reason":' % kind.word.encode() for kind in KIND_OF_CODE]


def encoded_links(
    snapshot: GraphSnapshot, indices: Indices, links: LinkArrays, fragments: list[bytes]
) -> bytes:
    """The objects `{source, target, kind, reason}` of `links`, ends by slug, with commas between them.

    Parameters: `fragments`, those of `indices`, which hold all ends of the links.
    """
    if not links.positions.size:
        return b""
    ends = snapshot.rows.slug_ends[indices].tolist()
    slugs = [fragment[SLUG_KEY:end] for fragment, end in zip(fragments, ends, strict=True)]
    sources, targets = _places(indices, links)
    # One list filled a column at a time, because a loop over links would cost more than all the rest.
    parts: list[bytes] = [b"}," + FROM, b"", TO, b"", b"", NO_REASON] * len(sources)
    parts[0] = FROM
    parts[1::6] = map(slugs.__getitem__, sources)
    parts[3::6] = map(slugs.__getitem__, targets)
    parts[4::6] = map(KIND_OF_LINK.__getitem__, links.codes.tolist())
    reasons = snapshot.encoded_reasons_of(links.positions)
    if reasons is not None:
        parts[5::6] = reasons
    return b"".join(parts) + b"}"


def _places(indices: Indices, links: LinkArrays) -> tuple[list[int], list[int]]:
    """At which of `indices` each link starts and ends."""
    by_index = np.argsort(indices)
    ascending = indices[by_index]
    sources = by_index[np.searchsorted(ascending, links.sources)]
    return sources.tolist(), by_index[np.searchsorted(ascending, links.targets)].tolist()
