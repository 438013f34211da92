"""Concepts of a map that is being read, set down in a private file."""

import sqlite3
from array import array
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from concepts.formats.batches import ROWS_AT_A_TIME, batches
from concepts.formats.drafts import ConceptDraft
from concepts.formats.faults import Faults, quoted
from concepts.models.concept import read_source

TABLE = """
CREATE TABLE concept (
    place INTEGER PRIMARY KEY, slug TEXT, title TEXT, summary TEXT, detail TEXT, aliases TEXT, sources TEXT,
    minutes INTEGER, published INTEGER
);
"""
# Some 200 bytes of memory each, for the places of the slugs.
MOST_CONCEPTS = 5_000_000
_ROWS_A_WRITE = 500
_READ = "SELECT slug, title, summary, detail, aliases, sources, minutes, published FROM concept"
_LOOK_UP = "SELECT {column} FROM concept WHERE place = ?"

Chosen = npt.NDArray[np.bool_]


class StoredText(NamedTuple):
    """A concept's cells as the database holds them."""

    slug: str
    title: str
    summary: str
    detail: str
    aliases: str
    sources: str
    minutes: int
    published: bool


class StagedConcepts:
    """The concepts in the order given. In memory are only the place of each slug and the line of each concept."""

    def __init__(self, file: sqlite3.Connection) -> None:
        self.places: dict[str, int] = {}
        self._file = file
        self._lines = array("i")
        self._unwritten: list[tuple[object, ...]] = []

    def __len__(self) -> int:
        return len(self._lines)

    def add(self, concept: ConceptDraft, faults: Faults) -> None:
        """Set the next concept down; that its slug is taken becomes a fault. Raises: MapRefused for one too many."""
        place = len(self._lines)
        if place == MOST_CONCEPTS:
            faults.stop(concept.line, f"There are too many concepts: at most {MOST_CONCEPTS:,} are read.")
        holder = self.places.setdefault(concept.slug, place)
        if holder != place and concept.slug:
            where = f" (line {self._lines[holder]})" if self._lines[holder] else ""
            faults.add(
                concept.lines.get("slug", concept.line),
                f"The address {quoted(concept.slug)} is taken by {quoted(self.titles([holder])[0])}{where}: "
                "give another title or slug.",
            )
        self._lines.append(concept.line)
        self._unwritten.append((place, *_cells(concept)))
        if len(self._unwritten) == _ROWS_A_WRITE:
            self._write()

    def titles(self, places: Iterable[int]) -> list[str]:
        """The titles at these places. Cost: a look-up each."""
        return self._single("title", places)

    def slugs(self, places: Iterable[int]) -> list[str]:
        """The slugs at these places. Cost: a look-up each."""
        return self._single("slug", places)

    def every(self) -> Iterator[StoredText]:
        """All concepts in order."""
        self._write()
        return map(_text, self._file.execute(f"{_READ} ORDER BY place"))

    def chosen(self, chosen: Chosen) -> Iterator[tuple[int, StoredText]]:
        """Places and concepts of a part of them, in order."""
        self._write()
        for some in batches(np.flatnonzero(chosen).tolist(), ROWS_AT_A_TIME):
            yield from zip(some, self.at(some), strict=True)

    def at(self, places: list[int]) -> list[StoredText]:
        """The concepts at ascending places."""
        self._write()
        if places and places[-1] - places[0] == len(places) - 1:
            return self._between(places[0], places[-1])
        marks = ", ".join(map(str, places))
        return [_text(row) for row in self._file.execute(f"{_READ} WHERE place IN ({marks}) ORDER BY place")]

    def drafts(self) -> Iterator[ConceptDraft]:
        """All concepts as drafts."""
        for text in self.every():
            yield ConceptDraft(
                text.slug,
                text.title,
                text.summary,
                text.detail,
                tuple(text.aliases.split("\n")) if text.aliases else (),
                tuple(map(read_source, text.sources.split("\n"))) if text.sources else (),
                text.minutes,
                text.published,
            )

    def _between(self, first: int, last: int) -> list[StoredText]:
        rows = self._file.execute(f"{_READ} WHERE place BETWEEN ? AND ? ORDER BY place", (first, last))
        return [_text(row) for row in rows]

    def _single(self, column: str, places: Iterable[int]) -> list[str]:
        self._write()
        look_up = _LOOK_UP.format(column=column)
        return [self._file.execute(look_up, (place,)).fetchone()[0] for place in places]

    def _write(self) -> None:
        if self._unwritten:
            self._file.executemany("INSERT INTO concept VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", self._unwritten)
            self._unwritten.clear()


def _cells(concept: ConceptDraft) -> StoredText:
    return StoredText(
        concept.slug,
        concept.title,
        concept.summary,
        concept.detail,
        "\n".join(concept.aliases),
        "\n".join(map(str, concept.sources)),
        concept.minutes,
        concept.published,
    )


def _text(row: tuple[str, str, str, str, str, str, int, int]) -> StoredText:
    return StoredText(*row[:7], bool(row[7]))
