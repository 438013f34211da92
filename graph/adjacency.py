"""All links of a graph as compressed sparse rows, one row a concept.

Concepts are numbered by their place in the teaching order, so a teaching link always runs from the lower
number to the higher and one row serves both directions: its first entries come earlier in that order (what
teaches this concept), the rest come later (what it leads to). Each link is thus stored twice, once in the row
of either end.

An entry is the other end shifted by two bits, and a code in those two. Having the number on top keeps a row
sorted as it stands. Entries are kept in three bytes each where the graph has fewer than 4,194,304 concepts,
else in four: for a million concepts with five million links that takes 10 MB off every process, for a slower
read that no bar notices.
"""

from collections.abc import Collection
from typing import Any

import numpy as np
import numpy.typing as npt

from graph.errors import BadGraph
from graph.kinds import ALL_KINDS, LinkKind

Indices = npt.NDArray[np.int64]
Entries = npt.NDArray[np.uint32]
Counts = npt.NDArray[np.unsignedinteger[Any]]
Codes = npt.NDArray[np.bool_] | None

# A related link written from the later concept to the earlier; every other link runs from earlier to later.
BACKWARD = 0
MOST_CONCEPTS = 1 << 30
# Bytes after the last entry, so that reading four of a three-byte entry stays inside.
PADDING = 4
KIND_OF_CODE = (LinkKind.RELATED, LinkKind.PARENT, LinkKind.PREREQUISITE, LinkKind.RELATED)
NOTHING: Indices = np.empty(0, dtype=np.int64)


def codes_of(kinds: Collection[LinkKind]) -> Codes:
    """From an entry's code to whether its kind is among `kinds`.

    None when all are, and nothing need be asked.
    """
    if set(kinds) >= ALL_KINDS:
        return None
    return np.array([kind in kinds for kind in KIND_OF_CODE])


def spread(starts: Indices, lengths: Indices) -> Indices:
    """The positions starts[i] … starts[i] + lengths[i] - 1 of every i, one after the other.

    Cost: O(their number).
    """
    ends = lengths.cumsum()
    if not ends.size:
        return NOTHING
    shift = starts - ends
    shift += lengths
    positions = np.repeat(shift, lengths)
    positions += np.arange(positions.size)
    return positions


def distinct(numbers: Entries) -> Entries:
    """`numbers` ascending, each once. Sorts its argument. Cost: O(n log n)."""
    numbers.sort()
    if numbers.size < 2:
        return numbers
    first = np.empty(numbers.size, dtype=bool)
    first[0] = True
    np.not_equal(numbers[1:], numbers[:-1], out=first[1:])
    kept: Entries = numbers[first]
    return kept


def places_among(members: Indices, numbers: Indices) -> tuple[Indices, npt.NDArray[np.bool_]]:
    """Where in `members`, which ascend, each of `numbers` stands, and whether it does at all."""
    places = np.searchsorted(members, numbers)
    places[places == members.size] = 0
    if not members.size:
        return places, np.zeros(numbers.size, dtype=bool)
    found: npt.NDArray[np.bool_] = members[places] == numbers
    return places, found


class Adjacency:
    """`starts` uint32[V+1], how many of each row come `before` its concept [V], and the `packed` entries."""

    __slots__ = ("_entries", "_mask", "before", "packed", "starts")

    def __init__(self, starts: npt.NDArray[np.uint32], before: Counts, packed: npt.NDArray[np.uint8]) -> None:
        self.starts, self.before, self.packed = starts, before, packed
        width = entry_width(before.size)
        # Every entry is read as four bytes at a step of `width`: the fourth, if foreign, is masked away.
        count = (packed.size - PADDING) // width
        self._entries = np.ndarray(count, dtype="<u4", buffer=packed, strides=(width,))
        self._mask = np.uint32((1 << 8 * width) - 1)

    @property
    def entry_count(self) -> int:
        """Two for each link."""
        return int(self._entries.size)

    def at(self, positions: Indices) -> Entries:
        """The entries at several positions, unpacked."""
        entries: Entries = self._entries[positions]
        entries &= self._mask
        return entries

    def between(self, first: int, last: int) -> Entries:
        """The entries from position `first` to before `last`, unpacked."""
        return self._entries[first:last] & self._mask

    def row(self, index: int) -> Entries:
        """Every entry of a concept."""
        return self.between(int(self.starts[index]), int(self.starts[index + 1]))

    def earlier(self, index: int) -> Entries:
        """The entries of a concept that come before it in the teaching order."""
        start = int(self.starts[index])
        return self.between(start, start + int(self.before[index]))

    def later(self, index: int) -> Entries:
        """The entries of a concept that come after it in the teaching order."""
        return self.between(int(self.starts[index]) + int(self.before[index]), int(self.starts[index + 1]))

    def degrees(self, indices: Indices) -> Indices:
        """How many links each concept has, int64 like `indices`."""
        lengths: Indices = self.starts[indices + 1].astype(np.int64)
        lengths -= self.starts[indices]
        return lengths

    def earlier_positions(self, indices: Indices) -> tuple[Indices, Indices]:
        """Where all earlier entries of `indices` stand, and how many each concept has."""
        lengths: Indices = self.before[indices].astype(np.int64)
        return spread(self.starts[indices].astype(np.int64), lengths), lengths

    def around(self, indices: Indices) -> Entries:
        """All entries of several concepts, row after row. Cost: O(their number)."""
        if indices.size == 1:
            return self.row(int(indices[0]))
        starts = self.starts[indices].astype(np.int64)
        return self.at(spread(starts, self.starts[indices + 1] - starts))


def entry_width(concepts: int) -> int:
    """Bytes that an entry of a graph of so many concepts takes."""
    return 3 if concepts < 1 << 22 else 4


def packed_entries(entries: npt.NDArray[np.uint64], width: int) -> npt.NDArray[np.uint8]:
    """The lower `width` bytes of each, and the padding."""
    packed = np.zeros(entries.size * width + PADDING, dtype=np.uint8)
    for byte in range(width):
        packed[byte : entries.size * width : width] = (entries >> np.uint64(8 * byte)) & np.uint64(255)
    return packed


def packed_rows(concepts: int, sources: Indices, targets: Indices, kinds: npt.NDArray[np.uint8]) -> Adjacency:
    """The adjacency of links given by index, teaching links running from lower to higher.

    Cost: O(E log E) for one sort, 160 bytes a link while it runs. Raises: BadGraph when a link is there
    twice.
    """
    if concepts > MOST_CONCEPTS or 2 * sources.size >= 1 << 32:
        raise BadGraph(f"{concepts} concepts with {sources.size} links are more than a snapshot can number")
    keys = entry_keys(sources, targets, kinds)
    keys.sort()
    _refuse_twice(keys)
    starts = np.searchsorted(keys, np.arange(concepts + 1, dtype=np.uint64) << np.uint64(32))
    before = np.bincount(np.maximum(sources, targets), minlength=concepts)
    # The narrowest type that holds them all: one byte, where no concept has over 255 links from before it.
    narrow = np.min_scalar_type(int(before.max(initial=0)))
    return Adjacency(
        starts.astype(np.uint32), before.astype(narrow), packed_entries(keys, entry_width(concepts))
    )


def earlier_entry_positions(
    adjacency: Adjacency, sources: Indices, targets: Indices, kinds: npt.NDArray[np.uint8]
) -> Indices:
    """Where the given links stand among `entries`, in the row of their later end."""
    rows, entries = np.maximum(sources, targets), _earlier_entries(sources, targets, kinds)
    return places_in_rows(adjacency, rows, entries.astype(np.int64))


def places_in_rows(adjacency: Adjacency, rows: Indices, entries: Indices) -> Indices:
    """Where in `rows[i]` the first entry stands that is not less than `entries[i]`. Cost: O(log V) each."""
    low = adjacency.starts[rows].astype(np.int64)
    high = adjacency.starts[rows + 1].astype(np.int64)
    last = adjacency.entry_count - 1
    while (searching := low < high).any():
        middle = (low + high) // 2
        less = searching & (adjacency.at(np.minimum(middle, last)) < entries)
        low = np.where(less, middle + 1, low)
        high = np.where(searching & ~less, middle, high)
    return low


def _earlier_entries(sources: Indices, targets: Indices, kinds: npt.NDArray[np.uint8]) -> Entries:
    codes = np.where(sources < targets, kinds, BACKWARD)
    return ((np.minimum(sources, targets) << 2) | codes).astype(np.uint32)


def entry_keys(sources: Indices, targets: Indices, kinds: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint64]:
    """Both entries of each link given by index, with its row in the upper 32 bits. In no order."""
    links = sources.size
    codes = np.where(sources < targets, kinds, BACKWARD).astype(np.uint64)
    low, high = np.minimum(sources, targets).astype(np.uint64), np.maximum(sources, targets).astype(np.uint64)
    keys = np.empty(2 * links, dtype=np.uint64)
    keys[:links] = (high << np.uint64(32)) | (low << np.uint64(2)) | codes
    keys[links:] = (low << np.uint64(32)) | (high << np.uint64(2)) | codes
    return keys


def _refuse_twice(keys: npt.NDArray[np.uint64]) -> None:
    twice = np.flatnonzero(keys[1:] == keys[:-1])
    if twice.size:
        raise BadGraph(f"{twice.size // 2} links are given more than once")
