"""A layout and its tiles in one file, memory-mapped, so that reading a tile is looking it up."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from graph.atlas.grid import DEEPEST, tile_number
from graph.atlas.layout import Layout
from graph.errors import SnapshotUnreadable
from graph.identity import IdTable
from graph.storage import read_arrays, write_arrays

Array = npt.NDArray[Any]
FILE = "atlas.bin"
LAYOUT = ("ids", "parents", "x", "y", "colours", "area_ids", "levels")
TILES = ("tile_numbers", "tile_starts", "tiles")
NEEDED = (*LAYOUT, "rectangles", "depths", *TILES)


class Place(NamedTuple):
    """Where a concept stands: a point on the map's grid, the depth `z` from which on tiles show it, its colour."""

    x: int
    y: int
    z: int
    colour: int


class TileStore:
    """The tiles of a map at one `revision`, and the layout that they were cut from."""

    @classmethod
    def of(
        cls, revision: int, layout: Layout, depths: Array, tiles: tuple[list[int], list[bytes]]
    ) -> "TileStore":
        """The store of a layout, the `depths` from which its concepts are shown, and tiles by ascending number."""
        numbers, bodies = tiles
        sizes = np.fromiter(map(len, bodies), dtype=np.int64, count=len(bodies))
        arrays = {name: getattr(layout, name) for name in LAYOUT}
        arrays |= {name: arrays[name].astype(np.uint32) for name in ("x", "y", "levels")}
        arrays |= {
            "rectangles": layout.rectangles.astype(np.uint32).ravel(),
            "depths": depths,
            "tile_numbers": np.array(numbers, dtype=np.int64),
            "tile_starts": np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(sizes))),
            "tiles": np.frombuffer(b"".join(bodies), dtype=np.uint8),
        }
        return cls({"revision": revision}, arrays | IdTable.of(layout.ids).arrays())

    def __init__(self, about: Mapping[str, int], arrays: Mapping[str, Array]) -> None:
        self.revision = about["revision"]
        self._arrays = arrays
        self._numbers, self._starts, self._tiles = (arrays[name] for name in TILES)
        self._identity = IdTable(arrays)

    def save(self, folder: Path) -> None:
        """Write everything into `folder` in one file, renamed into place: readers see all of it or none."""
        write_arrays(folder / FILE, {"revision": self.revision}, self._arrays)

    @classmethod
    def open(cls, folder: Path) -> "TileStore":
        """What was saved in `folder`, memory-mapped. Cost: O(1). Raises: SnapshotUnreadable."""
        about, arrays, _, _ = read_arrays(folder / FILE)
        missing = [name for name in NEEDED if name not in arrays]
        if missing or "revision" not in about:
            raise SnapshotUnreadable(f"the tiles lack {', '.join(missing) or 'their revision'}")
        return cls(about, arrays)

    @property
    def layout(self) -> Layout:
        """Where everything stands, as seed of the next layout. Cost: O(V)."""
        columns = {name: self._arrays[name].astype(np.int64) for name in LAYOUT if name != "colours"}
        rectangles = self._arrays["rectangles"].astype(np.int64).reshape(-1, 4)
        return Layout(**columns, colours=self._arrays["colours"], rectangles=rectangles)

    @property
    def tile_count(self) -> int:
        """How many tiles there are."""
        return int(self._numbers.size)

    @property
    def deepest(self) -> int:
        """The depth of the deepest tiles. Cost: O(1)."""
        return (int(self._numbers[-1]).bit_length() - 1) // 2 if self._numbers.size else 0

    def place_of(self, concept_id: int) -> Place:
        """Where a concept stands. Cost: O(log V). Raises: UnknownConcept."""
        index = self._identity.index_of(concept_id)
        return Place(*(int(self._arrays[name][index]) for name in ("x", "y", "depths", "colours")))

    def tile(self, number: int) -> bytes | None:
        """The tile of this number. Cost: O(log T)."""
        place = int(np.searchsorted(self._numbers, number))
        if place == self._numbers.size or self._numbers[place] != number:
            return None
        return self._tiles[int(self._starts[place]) : int(self._starts[place + 1])].tobytes()


def read_tile(store: TileStore, z: int, x: int, y: int) -> bytes | None:
    """The tile (z, x, y) as gzipped JSON; None for one that is empty, not parted so far or outside of the map.

    Cost: O(log T), about 5 µs.
    """
    if not (0 <= z <= DEEPEST and 0 <= x < 1 << z and 0 <= y < 1 << z):
        return None
    return store.tile(tile_number(z, x, y))


def place_around(store: TileStore, z: int, x: int, y: int) -> tuple[int, int, int] | None:
    """The deepest tile around a place that has none of its own; None outside of the map. Cost: O(DEEPEST · log T)."""
    if not 0 <= z <= DEEPEST:
        return None
    wider = ((z - up, x >> up, y >> up) for up in range(1, z + 1))
    return next((place for place in wider if read_tile(store, *place) is not None), None)
