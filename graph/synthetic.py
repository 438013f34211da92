"""Made-up graphs of any size, the same for the same seed."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.adjacency import Indices
from graph.kinds import LinkKind

# How often the first link of a concept starts where that of an earlier concept starts, and a further link
# where any earlier one does; all else starts anywhere. Copying makes the hubs, the rest gives a concept its
# many ancestors.
COPIED_FIRST, COPIED_LATER = 0.65, 0.1
RELATED_SHARE = 0.12
LATER_PARENTS = 0.25
# So many more links are drawn than asked for, since some fall on the same pair.
SPARE = 1.06


@dataclass(frozen=True, slots=True)
class LinkTable:
    """Links between concepts 0…V-1 as three arrays of the same length.

    Teaching links run from lower to higher.
    """

    sources: Indices
    targets: Indices
    kinds: npt.NDArray[np.uint8]


def power_law_dag(concepts: int, links: int, seed: int) -> LinkTable:
    """A teaching order with hubs, in which every concept but the first has a parent.

    Parameters: `links`, at least `concepts` - 1; in a dense graph fewer come out, for no pair is linked
    twice.
    Returns: some 88 % of the links teach, the rest are related. At 1,000,000 and 5,000,000 the largest hub
    has between 10,000 and 20,000 links. Cost: O(E log E).
    Source: the copying model of Kumar et al. 2000, which gives the degrees a power law.
    """
    generator = np.random.default_rng(seed)
    related = int(links * RELATED_SHARE)
    targets = _targets(generator, concepts, max(int((links - related) * SPARE), concepts - 1))
    sources = _copied_sources(generator, targets)
    pairs = generator.integers(0, concepts, size=(2, int(related * SPARE)))
    low = np.concatenate((sources, pairs.min(axis=0)))
    high = np.concatenate((targets, pairs.max(axis=0)))
    is_related = np.arange(low.size) >= sources.size
    chosen = _once(generator, concepts, low, high, is_related, links)
    kinds = _kinds(generator, high[chosen], is_related[chosen])
    return LinkTable(low[chosen], high[chosen], kinds)


def _targets(generator: "np.random.Generator", concepts: int, count: int) -> Indices:
    """Ends of teaching links, ascending: each concept but the first at least once."""
    more = max(count - concepts + 1, 0) if concepts > 1 else 0
    extra = generator.integers(1, max(concepts, 2), size=more)
    return np.sort(np.concatenate((np.arange(1, concepts), extra)).astype(np.int64))


def _copied_sources(generator: "np.random.Generator", targets: Indices) -> Indices:
    """A start before each of the ascending `targets`: anywhere, or that of some link before it."""
    numbers = np.arange(targets.size)
    first = np.flatnonzero(np.diff(targets, prepend=-1))
    pattern = (generator.random(targets.size) * numbers).astype(np.int64)
    pattern[first] = first[(generator.random(first.size) * np.arange(first.size)).astype(np.int64)]
    share = np.full(targets.size, COPIED_LATER)
    share[first] = COPIED_FIRST
    pattern = np.where(generator.random(targets.size) < share, pattern, numbers)
    # Chains of copies are followed to their first by doubling the stride until nothing moves.
    while not np.array_equal(further := pattern[pattern], pattern):
        pattern = further
    fresh = (generator.random(targets.size) * targets).astype(np.int64)
    sources: Indices = fresh[pattern]
    return sources


def _once(
    generator: "np.random.Generator",
    concepts: int,
    low: Indices,
    high: Indices,
    related: npt.NDArray[np.bool_],
    most: int,
) -> Indices:
    """Which links to keep: no loops, each pair once, each concept's first teaching link, `most` in all."""
    pairs = low * concepts + high
    first = np.unique(pairs, return_index=True)[1]
    first = first[low[first] != high[first]]
    taught = np.sort(first[~related[first]])
    needed = np.zeros(low.size, dtype=bool)
    needed[taught[np.unique(high[taught], return_index=True)[1]]] = True
    spare = generator.permutation(first[~needed[first]])
    surplus = max(first.size - most, 0)
    return np.sort(np.concatenate((first[needed[first]], spare[surplus:])))


def _kinds(
    generator: "np.random.Generator", targets: Indices, related: npt.NDArray[np.bool_]
) -> npt.NDArray[np.uint8]:
    parent = generator.random(targets.size) < LATER_PARENTS
    taught = np.flatnonzero(~related)
    parent[taught[np.unique(targets[taught], return_index=True)[1]]] = True
    kinds = np.where(parent, LinkKind.PARENT, LinkKind.PREREQUISITE)
    kinds[related] = LinkKind.RELATED
    return kinds.astype(np.uint8)
