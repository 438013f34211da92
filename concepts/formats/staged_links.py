"""Links of a map that is being read: numbers in memory, reasons in a private file."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from concepts.formats.batches import IDS_A_QUERY, batches
from graph.kinds import LinkKind

TABLE = "CREATE TABLE reason (number INTEGER PRIMARY KEY, text TEXT);"
_READ = "SELECT number, text FROM reason WHERE number IN ({numbers})"
_ROWS_A_WRITE = 500

Places = npt.NDArray[np.int32]
Kinds = npt.NDArray[np.int8]
Keys = npt.NDArray[np.int64]
LinkRow = tuple[int, int, int, str]


@dataclass(frozen=True, slots=True)
class LinkTable:
    """Links as columns: places of their ends in the map, kinds, and the numbers under which their reasons are kept."""

    sources: Places
    targets: Places
    kinds: Kinds
    numbers: Places

    def __len__(self) -> int:
        return int(self.sources.size)

    def taken(self, chosen: npt.NDArray[np.int64] | npt.NDArray[np.bool_]) -> "LinkTable":
        """Some of the links, in the order chosen."""
        return LinkTable(self.sources[chosen], self.targets[chosen], self.kinds[chosen], self.numbers[chosen])

    def keys(self, concepts: int) -> Keys:
        """A number for each link that only an equal one has."""
        return (self.sources.astype(np.int64) * concepts + self.targets) * 4 + self.kinds

    def ranks(self, concepts: int) -> Keys:
        """Where each link stands in the order of links."""
        # A related link is written at its source, the others at their target: so one concept's links stand together.
        related = self.kinds == LinkKind.RELATED
        here = np.where(related, self.sources, self.targets).astype(np.int64)
        other = np.where(related, self.targets, self.sources)
        return (here * 4 + self.kinds) * concepts + other


class Reasons:
    """Reasons by the number of their link; most links of large maps have none."""

    def __init__(self, file: sqlite3.Connection) -> None:
        self._file = file
        self._unwritten: list[tuple[int, str]] = []

    def add(self, number: int, reason: str) -> None:
        """Set a reason down."""
        self._unwritten.append((number, reason))
        if len(self._unwritten) == _ROWS_A_WRITE:
            self._write()

    def of(self, numbers: list[int]) -> dict[int, str]:
        """Those of these numbers that there are."""
        self._write()
        found: dict[int, str] = {}
        for some in batches(numbers, IDS_A_QUERY):
            marks = ", ".join(map(str, some))
            found.update(self._file.execute(_READ.format(numbers=marks)))
        return found

    def numbers(self) -> Keys:
        """The numbers of all links with a reason, ascending."""
        self._write()
        rows = self._file.execute("SELECT number FROM reason ORDER BY number")
        return np.fromiter((number for (number,) in rows), dtype=np.int64)

    def move(self, number: int, to: int) -> None:
        """Keep a reason under another number."""
        self._write()
        self._file.execute("UPDATE reason SET number = ? WHERE number = ?", (to, number))

    def _write(self) -> None:
        if self._unwritten:
            self._file.executemany("INSERT INTO reason VALUES (?, ?)", self._unwritten)
            self._unwritten.clear()


def rows_of(links: LinkTable, reasons: Reasons, size: int) -> Iterator[list[LinkRow]]:
    """The links as lists of `size` rows: source, target, kind and reason."""
    with_reason = reasons.numbers()
    for start in range(0, len(links), size):
        some = links.taken(np.arange(start, min(start + size, len(links))))
        known = reasons.of(np.intersect1d(some.numbers, with_reason).tolist()) if with_reason.size else {}
        columns = (some.sources.tolist(), some.targets.tolist(), some.kinds.tolist(), some.numbers.tolist())
        yield [
            (source, target, kind, known.get(number, ""))
            for source, target, kind, number in zip(*columns, strict=True)
        ]
