"""Reads a file of any format that can be handed in."""

from library.reading.cleaning import clean_text
from library.reading.docx import read_docx
from library.reading.encodings import decode
from library.reading.html_page import read_html
from library.reading.kinds import DOCX, HTML, MARKDOWN, PDF, kind_of
from library.reading.markdown import read_markdown
from library.reading.pdf import read_pdf
from library.reading.text import MOST_BYTES, DocumentRefused, ReadText

_MEGABYTE = 1_000_000


def read_file(name: str, content: bytes) -> ReadText:
    """The clean text of a file, with its structure.

    Parameters: `name`, of which only the ending counts, where the content leaves a doubt.
    Cost: O(n) for text, Markdown and HTML; a PDF is given a minute in a process of its own.
    Raises: DocumentRefused, whatever the bytes are.
    """
    if not content.strip():
        raise DocumentRefused("This file is empty. Look whether it was saved, and hand it in again.")
    if len(content) > MOST_BYTES:
        raise DocumentRefused(
            f"This file has {len(content) / _MEGABYTE:.1f} MB, and {MOST_BYTES // _MEGABYTE} MB are read at most. "
            "Hand it in in several files."
        )
    kind = kind_of(name, content)
    if kind == PDF:
        return read_pdf(content)
    if kind == DOCX:
        return read_docx(content)
    source = decode(content, may_declare=kind == HTML)
    if kind == HTML:
        return read_html(source)
    read = read_markdown(source) if kind == MARKDOWN else ReadText(clean_text(source), kind)
    if not read.text:
        raise DocumentRefused("This file holds no text. Look whether it was saved, and hand it in again.")
    return read
