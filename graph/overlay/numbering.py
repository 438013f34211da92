"""The concepts of a changed graph under the numbers that they have while changes are laid over its snapshot."""

from collections.abc import Mapping

import numpy as np

from graph.adjacency import Indices, entry_width
from graph.errors import TooMuchChanged
from graph.overlay.changes import ConceptNow
from graph.snapshot import GraphSnapshot


class Numbering:
    """Those of the base keep their indices, the new ones come behind them: `known` of the first, `count` of all.

    `rows`: touched concepts that the graph has now, by number; `new`: numbers by id; `gone`: what it has no more.
    `places` and `ids` put each concept into the map's own order, where it stands at `ranks`, those that are gone behind
    all others. `is_moved`: whether one that was there before has another place.
    """

    def __init__(self, base: GraphSnapshot, concepts: Mapping[int, ConceptNow | None]) -> None:
        self.base, self.known = base, base.concept_count
        self.rows: dict[int, ConceptNow] = {}
        self.new: dict[int, int] = {}
        self.gone: set[int] = set()
        ids = np.array(sorted(concepts), dtype=np.int64)
        for concept, number in zip(ids.tolist(), base.known_indices_of(ids).tolist(), strict=True):
            self._take_in(concept, number, concepts[concept])
        self.count = self.known + len(self.new)
        if entry_width(self.count) != entry_width(self.known):
            raise TooMuchChanged("so many concepts need wider entries")
        self.places = np.concatenate((base.arrays["places"], np.zeros(len(self.new), dtype=np.int64)))
        for number, row in self.rows.items():
            self.places[number] = row.position
        self.is_moved = not np.array_equal(self.places[: self.known], base.arrays["places"])
        self.ranks = self._ranks()

    @property
    def ids(self) -> Indices:
        """The ids of all. Cost: O(V)."""
        new = np.array(list(self.new), dtype=np.int64)
        return np.concatenate((self.base.concept_ids(np.arange(self.known)), new))

    def numbers_of(self, ids: Indices) -> list[int | None]:
        """The numbers of several ids; None for what the graph does not have now."""
        numbers = self.base.known_indices_of(ids).tolist()
        found = (
            number if number >= 0 else self.new.get(concept)
            for concept, number in zip(ids.tolist(), numbers, strict=True)
        )
        return [None if number in self.gone else number for number in found]

    def _take_in(self, concept: int, number: int, row: ConceptNow | None) -> None:
        if row is None:
            if number >= 0:
                self.gone.add(number)
            return
        if number < 0:
            number = self.new[concept] = self.known + len(self.new)
        self.rows[number] = row

    def _ranks(self) -> Indices:
        if not self.is_moved and not self.gone and self._are_new_last():
            return np.concatenate((self.base.positions, np.arange(self.known, self.count))).astype(np.int64)
        is_gone = np.zeros(self.count, dtype=bool)
        is_gone[list(self.gone)] = True
        ranks = np.empty(self.count, dtype=np.int64)
        ranks[np.lexsort((self.ids, self.places, is_gone))] = np.arange(self.count)
        return ranks

    def _are_new_last(self) -> bool:
        """Whether the new ones, in the order of their numbers, follow on all others in the map's own order."""
        last = (-1, -1)
        if self.known:
            index = int(np.argmax(self.base.positions))
            last = int(self.places[index]), self.base.id_of(index)
        for concept, number in self.new.items():
            place = int(self.places[number]), concept
            if place < last:
                return False
            last = place
        return True
