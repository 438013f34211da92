"""Writes a map as tables, and the tables as one zip file."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from concepts.formats.batches import ROWS_AT_A_TIME, batches
from concepts.formats.csv_cells import write_cell, write_list
from concepts.formats.csv_reader import CONCEPT_COLUMNS, HEAD_COLUMNS, LINK_COLUMNS
from concepts.formats.drafts import ConceptDraft, LinkDraft, MapHead, MapStream

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

HEAD_TABLE, CONCEPTS_TABLE, LINKS_TABLE = TABLES = ("map.csv", "concepts.csv", "links.csv")
# The earliest that a zip file can tell: the same map gives the same file whenever it is written.
_DATE = (1980, 1, 1, 0, 0, 0)


class _Outlet(io.RawIOBase):
    """A file that is written to, and whose bytes are taken away as they come."""

    def __init__(self) -> None:
        super().__init__()
        self._written: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: "ReadableBuffer", /) -> int:
        self._written.append(bytes(data))
        return len(self._written[-1])

    def taken(self) -> bytes:
        """What was written since the last time."""
        taken = b"".join(self._written)
        self._written.clear()
        return taken


def zip_parts(stream: MapStream) -> Iterator[bytes]:
    """A zip file of the three tables, some rows at a time."""
    outlet = _Outlet()
    tables = (
        (HEAD_TABLE, HEAD_COLUMNS, _head_rows(stream.head)),
        (CONCEPTS_TABLE, CONCEPT_COLUMNS, map(_concept_row, stream.concepts)),
        (LINKS_TABLE, LINK_COLUMNS, map(_link_row, stream.links)),
    )
    with zipfile.ZipFile(outlet, "w") as file:
        for name, columns, rows in tables:
            for _ in _table_written(file, name, columns, rows):
                yield outlet.taken()
    yield outlet.taken()


def _table_written(
    file: zipfile.ZipFile, name: str, columns: Iterable[str], rows: Iterable[Iterable[str]]
) -> Iterator[None]:
    """Write a table, pausing after some rows each."""
    entry = zipfile.ZipInfo(name, _DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    with file.open(entry, "w") as target, io.TextIOWrapper(target, encoding="utf-8", newline="") as text:
        writer = csv.writer(text)
        writer.writerow(columns)
        for some in batches(rows, ROWS_AT_A_TIME):
            writer.writerows(some)
            yield


def _head_rows(head: MapHead) -> list[tuple[str, str]]:
    return [
        ("title", write_cell(head.title)),
        ("slug", write_cell(head.slug)),
        ("summary", write_cell(head.summary)),
        ("detail", write_cell(head.detail)),
        ("topics", write_list(head.topics)),
        ("position", "" if head.position is None else str(head.position)),
        ("featured", _switch(head.featured)),
        ("draft", _switch(not head.published)),
    ]


def _concept_row(concept: ConceptDraft) -> tuple[str, ...]:
    return (
        write_cell(concept.slug),
        write_cell(concept.title),
        write_cell(concept.summary),
        write_list(concept.aliases),
        str(concept.minutes),
        write_cell(concept.detail),
        write_list(map(str, concept.sources)),
        _switch(not concept.published),
    )


def _link_row(link: LinkDraft) -> tuple[str, ...]:
    return (write_cell(link.source), write_cell(link.target), link.kind.word, write_cell(link.reason))


def _switch(value: bool) -> str:
    return "true" if value else "false"
