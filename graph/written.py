"""Links in the order in which a map is written down: each with the concept at which it is written."""

from dataclasses import dataclass

import numpy as np

from graph.adjacency import KIND_OF_CODE, Adjacency, Entries, Indices, places_in_rows
from graph.kinds import LinkKind
from graph.snapshot import GraphSnapshot

_KINDS = np.array(KIND_OF_CODE, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class WrittenLinks:
    """Links by index: `here`, where they are written, the `others`, their `kinds` and `reasons`."""

    here: Indices
    others: Indices
    kinds: tuple[LinkKind, ...]
    reasons: tuple[str, ...]


def links_written_at(snapshot: GraphSnapshot, indices: Indices) -> WrittenLinks:
    """The links that are written at some concepts, given in the map's order: by concept, kind and other end.

    A teaching link is written at its target, a related link at whichever end comes first in the map's order, so that
    each is written once. Cost: O(E log E) of the concepts' rows.
    """
    adjacency, places = snapshot.adjacency, snapshot.positions
    entries = adjacency.around(indices)
    here = np.repeat(indices, adjacency.degrees(indices))
    others, kinds = (entries >> 2).astype(np.int64), _KINDS[entries & 3]
    related = kinds == LinkKind.RELATED
    chosen = np.flatnonzero(np.where(related, places[others] > places[here], others < here))
    order = chosen[np.lexsort((places[others[chosen]], kinds[chosen], places[here[chosen]]))]
    here, others, entries = here[order], others[order], entries[order]
    return WrittenLinks(
        here=here,
        others=others,
        kinds=tuple(KIND_OF_CODE[code] for code in (entries & 3).tolist()),
        reasons=tuple(snapshot.reasons_of(positions_of(adjacency, here, others, entries))),
    )


def positions_of(adjacency: Adjacency, here: Indices, others: Indices, entries: Entries) -> Indices:
    """Where links stand in the rows of their later ends, by which their reasons are kept.

    Parameters: `entries`, as they stand in the rows of `here`. Cost: O(log V) each.
    """
    earlier = (np.minimum(here, others) << 2) | (entries.astype(np.int64) & 3)
    return places_in_rows(adjacency, np.maximum(here, others), earlier)
