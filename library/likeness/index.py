"""The index as requests have it: a file of its name on each machine, opened once a process and mapped.

The database hands it from the machine that built it to the others. Until a new one is there the old one answers.
"""

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from django.conf import settings

from graph.errors import SnapshotUnreadable
from graph.ranking import WeightedGraph
from graph.storage import read_arrays
from library.likeness.texts import TOLD
from library.models import LikenessIndex

# Part of every stamp: raise it when the same library is to give another index.
_MAKE = 2


@dataclass(frozen=True, slots=True)
class OpenIndex:
    """`documents`: their ids, ascending; number i of them is node i of `graph`, and `told[i]` are its telling words."""

    stamp: str
    documents: npt.NDArray[np.int64]
    graph: WeightedGraph
    told: npt.NDArray[np.int32]
    words: tuple[str, ...]

    def number_of(self, document_id: int) -> int | None:
        """The node of a document; None when it came after the index."""
        number = int(np.searchsorted(self.documents, document_id))
        there = number < self.documents.size and self.documents[number] == document_id
        return number if there else None

    def telling_words(self, number: int) -> list[str]:
        """What tells a document from others, the weightiest first."""
        return [self.words[word] for word in self.told[number].tolist() if word >= 0]


_held: OpenIndex | None = None


def stamp_of(state: str) -> str:
    """The name of the index of a state of the library."""
    return f"{state}-{_MAKE}"


def index_stamp() -> str:
    """The name of the index there is; "" without one. Queries: 1."""
    return LikenessIndex.objects.filter(pk=1).values_list("stamp", flat=True).first() or ""


def present_index() -> OpenIndex | None:
    """The index there is. Queries: 1; 2 the first time on a machine."""
    global _held  # noqa: PLW0603 - one a process, replaced as a whole.
    stamp = index_stamp()
    if not stamp:
        return None
    if _held is None or _held.stamp != stamp:
        try:
            _held = _opened(stamp)
        except (SnapshotUnreadable, OSError):
            # A disk that is full: what this process has is better than no page.
            return _held
    return _held


def _opened(stamp: str) -> OpenIndex:
    path = Path(settings.VAR_DIR) / "likeness" / f"{stamp}.bin"
    try:
        return _read(stamp, path)
    except SnapshotUnreadable:
        row = LikenessIndex.objects.get(pk=1)
        fetched = path.with_name(f"{row.stamp}.bin")
        _write(fetched, bytes(row.content))
        return _read(row.stamp, fetched)


def _read(stamp: str, path: Path) -> OpenIndex:
    _, arrays, _, _ = read_arrays(path)
    words = arrays["words"].tobytes().decode()
    return OpenIndex(
        stamp,
        arrays["documents"],
        WeightedGraph(arrays["starts"], arrays["neighbors"], arrays["shares"]),
        arrays["told"].reshape(-1, TOLD),
        tuple(words.split("\n")) if words else (),
    )


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.urandom(8).hex()}.part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    for old in path.parent.glob("*.bin"):
        if old != path:
            # Processes that have it open keep its mapped file until they let go of it.
            old.unlink(missing_ok=True)
