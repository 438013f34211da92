"""Which concept has which id, both ways."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from graph.adjacency import Indices
from graph.errors import BadGraph, UnknownConcept

Array = npt.NDArray[Any]
NAMES = ("ids", "ids_ascending", "id_holders", "id_table", "id_least")
# A table from id to index may have so many places for each concept.
GAPS = 2


def whole_numbers(values: Iterable[int] | Array) -> Indices:
    """`values` as int64[n]. Raises: BadGraph when they are not whole numbers."""
    array = np.asarray(values if isinstance(values, np.ndarray) else list(values))
    if array.ndim != 1 or (array.size and array.dtype.kind not in "iu"):
        raise BadGraph(f"ids and ends must be whole numbers, not {array.dtype}")
    return array.astype(np.int64, copy=False)


class IdTable:
    """Ids by index, and indices by id in one of three ways, whichever takes least.

    Ids that ascend are searched as they stand. Ids with few gaps have a table from id, less the least one, to
    index + 1. Others are searched in an ascending copy, with the index of each beside it.
    """

    __slots__ = ("_arrays", "ids")

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self.ids = arrays["ids"]
        self._arrays = {name: arrays[name] for name in NAMES if name in arrays}

    @classmethod
    def of(cls, ids: Indices) -> "IdTable":
        """The table of `ids`, in 32 bits where they fit.

        Cost: O(V log V). Raises: BadGraph when one is there twice.
        """
        least, most = (int(ids.min()), int(ids.max())) if ids.size else (0, 0)
        kept: Array = ids.astype(np.uint32 if 0 <= least <= most < 1 << 32 else np.int64)
        if bool(np.all(np.greater(kept[1:], kept[:-1]))):
            return cls({"ids": kept})
        holders = np.argsort(kept, kind="stable")
        ascending: Array = kept[holders]
        twice = np.flatnonzero(ascending[1:] == ascending[:-1])
        if twice.size:
            raise BadGraph(f"concept {int(ascending[twice[0]])} is given twice")
        if most - least >= GAPS * ids.size:
            return cls({"ids": kept, "ids_ascending": ascending, "id_holders": holders.astype(np.uint32)})
        table = np.zeros(most - least + 1, dtype=np.uint32)
        table[ids - least] = np.arange(1, ids.size + 1)
        return cls({"ids": kept, "id_table": table, "id_least": np.array([least])})

    @staticmethod
    def names_in(arrays: Mapping[str, Array]) -> list[str]:
        """Which of some arrays are a table's."""
        return [name for name in NAMES if name in arrays]

    def arrays(self) -> dict[str, Array]:
        """What must be kept to make the table again."""
        return dict(self._arrays)

    def indices_of(self, ids: Indices) -> Indices:
        """The index of each id, -1 for an id that is not here. Cost: O(log V) each."""
        if not self.ids.size:
            return np.full(ids.size, -1, dtype=np.int64)
        return self._tabled(ids) if "id_table" in self._arrays else self._searched(ids)

    def index_of(self, concept_id: int) -> int:
        """The index of one id. Cost: O(log V). Raises: UnknownConcept."""
        try:
            found = int(self.indices_of(np.array([concept_id], dtype=np.int64))[0])
        except OverflowError:
            found = -1
        if found < 0:
            raise UnknownConcept(concept_id)
        return found

    def _tabled(self, ids: Indices) -> Indices:
        table = self._arrays["id_table"]
        places = ids - self._arrays["id_least"]
        outside = (ids < self._arrays["id_least"]) | (places >= table.size) | (places < 0)
        places[outside] = 0
        found: Indices = table[places].astype(np.int64) - 1
        found[outside] = -1
        return found

    def _searched(self, ids: Indices) -> Indices:
        ascending = self._arrays.get("ids_ascending", self.ids)
        # In the table's own type: a mixed search would copy the whole table to a common one.
        fitting = np.clip(ids, 0, (1 << 32) - 1) if ascending.dtype == np.uint32 else ids
        places = np.searchsorted(ascending, fitting.astype(ascending.dtype))
        places[places == ascending.size] = 0
        missing = ascending[places] != ids
        found: Indices = (
            self._arrays["id_holders"][places].astype(np.int64) if "id_holders" in self._arrays else places
        )
        found[missing] = -1
        return found
