"""Writes a map as tables, and the tables as one zip file."""

import csv
import io
import zipfile
from collections.abc import Iterable

from concepts.formats.csv_cells import write_cell, write_list
from concepts.formats.csv_reader import CONCEPT_COLUMNS, HEAD_COLUMNS, LINK_COLUMNS
from concepts.formats.drafts import ConceptDraft, LinkDraft, MapDraft

HEAD_TABLE, CONCEPTS_TABLE, LINKS_TABLE = TABLES = ("map.csv", "concepts.csv", "links.csv")
# The earliest that a zip file can tell: the same map gives the same file whenever it is written.
_DATE = (1980, 1, 1, 0, 0, 0)


def write_zip(draft: MapDraft) -> bytes:
    """A zip file of the three tables."""
    tables = {
        HEAD_TABLE: _table(HEAD_COLUMNS, _head_rows(draft)),
        CONCEPTS_TABLE: _table(CONCEPT_COLUMNS, map(_concept_row, draft.concepts)),
        LINKS_TABLE: _table(LINK_COLUMNS, map(_link_row, draft.links)),
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        for name, text in tables.items():
            file.writestr(zipfile.ZipInfo(name, _DATE), text.encode(), zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(columns)
    writer.writerows(rows)
    return target.getvalue()


def _head_rows(draft: MapDraft) -> list[tuple[str, str]]:
    return [
        ("title", write_cell(draft.title)),
        ("slug", write_cell(draft.slug)),
        ("summary", write_cell(draft.summary)),
        ("detail", write_cell(draft.detail)),
        ("topics", write_list(draft.topics)),
        ("position", "" if draft.position is None else str(draft.position)),
        ("featured", _switch(draft.featured)),
        ("draft", _switch(not draft.published)),
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
