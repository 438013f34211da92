"""Entries taken out of the rows of an adjacency and put into them, all others copied as they stand."""

import numpy as np
import numpy.typing as npt

from graph.adjacency import PADDING, Adjacency, Indices, entry_width, packed_entries, places_in_rows, spread

Keys = npt.NDArray[np.uint64]
Bytes = npt.NDArray[np.uint8]

_ROW = np.uint64(32)
_ENTRY = np.uint64((1 << 32) - 1)
# Rows that are renumbered at a time: bounds the memory it takes.
_ROWS_AT_ONCE = 1 << 15
# A related link's two codes differ in both bits.
_TURN = np.uint32(3)


def entries_between(adjacency: Adjacency, first: Indices, second: Indices) -> Indices:
    """The positions of all links between each two concepts, in the rows of both; ascending, each once."""
    rows, others = np.concatenate((first, second)), np.concatenate((second, first))
    starts = places_in_rows(adjacency, rows, others << 2)
    ends = places_in_rows(adjacency, rows, (others + 1) << 2)
    positions = spread(starts, ends - starts)
    positions.sort()
    return positions[np.diff(positions, prepend=-1) > 0]


def rows_at(adjacency: Adjacency, positions: Indices) -> Indices:
    """In whose row each position is."""
    return np.searchsorted(adjacency.starts, positions, side="right") - 1


def extended(adjacency: Adjacency, more: int) -> Adjacency:
    """With so many concepts more behind the last, without links."""
    if not more:
        return adjacency
    starts = np.concatenate((adjacency.starts, np.full(more, adjacency.starts[-1], dtype=np.uint32)))
    before = np.concatenate((adjacency.before, np.zeros(more, dtype=adjacency.before.dtype)))
    return Adjacency(starts, before, adjacency.packed)


def spliced(adjacency: Adjacency, gone: Indices, keys: Keys) -> Adjacency:
    """Without the entries at the positions `gone`, and with those of `keys` of `entry_keys`; both ascend."""
    if not gone.size and not keys.size:
        return adjacency
    rows, entries = (keys >> _ROW).astype(np.int64), (keys & _ENTRY).astype(np.int64)
    places = places_in_rows(adjacency, rows, entries)
    width = entry_width(adjacency.before.size)
    packed = _pieces(adjacency, gone, places, packed_entries(entries.astype(np.uint64), width))
    left = rows_at(adjacency, gone)
    lengths = _counted(adjacency, rows) - _counted(adjacency, left)
    starts = adjacency.starts.astype(np.int64)
    starts[1:] += lengths.cumsum()
    earlier = rows[(entries >> 2) < rows], left[(adjacency.at(gone) >> 2) < left]
    before = adjacency.before + _counted(adjacency, earlier[0]) - _counted(adjacency, earlier[1])
    narrow = np.min_scalar_type(int(before.max(initial=0)))
    return Adjacency(starts.astype(np.uint32), before.astype(narrow), packed)


def _counted(adjacency: Adjacency, rows: Indices) -> Indices:
    return np.bincount(rows, minlength=adjacency.before.size).astype(np.int64)


def _pieces(adjacency: Adjacency, gone: Indices, places: Indices, new: Bytes) -> Bytes:
    """The bytes of the entries, those of `new` put in at `places`, those at `gone` left out."""
    width = entry_width(adjacency.before.size)
    old, added = adjacency.packed.data, new.data
    cuts = np.concatenate((places, gone))
    is_gone = np.arange(cuts.size) >= places.size
    # What is put in at a place comes before the entry that stands there, in the order in which it was given.
    order = np.lexsort((is_gone, cuts))
    pieces: list[memoryview] = []
    read = 0
    for number, place in zip(order.tolist(), (cuts[order] * width).tolist(), strict=True):
        if read < place:
            pieces.append(old[read:place])
        read = place
        if number < places.size:
            pieces.append(added[number * width : (number + 1) * width])
        else:
            read += width
    pieces.append(old[read:])
    return np.frombuffer(b"".join(pieces), dtype=np.uint8)


def renumbered(adjacency: Adjacency, order: Indices) -> Adjacency:
    """The same links with concepts numbered anew: `order` gives the old number of each.

    Concepts that are not in `order` must have no links. Cost: O(E), more where rows must be sorted again.
    """
    place = np.zeros(adjacency.before.size, dtype=np.int64)
    place[order] = np.arange(order.size)
    lengths = adjacency.degrees(order)
    starts = np.concatenate((np.zeros(1, dtype=np.int64), lengths.cumsum()))
    width = entry_width(order.size)
    packed = np.zeros(int(starts[-1]) * width + PADDING, dtype=np.uint8)
    before = np.zeros(order.size, dtype=np.int64)
    for first in range(0, order.size, _ROWS_AT_ONCE):
        part = slice(first, first + _ROWS_AT_ONCE)
        keys = _renumbered_keys(adjacency, order[part], lengths[part], place, first)
        rows, entries = (keys >> _ROW).astype(np.int64), keys & _ENTRY
        earlier = rows[(entries >> np.uint64(2)).astype(np.int64) < rows] - first
        counts = np.bincount(earlier, minlength=order[part].size)
        before[part] = counts
        begins = int(starts[first]) * width
        packed[begins : begins + entries.size * width] = packed_entries(entries, width)[:-PADDING]
    narrow = np.min_scalar_type(int(before.max(initial=0)))
    return Adjacency(starts.astype(np.uint32), before.astype(narrow), packed)


def _renumbered_keys(
    adjacency: Adjacency, rows: Indices, lengths: Indices, place: Indices, first: int
) -> Keys:
    """Row and entry of each of some rows, in new numbers, `first` being that of the first row."""
    entries = adjacency.at(spread(adjacency.starts[rows].astype(np.int64), lengths))
    others = (entries >> 2).astype(np.int64)
    owners = np.repeat(rows, lengths)
    codes = entries & 3
    # Of two related concepts the other one may come first now; links that teach never turn.
    turned = ((owners < others) != (place[owners] < place[others])) & ((codes == 0) | (codes == _TURN))
    codes[turned] ^= _TURN
    numbers = np.repeat(np.arange(first, first + rows.size, dtype=np.uint64), lengths)
    keys: Keys = numbers << _ROW
    keys |= place[others].astype(np.uint64) << np.uint64(2)
    keys |= codes.astype(np.uint64)
    if bool((np.diff(keys.astype(np.int64)) < 0).any()):
        keys.sort()
    return keys
