"""Rectangles parted among what is to stand in them, many at a time."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.adjacency import Indices
from graph.atlas.grid import SIDE, SIDE_BITS


@dataclass(frozen=True, slots=True)
class Items:
    """What rectangles are parted among, all of one rectangle together.

    `spaces`: numbers of the rectangles, ascending; `weights`: the share of each; `x`, `y`: where each would like to be;
    `middle`: whether it is to be in the middle of its rectangle, wherever the others are.
    """

    spaces: Indices
    weights: Indices
    x: Indices
    y: Indices
    middle: npt.NDArray[np.bool_]


def parted(rectangles: Indices, items: Items) -> Indices:
    """The rectangle of each item: int64[n, 4] of x, y, width, height.

    Parameters: `rectangles` int64[S, 4]. Cost: O(n log² n), all in whole numbers.
    Each is halved by weight across its longer side, what wants to be left (or above) there, and so on.
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
    wishes = _settled(wishes, spaces, weights, totals, items.middle[active])
    order = np.argsort((spaces << SIDE_BITS + 2) | wishes, kind="stable")
    active, weights = active[order], weights[order]
    cuts, before = _cuts(spaces, weights, totals)
    upper = np.arange(active.size) >= cuts[spaces]
    return active, 2 * spaces + upper, _cut(rectangles, wide, before, totals)


def _settled(
    wishes: Indices, spaces: Indices, weights: Indices, totals: Indices, middle: npt.NDArray[np.bool_]
) -> Indices:
    """The wishes, from 1, with what belongs in the middle there, and what is more than half at one end."""
    means = _sums(spaces, wishes) // np.bincount(spaces)
    wishes = np.where(middle, means[spaces], wishes) + 1
    heavy = 2 * weights > totals[spaces]
    ends = np.where(wishes <= means[spaces] + 1, 0, SIDE + 1)
    return np.where(heavy, ends, wishes)


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


def _cut(rectangles: Indices, wide: npt.NDArray[np.bool_], before: Indices, totals: Indices) -> Indices:
    x, y, width, height = rectangles.T
    length = np.where(wide, width, height) * before // totals
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
