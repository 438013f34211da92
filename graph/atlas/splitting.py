"""Rectangles parted among what is to stand in them, many at a time."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.adjacency import Indices
from graph.atlas.grid import SIDE, SIDE_BITS

# An area is at most so many times as long as it is broad.
STRIP = 4


@dataclass(frozen=True, slots=True)
class Items:
    """What rectangles are parted among, all of one rectangle together.

    `spaces`: numbers of the rectangles, ascending; `weights`: the share of each; `x`, `y`: where each would like to be;
    `middle`: whether that is the middle of its rectangle, which it is to get wherever the others are; `broad`: whether
    it is an area, which should not become a strip.
    """

    spaces: Indices
    weights: Indices
    x: Indices
    y: Indices
    middle: npt.NDArray[np.bool_]
    broad: npt.NDArray[np.bool_]


def parted(rectangles: Indices, items: Items) -> Indices:
    """The rectangle of each item: int64[n, 4] of x, y, width, height.

    Parameters: `rectangles` int64[S, 4]. Cost: O(n log² n), all in whole numbers.
    Each is halved by weight across its longer side, what wants to be left (or above) there, and so on. A side that
    would be a strip gets more than its share.
    Source: the ordered treemaps of Shneiderman and Wattenberg 2001, with places in the plane for the order.
    """
    found = np.zeros((items.spaces.size, 4), dtype=np.int64)
    active = np.arange(items.spaces.size)
    spaces = items.spaces
    while active.size:
        counts = np.bincount(spaces, minlength=rectangles.shape[0])
        single = counts[spaces] == 1
        found[active[single]] = rectangles[spaces[single]]
        active, spaces = active[~single], _renumbered(spaces[~single])
        rectangles = rectangles[counts > 1]
        if active.size:
            active, spaces, rectangles = _halved(rectangles, spaces, active, items)
    return found


def _renumbered(spaces: Indices) -> Indices:
    numbers = np.ones(spaces.size, dtype=np.int64)
    numbers[1:] = spaces[1:] != spaces[:-1]
    return np.cumsum(numbers) - 1


def _halved(
    rectangles: Indices, spaces: Indices, active: Indices, items: Items
) -> tuple[Indices, Indices, Indices]:
    """Every rectangle as two: the items in a new order, which of the new rectangles each is in, and these."""
    wide = rectangles[:, 2] >= rectangles[:, 3]
    weights = items.weights[active]
    totals = _sums(spaces, weights)
    wishes = np.where(wide[spaces], items.x[active], items.y[active])
    low = np.where(wide, rectangles[:, 0], rectangles[:, 1])
    thirds = (wishes - low[spaces]) * 3 // rectangles[:, 2:].max(axis=1).clip(1)[spaces]
    means = _sums(spaces, wishes) // np.bincount(spaces)
    wishes = np.where(items.middle[active], _towards(thirds, means[spaces]), wishes + 1)
    # What is more than half has one side to itself.
    heavy = 2 * weights > totals[spaces]
    wishes = np.where(heavy, np.where(wishes <= means[spaces] + 1, 0, SIDE + 1), wishes)
    order = np.argsort((spaces << SIDE_BITS + 2) | wishes, kind="stable")
    active, weights = active[order], weights[order]
    cuts, before = _cuts(spaces, weights, totals)
    upper = np.arange(active.size) >= cuts[spaces]
    halves = 2 * spaces + upper
    broad = np.bincount(halves, weights=items.broad[active], minlength=2 * wide.size) > 0
    return active, halves, _cut(rectangles, wide, _lengths(rectangles, before, totals, broad))


def _towards(thirds: Indices, means: Indices) -> Indices:
    """The wish of what belongs in the middle: that end of a part at which the middle is, or the middle of a part."""
    return np.where(thirds < 1, 0, np.where(thirds > 1, SIDE + 1, means + 1))


def _lengths(rectangles: Indices, before: Indices, totals: Indices, broad: npt.NDArray[np.bool_]) -> Indices:
    """How much of the longer side is before each cut.

    A side with areas in it is so broad that its share, as a rectangle, could be `STRIP` times as long as that.
    """
    long, short = rectangles[:, 2:].max(axis=1), rectangles[:, 2:].min(axis=1)
    lengths = long * before // totals
    # The root of a whole number is rounded alike on every machine.
    first, last = (np.sqrt(length * short / STRIP).astype(np.int64) for length in (lengths, long - lengths))
    lengths = np.where(broad[0::2], np.maximum(lengths, np.minimum(first, long // 2)), lengths)
    fair: Indices = np.where(broad[1::2], np.minimum(lengths, long - np.minimum(last, long // 2)), lengths)
    return fair


def _cuts(spaces: Indices, weights: Indices, totals: Indices) -> tuple[Indices, Indices]:
    """The place of the first item after the cut of each rectangle, and the weight before it."""
    counts = np.bincount(spaces)
    lasts = np.cumsum(counts)
    firsts = lasts - counts
    running = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(weights)))
    half = running[firsts] + totals // 2
    cuts = np.searchsorted(running, half, side="right") - 1
    # One further, if that is nearer to the half.
    after = np.minimum(cuts + 1, lasts)
    cuts = np.where(running[after] - half < half - running[cuts], after, cuts)
    cuts = np.clip(cuts, firsts + 1, lasts - 1)
    return cuts, running[cuts] - running[firsts]


def _cut(rectangles: Indices, wide: npt.NDArray[np.bool_], length: Indices) -> Indices:
    """Each rectangle as two, the first of them of this length."""
    x, y, width, height = rectangles.T
    halves = np.empty((2 * wide.size, 4), dtype=np.int64)
    halves[0::2] = np.stack((x, y, np.where(wide, length, width), np.where(wide, height, length)), axis=1)
    halves[1::2] = np.stack(
        (
            x + np.where(wide, length, 0),
            y + np.where(wide, 0, length),
            width - np.where(wide, length, 0),
            height - np.where(wide, 0, length),
        ),
        axis=1,
    )
    return halves


def _sums(spaces: Indices, numbers: Indices) -> Indices:
    """Sums of whole numbers in each space. Exact, since they stay below 2**53."""
    return np.bincount(spaces, weights=numbers).astype(np.int64)
