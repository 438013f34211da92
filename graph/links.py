"""A link of a graph as an answer gives it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.adjacency import BACKWARD, KIND_OF_CODE, Adjacency, Indices, places_among
from graph.kinds import LinkKind
from graph.snapshot import GraphSnapshot


@dataclass(frozen=True, slots=True)
class Link:
    """One link by ids.

    A related link is given as it was stored, and `reason` is empty where none was written.
    """

    source: int
    target: int
    kind: LinkKind
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LinkArrays:
    """Links by index: `sources`, `targets`, their `codes`, and their `positions` among the entries."""

    sources: Indices
    targets: Indices
    codes: npt.NDArray[np.uint8]
    positions: Indices

    @classmethod
    def at(cls, adjacency: Adjacency, positions: Indices, later: Indices) -> "LinkArrays":
        """The links that stand at `positions` in the rows of `later`, their later ends."""
        entries = adjacency.at(positions)
        codes = (entries & 3).astype(np.uint8)
        earlier = (entries >> 2).astype(np.int64)
        backward = codes == BACKWARD
        if not backward.any():
            return cls(earlier, later, codes, positions)
        return cls(np.where(backward, later, earlier), np.where(backward, earlier, later), codes, positions)


def links_among(adjacency: Adjacency, members: Indices) -> LinkArrays:
    """All links between `members`, ascending indices. Cost: O(V log V + E) of the members."""
    positions, lengths = adjacency.earlier_positions(members)
    _, inside = places_among(members, (adjacency.at(positions) >> 2).astype(np.int64))
    chosen = np.flatnonzero(inside)
    return LinkArrays.at(adjacency, positions[chosen], np.repeat(members, lengths)[chosen])


def links_by_id(snapshot: GraphSnapshot, links: LinkArrays) -> tuple[Link, ...]:
    """The same links with ids and reasons."""
    sources, targets = (
        snapshot.concept_ids(links.sources).tolist(),
        snapshot.concept_ids(links.targets).tolist(),
    )
    kinds = [KIND_OF_CODE[code] for code in links.codes.tolist()]
    reasons = snapshot.reasons_of(links.positions)
    return tuple(map(Link, sources, targets, kinds, reasons))


def link_counts(snapshot: GraphSnapshot) -> dict[LinkKind, int]:
    """How many links of each kind the graph has. Cost: O(1)."""
    counts = snapshot.kind_counts.tolist()
    return {kind: counts[kind] for kind in LinkKind}
