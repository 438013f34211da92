"""The broad regions of a layout, each in one of eight colours."""

from heapq import heapify, heappop, heappush

import numpy as np
import numpy.typing as npt

from graph.adjacency import Indices
from graph.atlas.filling import Filling
from graph.atlas.grid import SIDE
from graph.atlas.nesting import Nesting

COLOURS = 8
# A region with more than such a part of all concepts is parted into those inside of it …
LARGE = 12
# … as far as they have more than such a part.
SMALL = 200
MOST_REGIONS = 96
# Regions that are no further apart have different colours, if there are enough.
NEAR = SIDE // 64


def region_colours(nesting: Nesting, filling: Filling) -> npt.NDArray[np.uint8]:
    """The colour of each area, 0 to 7. Cost: O(A)."""
    sizes = _sizes(nesting)
    regions = _regions(nesting, sizes)
    chosen = dict(zip(regions, _coloured(filling.rectangles[regions]), strict=True))
    colours: list[int] = []
    for area, host in enumerate(nesting.hosts.tolist()):
        colours.append(chosen.get(area, colours[host] if colours else 0))
    return np.array(colours, dtype=np.uint8)


def _sizes(nesting: Nesting) -> Indices:
    """How many concepts stand in each area and those inside of it."""
    sizes = np.bincount(nesting.homes, minlength=nesting.hosts.size)
    for areas in nesting.by_level()[:0:-1]:
        np.add.at(sizes, nesting.hosts[areas], sizes[areas])
    return sizes


def _regions(nesting: Nesting, sizes: Indices) -> list[int]:
    """Areas from the whole map inwards, the largest parted first; in order of their size."""
    inside = np.argsort(nesting.hosts, kind="stable")
    starts = np.searchsorted(nesting.hosts[inside], np.arange(nesting.hosts.size + 1))
    regions = [0]
    waiting = [(-int(sizes[0]), 0)]
    heapify(waiting)
    while waiting and -waiting[0][0] * LARGE > sizes[0] and len(regions) < MOST_REGIONS:
        area = heappop(waiting)[1]
        within = inside[starts[area] : starts[area + 1]]
        parts = within[sizes[within] * SMALL > sizes[0]]
        parts = parts[np.lexsort((parts, -sizes[parts]))][: MOST_REGIONS - len(regions)]
        for part in parts.tolist():
            heappush(waiting, (-int(sizes[part]), part))
            regions.append(part)
    return sorted(regions, key=lambda area: (-sizes[area], area))


def _coloured(rectangles: Indices) -> list[int]:
    """For each region in turn the colour that is rarest near it, beginning with the next one."""
    left, top, width, height = rectangles.T
    colours: list[int] = []
    for region in range(left.size):
        near = (
            (left[:region] < left[region] + width[region] + NEAR)
            & (left[region] < left[:region] + width[:region] + NEAR)
            & (top[:region] < top[region] + height[region] + NEAR)
            & (top[region] < top[:region] + height[:region] + NEAR)
        )
        used = np.bincount(np.array(colours, dtype=np.int64)[near], minlength=COLOURS).tolist()
        colours.append(min(range(COLOURS), key=lambda c: (used[c], (c - region) % COLOURS)))
    return colours
