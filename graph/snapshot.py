"""A map's links in arrays that every process of a machine shares, frozen at one revision of the map."""

from collections.abc import Hashable, Iterable, Mapping
from functools import cached_property
from mmap import MADV_DONTNEED, mmap
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import orjson

from graph.adjacency import KIND_OF_CODE, Adjacency, Entries, Indices
from graph.assembly import assembled, checked
from graph.errors import GraphError, SnapshotUnreadable, UnknownConcept
from graph.forest import parent_depths, parent_links
from graph.identity import IdTable, whole_numbers
from graph.kinds import LinkKind
from graph.rows import PatchedText, ReasonTable, Row, Rows, RowTable, Text, Texts
from graph.scratch import Scratch
from graph.storage import read_arrays, write_arrays

Array = npt.NDArray[Any]
FILE = "snapshot.bin"
NEEDED = ("starts", "before", "entries", "positions", "places", "roots", "kind_counts", "ids")


class GraphSnapshot:
    """Concepts and links of one map at one `revision`, read-only, usable from several threads at once.

    An **index** numbers a concept by its place in the teaching order, so sorting indices orders a path; ids
    are the database's. `positions` uint32[V] holds each concept's place in the map's own order, from 0. Words
    (slug, title, summary, reasons, …) are there when the snapshot was built with `Rows`; asking a bare one
    for them is a GraphError.
    """

    def __init__(self, revision: int, arrays: Mapping[str, Array], texts: Mapping[str, Texts]) -> None:
        self.revision = revision
        self.adjacency = Adjacency(arrays["starts"], arrays["before"], arrays["entries"])
        self.positions: npt.NDArray[np.uint32] = arrays["positions"]
        self.concept_count = int(self.positions.size)
        self.link_count = self.adjacency.entry_count // 2
        self.scratch = Scratch(self.concept_count)
        # What others have worked out of it, by who did, to be forgotten together with it.
        self.worked_out: dict[Hashable, dict[Hashable, Any]] = {}
        # What the concepts without a parent are, in the map's own order, and how many links of each kind there are.
        self.roots: npt.NDArray[np.uint32] = arrays["roots"]
        self.kind_counts: npt.NDArray[np.int64] = arrays["kind_counts"]
        self.arrays, self.texts = arrays, texts
        self._mapped: mmap | None = None
        self._identity = IdTable(arrays)
        self._rows = RowTable(arrays, texts["fragment"]) if "fragment" in texts else None
        self._reasons = (
            ReasonTable(arrays["reason_positions"], texts["reason"]) if "reason" in texts else None
        )

    @classmethod
    def build(
        cls,
        *,
        concept_ids: Iterable[int] | Array,
        sources: Iterable[int] | Array,
        targets: Iterable[int] | Array,
        kinds: Iterable[int] | Array,
        positions: Iterable[int] | Array | None = None,
        revision: int = 0,
        rows: Rows | None = None,
    ) -> Self:
        """The snapshot of concepts and links given by database id.

        Parameters: `sources`, `targets`, `kinds`, one entry a link (a related link in either direction);
        `positions`, one a concept, the map's own order, ties by id (without it: by id).
        Cost: O(V log V + E log E). Raises: BadGraph, TeachingCircle.
        """
        places = None if positions is None else whole_numbers(positions)
        ends = whole_numbers(sources), whole_numbers(targets)
        arrays = assembled(checked(whole_numbers(concept_ids), *ends, whole_numbers(kinds), places), rows)
        texts = {
            name: Text(arrays[f"{name}_starts"], arrays[f"{name}_text"].tobytes())
            for name in ("fragment", "reason")
            if f"{name}_starts" in arrays
        }
        return cls(revision, arrays, texts)

    def save(self, folder: Path) -> None:
        """Write the snapshot into `folder` in one file, renamed into place: readers see all of it or none.

        Safe when several processes save the same one; those who have the old file open keep it.
        Raises: GraphError when changes are laid over it.
        """
        if any(isinstance(text, PatchedText) for text in self.texts.values()):
            raise GraphError("a snapshot with changes laid over it is not saved")
        write_arrays(folder / FILE, {"revision": self.revision}, self.arrays)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The snapshot that was saved in `folder`, memory-mapped. Cost: O(1). Raises: SnapshotUnreadable."""
        about, arrays, places, mapped = read_arrays(folder / FILE)
        missing = [name for name in NEEDED if name not in arrays]
        if missing or "revision" not in about:
            raise SnapshotUnreadable(f"the snapshot lacks {', '.join(missing) or 'its revision'}")
        snapshot = cls(about["revision"], arrays, _mapped_texts(arrays, places, mapped))
        snapshot._mapped = mapped
        return snapshot

    def release(self) -> None:
        """Give back the memory that a walk through all of the file has taken; it is mapped again as it is read."""
        if self._mapped is not None:
            self._mapped.madvise(MADV_DONTNEED)

    def concept_ids(self, indices: Indices) -> Indices:
        """The ids of several indices, int64."""
        return self._identity.ids[indices].astype(np.int64)

    def known_indices_of(self, concept_ids: Indices) -> Indices:
        """The index of each id, -1 for one that is not here. Cost: O(log V) each."""
        return self._identity.indices_of(concept_ids)

    def id_of(self, index: int) -> int:
        """The id of one index."""
        return int(self._identity.ids[index])

    def index_of(self, concept_id: int) -> int:
        """The index of an id. Cost: O(log V). Raises: UnknownConcept."""
        return self._identity.index_of(concept_id)

    def indices_of(self, concept_ids: Iterable[int] | Array) -> Indices:
        """The indices of several ids, in their order.

        Cost: O(log V) each. Raises: UnknownConcept for the first.
        """
        wanted = whole_numbers(concept_ids)
        found = self._identity.indices_of(wanted)
        missing = np.flatnonzero(found < 0)
        if missing.size:
            raise UnknownConcept(int(wanted[missing[0]]))
        return found

    def __contains__(self, concept_id: object) -> bool:
        if not isinstance(concept_id, int | np.integer):
            return False
        try:
            self.index_of(int(concept_id))
        except UnknownConcept:
            return False
        return True

    @cached_property
    def depths(self) -> npt.NDArray[np.uint32]:
        """How many parent links the nearest root is away, by index. Cost: O(1), O(V + E) where it is not stored."""
        if "depths" in self.arrays:
            return self.arrays["depths"]
        return parent_depths(self.concept_count, *parent_links(self.adjacency))

    @cached_property
    def order(self) -> npt.NDArray[np.uint32]:
        """Every index in the map's own order: what `positions` says, turned round.

        Cost: O(1), the first time O(V) where it is not stored.
        """
        if "order" in self.arrays:
            return self.arrays["order"]
        order = np.empty(self.concept_count, dtype=np.uint32)
        order[self.positions] = np.arange(self.concept_count, dtype=np.uint32)
        return order

    def map_order(self) -> Indices:
        """Every index in the map's own order, int64. Cost: O(V)."""
        return self.order.astype(np.int64)

    @cached_property
    def minutes(self) -> int:
        """The minutes that all concepts take together. Cost: O(1), the first time O(V)."""
        return int(self.rows.minutes.sum(dtype=np.int64))

    def out_links(self, index: int) -> list[tuple[int, LinkKind]]:
        """Index and kind of each link that starts here, by index."""
        later, earlier = self.adjacency.later(index), self.adjacency.earlier(index)
        return _unpacked(earlier[(earlier & 3) == 0]) + _unpacked(later[(later & 3) != 0])

    def in_links(self, index: int) -> list[tuple[int, LinkKind]]:
        """Index and kind of each link that ends here, by index."""
        later, earlier = self.adjacency.later(index), self.adjacency.earlier(index)
        return _unpacked(earlier[(earlier & 3) != 0]) + _unpacked(later[(later & 3) == 0])

    @property
    def rows(self) -> RowTable:
        """The words of the concepts. Raises: GraphError when the snapshot was built without."""
        if self._rows is None:
            raise GraphError("this snapshot was built without rows")
        return self._rows

    @property
    def has_rows(self) -> bool:
        """Whether the snapshot was built with `Rows`."""
        return self._rows is not None

    def index_of_slug(self, slug: str) -> int:
        """The index of a slug. Cost: O(log V). Raises: UnknownConcept."""
        return self.rows.index_of_slug(slug)

    def row(self, index: int) -> Row:
        """Everything held of a concept."""
        return self.rows.row(index)

    def slug_of(self, index: int) -> str:
        """The slug of a concept."""
        return self.rows.slug_of(index)

    def title_of(self, index: int) -> str:
        """The title of a concept."""
        return self.rows.row(index).title

    def minutes_of(self, index: int) -> int:
        """The minutes it takes to read a concept."""
        return int(self.rows.minutes[index])

    def fragment(self, index: int) -> bytes:
        """Slug, title, summary, x and y of a concept as the inside of a JSON object, without its braces."""
        return self.rows.fragments[index]

    def reason_of(self, position: int) -> str:
        """The reason of the link at `position` among the entries of its later end, empty when it has none."""
        return self.reasons_of(np.array([position]))[0]

    def reasons_of(self, positions: Indices) -> list[str]:
        """The reasons of several links by position, empty where there is none."""
        encoded = self.encoded_reasons_of(positions)
        return [""] * positions.size if encoded is None else list(map(orjson.loads, encoded))

    def encoded_reasons_of(self, positions: Indices) -> list[bytes] | None:
        """The reasons of several links as JSON strings; None when none of these has any."""
        return None if self._reasons is None else self._reasons.several(positions)


def _unpacked(entries: Entries) -> list[tuple[int, LinkKind]]:
    return [(entry >> 2, KIND_OF_CODE[entry & 3]) for entry in entries.tolist()]


def _mapped_texts(arrays: Mapping[str, Array], places: Mapping[str, int], mapped: mmap) -> dict[str, Text]:
    return {
        name: Text(arrays[f"{name}_starts"], mapped, places[f"{name}_text"])
        for name in ("fragment", "reason")
        if f"{name}_starts" in arrays
    }
