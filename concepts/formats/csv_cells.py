"""How texts and lists stand in the cells of a table."""

import re
from collections.abc import Iterable

# A spreadsheet takes a cell that begins so for a formula, some also in full-width signs. An apostrophe makes it a text.
_FORMULA = re.compile(r"'*[=+\-@＝＋－＠\t\r]")
_GUARDED = re.compile(r"'+[=+\-@＝＋－＠\t\r]")
_SEPARATOR = re.compile(r"\\[\\|]|\|")


def write_cell(text: str) -> str:
    """A text as a cell that no spreadsheet runs."""
    return f"'{text}" if _FORMULA.match(text) else text


def read_cell(cell: str) -> str:
    """The text of a cell, without the apostrophe that `write_cell` put before it."""
    return cell[1:] if cell.startswith("'") and _GUARDED.match(cell) else cell


def write_list(entries: Iterable[str]) -> str:
    """Several texts in one cell, parted by bars; a bar or backslash inside one is written after a backslash."""
    return write_cell("|".join(entry.replace("\\", "\\\\").replace("|", "\\|") for entry in entries))


def read_list(cell: str) -> tuple[str, ...]:
    """The texts of a cell, without empty ones. A backslash before any other sign is just that."""
    text = read_cell(cell)
    if "|" not in text and "\\" not in text:
        return (text,) if text else ()
    entries, start, entry = [], 0, ""
    for found in _SEPARATOR.finditer(text):
        entry += text[start : found.start()]
        start = found.end()
        if found[0] == "|":
            entries.append(entry)
            entry = ""
        else:
            entry += found[0][1]
    entries.append(entry + text[start:])
    return tuple(entry for entry in entries if entry)
