"""Where concepts and areas would like to be: nearer to those that they are linked to."""

from dataclasses import dataclass

import numpy as np

from graph.adjacency import Indices
from graph.atlas.nesting import Nesting
from graph.atlas.spanning import LinkEnds


@dataclass(frozen=True, slots=True)
class Wishes:
    """Points on the map's grid, one a concept and one an area."""

    concepts_x: Indices
    concepts_y: Indices
    areas_x: Indices
    areas_y: Indices


class Neighbors:
    """The links of a map as its areas see them: each leads out of all areas below the one in which its ends meet."""

    def __init__(self, nesting: Nesting, ends: LinkEnds) -> None:
        self._nesting, self._ends = nesting, ends
        self._meetings = _meetings(nesting, ends)
        self._levels = nesting.by_level()
        concepts, areas = nesting.homes.size, nesting.hosts.size
        self._counts = np.bincount(ends.lows, minlength=concepts) + np.bincount(
            ends.highs, minlength=concepts
        )
        self._outer_counts = self._outer(self._counts, 2 * np.bincount(self._meetings, minlength=areas))

    def wishes(self, points: Wishes) -> Wishes:
        """Half the way from each concept, and each area, to the middle of all that it is linked to.

        Parameters: `points`, where they are. Cost: O(V + E).
        Source: barycentres, as Sugiyama 1981 orders with. All of the way, two neighbors would only change places.
        """
        concepts_x, areas_x = self._middles(points.concepts_x, points.areas_x)
        concepts_y, areas_y = self._middles(points.concepts_y, points.areas_y)
        return Wishes(concepts_x, concepts_y, areas_x, areas_y)

    def _middles(self, concepts: Indices, areas: Indices) -> tuple[Indices, Indices]:
        low, high = concepts[self._ends.lows], concepts[self._ends.highs]
        sums = _totals(self._ends.lows, high, concepts.size) + _totals(self._ends.highs, low, concepts.size)
        outer = self._outer(sums, _totals(self._meetings, low + high, areas.size))
        return _half_way(concepts, sums, self._counts), _half_way(areas, outer, self._outer_counts)

    def _outer(self, of_concepts: Indices, met: Indices) -> Indices:
        """The sum over all in each area, less what `met` there: the ends of links that stay inside."""
        hosts = self._nesting.hosts
        sums = _totals(self._nesting.homes, of_concepts, hosts.size) - met
        for areas in self._levels[:0:-1]:
            sums += _totals(hosts[areas], sums[areas], hosts.size)
        return sums


def _half_way(points: Indices, sums: Indices, counts: Indices) -> Indices:
    """Between each point and the mean of others; a point without others stays."""
    return np.where(counts > 0, (points * counts + sums) // (2 * counts).clip(1), points)


def _meetings(nesting: Nesting, ends: LinkEnds) -> Indices:
    """The innermost area that holds both ends of each link. Cost: O(E) for each level that they are apart."""
    here, there = nesting.homes[ends.lows], nesting.homes[ends.highs]
    apart = np.flatnonzero(here != there)
    while apart.size:
        one, other = here[apart], there[apart]
        deeper = nesting.levels[one] - nesting.levels[other]
        here[apart] = one = np.where(deeper >= 0, nesting.hosts[one], one)
        there[apart] = other = np.where(deeper <= 0, nesting.hosts[other], other)
        apart = apart[one != other]
    return here


def _totals(places: Indices, numbers: Indices, count: int) -> Indices:
    # In float64 whole numbers are summed exactly up to 2**53: ten million links of 2**24 units are far below.
    return np.bincount(places, weights=numbers, minlength=count).astype(np.int64)
