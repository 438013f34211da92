"""The teaching order after some changes, found from the order before them.

The order is that of Kahn's algorithm, which always takes the first free concept by the map's own order. As long as
nothing is out of turn it goes on as it went before, so whole stretches of the old order are taken over at once. Out of
turn are concepts that wait for a new link (held), with all that waits for them in turn, and concepts that are free
sooner than they were; only these are looked at one by one.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from heapq import heappop, heappush

import numpy as np

from graph.adjacency import Adjacency, Entries, Indices
from graph.errors import TooMuchChanged

# Beyond so many concepts out of turn, or links looked at for them, building anew takes less.
MOST_STEPS = 400_000
_LOOKED_AT = 4_096

Pair = tuple[int, int]


def order_after(
    adjacency: Adjacency,
    ranks: Indices,
    *,
    known: int,
    gone: Collection[int],
    added: Iterable[Pair],
    freed: Iterable[int],
) -> Indices:
    """The concepts in the teaching order, numbered as in `adjacency`, whose first `known` are in the order before.

    Parameters: `adjacency`, without the links that are gone, and without the `added` teaching links (source, target);
    `ranks`, each concept's place in the map's own order; `freed`, targets of teaching links that are gone.
    Cost: O(V) to copy, and O(log V) for each concept out of turn and each of its links.
    Raises: TooMuchChanged, when a new build is the shorter way.
    """
    walk = _Walk(adjacency, ranks, known, gone, added)
    for target in freed:
        walk.look_at(target)
    for concept in range(known, ranks.size):
        walk.look_at(concept)
    order = np.concatenate([*walk.stretches(), np.empty(0, dtype=np.int64)])
    if order.size != ranks.size - len(gone):
        raise TooMuchChanged("the changed links teach in a circle")
    return order


class _Walk:
    """Along the old order, of which all before `place` has been taken but for what is `held`.

    `taken`: out of turn, or gone. `free`: may be taken out of turn, by rank. `stops`: where to look before a stretch
    goes on. `times`: when a concept may become free that does not wait for one out of turn; `missed`: those that do.
    """

    def __init__(
        self, adjacency: Adjacency, ranks: Indices, known: int, gone: Collection[int], added: Iterable[Pair]
    ) -> None:
        self.adjacency, self.ranks, self.known = adjacency, ranks, known
        self.sources: dict[int, list[int]] = defaultdict(list)
        self.targets: dict[int, list[int]] = defaultdict(list)
        self.stops = sorted(gone)
        for source, target in added:
            self.sources[target].append(source)
            self.targets[source].append(target)
            heappush(self.stops, target)
        self.place, self.steps = 0, 0
        self.held: set[int] = set()
        self.taken = set(gone)
        self.missed: set[int] = set()
        self.free: list[Pair] = []
        self.is_free: set[int] = set()
        self.times: list[Pair] = []

    def stretches(self) -> Iterator[Indices]:
        """The new order, piece by piece."""
        while True:
            while self.times and self.times[0][0] <= self.place:
                self.look_at(heappop(self.times)[1])
            if self.place >= self.known:
                if not self.free:
                    return
                yield self._take_free()
            elif self._is_at_stop() and self._is_passed():
                self.place += 1
            elif self.free and self.free[0][0] <= self.ranks[self.place]:
                yield self._take_free()
            else:
                end = self._end_of_stretch()
                yield np.arange(self.place, end, dtype=np.int64)
                self.place = end

    def look_at(self, concept: int) -> None:
        """Have a concept taken when it is free: now, or at the time when it may be, or when another is taken."""
        if self._is_taken(concept) or concept in self.is_free:
            return
        waits_for = self._waits_for(concept)
        if not waits_for:
            self.missed.discard(concept)
            self.is_free.add(concept)
            heappush(self.free, (int(self.ranks[concept]), concept))
            if self.place <= concept < self.known:
                heappush(self.stops, concept)
            return
        in_turn = [source for source in waits_for if self.place <= source < self.known]
        if in_turn:
            heappush(self.times, (max(in_turn) + 1, concept))
        else:
            self.missed.add(concept)

    def _is_at_stop(self) -> bool:
        while self.stops and self.stops[0] < self.place:
            heappop(self.stops)
        return bool(self.stops) and self.stops[0] == self.place

    def _is_passed(self) -> bool:
        """Whether the concept whose turn it is has been taken, or must be held."""
        concept = self.place
        if concept in self.taken:
            return True
        if concept in self.is_free or not self._waits_for(concept):
            return False
        self.held.add(concept)
        for target in self._taught_by(concept):
            if target < self.known:
                heappush(self.stops, target)
        self.look_at(concept)
        return True

    def _take_free(self) -> Indices:
        _, concept = heappop(self.free)
        self.is_free.discard(concept)
        early = concept > self.place
        self.held.discard(concept)
        self.taken.add(concept)
        for target in self._taught_by(concept):
            if early or target in self.held or target >= self.known or target in self.missed:
                self.look_at(target)
        return np.array([concept], dtype=np.int64)

    def _end_of_stretch(self) -> int:
        """Up to the next stop or time, or to where one that is free comes first."""
        while self.stops and self.stops[0] <= self.place:
            heappop(self.stops)
        end = min(
            self.known,
            self.stops[0] if self.stops else self.known,
            self.times[0][0] if self.times else self.known,
        )
        if not self.free:
            return end
        least, first, size = self.free[0][0], self.place, _LOOKED_AT
        while first < end:
            later = np.flatnonzero(self.ranks[first : min(first + size, end)] > least)
            if later.size:
                return first + int(later[0])
            first, size = first + size, size * 2
        return end

    def _is_taken(self, concept: int) -> bool:
        return concept in self.taken or (concept < self.place and concept not in self.held)

    def _waits_for(self, concept: int) -> list[int]:
        entries = self.adjacency.earlier(concept)
        return [
            source for source in self._teaching(entries, self.sources[concept]) if not self._is_taken(source)
        ]

    def _taught_by(self, concept: int) -> list[int]:
        return self._teaching(self.adjacency.later(concept), self.targets[concept])

    def _teaching(self, entries: Entries, added: list[int]) -> list[int]:
        # Of the codes 0 to 3 the two that teach, 1 and 2, are those whose bits differ.
        teaching = entries[((entries ^ (entries >> 1)) & 1) != 0] >> 2
        self.steps += 1 + teaching.size
        if self.steps > MOST_STEPS:
            raise TooMuchChanged("too many concepts change their place in the teaching order")
        return [*teaching.tolist(), *added]
