"""What was measured, as a table and as bars that hold or do not."""

from benchmarks.bars import Bar
from benchmarks.imports.measuring import Measured

# A larger map may take so many seconds and megabytes, by its number of concepts.
_BOUNDS = {1_000_000: (600.0, 1_500.0), 100_000: (60.0, 400.0)}
_MOST_SHARE = 3.0
_MOST_AGAIN = 1.0
_HEADINGS = ("map", "database", "concepts", "links", "import s", "again s", "insert s", "share", "peak MB")


def table(measured: list[Measured]) -> str:
    """One line for each map and database."""
    rows = [_HEADINGS, *map(_row, measured)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADINGS))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column < 2 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )


def bars(one: Measured) -> list[Bar]:
    """What an import is held to; seconds and megabytes from the sizes on for which they are set."""
    where = f"{one.case}, {one.database}"
    held = [
        Bar(f"{where}: import, multiple of merely inserting", one.share, _MOST_SHARE, ""),
        Bar(f"{where}: again, multiple of the import", one.again / one.seconds, _MOST_AGAIN, ""),
    ]
    for size, (seconds, megabytes) in _BOUNDS.items():
        if one.concepts >= size:
            held += [
                Bar(f"{where}: import", one.seconds, seconds, "s"),
                Bar(f"{where}: peak memory", one.megabytes, megabytes, "MB"),
            ]
            break
    return held


def _row(one: Measured) -> tuple[str, ...]:
    return (
        one.case,
        one.database,
        f"{one.concepts:,}",
        f"{one.links:,}",
        f"{one.seconds:.1f}",
        f"{one.again:.1f}",
        f"{one.inserting:.1f}",
        f"{one.share:.2f}",
        f"{one.megabytes:.0f}",
    )
