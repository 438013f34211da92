"""Marks on concepts, kept for the thread's next query so that none pays for the size of the graph."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import numpy.typing as npt

Marks = npt.NDArray[np.uint8]


class Scratch(threading.local):
    """One byte a concept, all zero between two uses; each thread has its own."""

    def __init__(self, concepts: int) -> None:
        self._concepts = concepts
        self._marks: Marks | None = None

    @contextmanager
    def marks(self) -> Iterator["MarkSheet"]:
        """A sheet of zeros for one query. Cost: O(what the query marks), the first time in a thread O(V)."""
        # Taken out while in use: a query started inside another one gets a sheet of its own.
        marks, self._marks = self._marks, None
        sheet = MarkSheet(np.zeros(self._concepts, dtype=np.uint8) if marks is None else marks)
        try:
            yield sheet
        finally:
            sheet.clear()
            self._marks = sheet.marks


class MarkSheet:
    """Marks of one query, which remembers where it wrote."""

    __slots__ = ("_written", "marks")

    def __init__(self, marks: Marks) -> None:
        self.marks = marks
        self._written: list[npt.NDArray[np.int64]] = []

    def write(self, indices: npt.NDArray[np.int64], mark: int) -> None:
        """Set the marks of `indices`."""
        self.marks[indices] = mark
        self._written.append(indices)

    def clear(self) -> None:
        """Back to zeros."""
        for indices in self._written:
            self.marks[indices] = 0
        self._written.clear()
