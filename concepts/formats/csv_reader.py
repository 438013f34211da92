"""Reads a map from tables: concepts, links and, if there is one, the head. Told in docs/map-format.md."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from concepts.formats.csv_cells import read_cell, read_list
from concepts.formats.drafts import ConceptDraft, LinkDraft, MapHead, MapStream
from concepts.formats.faults import Faults, quoted
from concepts.formats.fields import HEAD_KEYS, read_number, read_switch
from concepts.formats.summaries import summary_and_detail
from concepts.models.concept import read_source
from graph.kinds import LinkKind

CONCEPT_COLUMNS = ("id", "title", "summary", "aliases", "minutes", "detail", "sources", "draft")
LINK_COLUMNS = ("source", "target", "kind", "reason")
HEAD_COLUMNS = ("key", "value")
HEAD_CELLS = (*HEAD_KEYS, "detail")
_LONE_RETURN = (
    "This line holds a carriage return that ends no line: "
    "save the table with line ends of one kind, or put quotes around the cell."
)
_KINDS = {kind.word: kind for kind in LinkKind}

Row = Mapping[str, str]


def read_tables(
    concepts: Iterable[str], links: Iterable[str], head: Iterable[str] | None, faults: Faults
) -> MapStream:
    """The map that three tables hold, row by row. Without a head its title is left empty."""
    in_concepts, in_links = faults.of("concepts"), faults.of("links")
    return MapStream(
        _head(head, faults.of("head")),
        (
            _concept(row, line, in_concepts)
            for line, row in _rows(concepts, CONCEPT_COLUMNS, CONCEPT_COLUMNS[:2], in_concepts)
        ),
        (
            link
            for line, row in _rows(links, LINK_COLUMNS, LINK_COLUMNS[:3], in_links)
            for link in _link(row, line, in_links)
        ),
    )


def _head_cells(table: Iterable[str], faults: Faults) -> Iterator[tuple[str, tuple[str, int]]]:
    given = set()
    for line, row in _rows(table, HEAD_COLUMNS, HEAD_COLUMNS, faults):
        if row["key"] not in HEAD_CELLS:
            faults.add(line, f"There is no key {quoted(row['key'])} here; there are {', '.join(HEAD_CELLS)}.")
        elif row["key"] in given:
            faults.add(line, f"The key {quoted(row['key'])} is given twice.")
        given.add(row["key"])
        yield row["key"], (row["value"], line)


def _head(table: Iterable[str] | None, faults: Faults) -> MapHead:
    cells = dict(_head_cells(table, faults)) if table is not None else {}

    def cell(name: str) -> tuple[str, int]:
        return cells.get(name, ("", 0))

    def switch(name: str) -> bool:
        return bool(cell(name)[0]) and read_switch(name, *cell(name), faults)

    title, slug, summary, detail = (
        read_cell(cell(name)[0]) for name in ("title", "slug", "summary", "detail")
    )
    return MapHead(
        slug,
        title,
        summary,
        detail,
        topics=read_list(cell("topics")[0]),
        featured=switch("featured"),
        published=not switch("draft"),
        position=read_number("position", *cell("position"), faults) if cell("position")[0] else None,
        lines={key: line for key, (_, line) in cells.items()},
        has_head=table is not None,
    )


def _concept(row: Row, line: int, faults: Faults) -> ConceptDraft:
    minutes, draft = row.get("minutes", ""), row.get("draft", "")
    summary, detail = read_cell(row.get("summary", "")), read_cell(row.get("detail", ""))
    if "detail" not in row:
        summary, detail = summary_and_detail(summary)
    return ConceptDraft(
        slug=read_cell(row["id"]),
        title=read_cell(row["title"]),
        summary=summary,
        detail=detail,
        aliases=read_list(row.get("aliases", "")),
        sources=tuple(map(read_source, read_list(row.get("sources", "")))),
        minutes=read_number("minutes", minutes, line, faults) if minutes else 5,
        published=not (draft and read_switch("draft", draft, line, faults)),
        line=line,
    )


def _link(row: Row, line: int, faults: Faults) -> Iterator[LinkDraft]:
    kind = _KINDS.get(row["kind"])
    if kind is None:
        faults.add(line, f"There is no kind {quoted(row['kind'])} of link; there are {', '.join(_KINDS)}.")
    else:
        yield LinkDraft(
            read_cell(row["source"]), read_cell(row["target"]), kind, read_cell(row.get("reason", "")), line
        )


def _rows(
    table: Iterable[str], known: tuple[str, ...], needed: tuple[str, ...], faults: Faults
) -> Iterator[tuple[int, Row]]:
    """The rows below the first, each with the line where it starts. Blank lines are passed over."""
    reader = csv.reader(table, strict=True)
    end = 0
    try:
        columns = next(reader, [])
        _check_columns(columns, known, needed, faults)
        end = reader.line_num
        for cells in reader:
            line, end = end + 1, reader.line_num
            if len(cells) == len(columns):
                yield line, dict(zip(columns, cells, strict=True))
            elif cells:
                plural = "" if len(cells) == 1 else "s"
                faults.add(line, f"This row has {len(cells)} cell{plural}; the first row has {len(columns)}.")
    except csv.Error as error:
        # Where the row begins: a quote that is never closed runs to the end of the table.
        told = _LONE_RETURN if "new-line character" in str(error) else f"This table cannot be read: {error}."
        faults.stop(end + 1, told)


def _check_columns(
    columns: list[str], known: tuple[str, ...], needed: tuple[str, ...], faults: Faults
) -> None:
    if not columns:
        faults.stop(0, "The table is empty.")
    for name in columns:
        if name not in known:
            faults.add(1, f"There is no column {quoted(name)} here; there are {', '.join(known)}.")
    for name, count in Counter(columns).items():
        if count > 1:
            faults.add(1, f"The column {quoted(name)} is given twice.")
    missing = [name for name in needed if name not in columns]
    if missing:
        are = "is" if len(missing) == 1 else "are"
        faults.stop(
            1, f"The first row must name the columns {', '.join(needed)}; {', '.join(missing)} {are} missing."
        )
