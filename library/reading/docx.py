"""Reads Word files.

`zipfile` and `defusedxml` do. python-docx would bring lxml along, unpacks whatever it is given without a bound, and
leaves out what stands in text boxes.
"""

import posixpath
from dataclasses import dataclass, field
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesNSImpl

from library.reading.blocks import CELL, HEADING, PARAGRAPH, POINT, Blocks
from library.reading.docx_package import Package
from library.reading.docx_styles import Style, level_of_outline, read_styles
from library.reading.docx_xml import WordHandler, is_on, stream_xml, value_of
from library.reading.text import DocumentRefused, ReadText

_MAIN = "word/document.xml"
_RELATIONS = "_rels/.rels"
# What has been taken out, or stands a second time for older programs.
_UNREAD = {"del", "moveFrom", "Fallback", "rPrChange", "pPrChange", "sectPr"}
_MARKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def read_docx(content: bytes) -> ReadText:
    """The text of a Word file, without macros, comments and what tracked changes took out. Raises: DocumentRefused."""
    package = Package(content)
    main = _place_of_text(package)
    beside = posixpath.join(posixpath.dirname(main), "styles.xml")
    styles = read_styles(package.read(beside)) if beside in package else {}
    body = _Body(styles)
    stream_xml(package.read(main), body)
    read = body.blocks.read_text("docx", body.title)
    if not read.text:
        raise DocumentRefused(
            "This Word file holds no text. If it shows pictures of text, hand in the text itself."
        )
    return read


def _place_of_text(package: Package) -> str:
    """The name of the part that holds the text, which some programs call otherwise than Word does."""
    if _MAIN in package:
        return _MAIN
    relations = _Relations()
    if _RELATIONS in package:
        stream_xml(package.read(_RELATIONS), relations)
    if relations.main in package and relations.main.startswith("word/"):
        return relations.main
    raise DocumentRefused(
        "This is a packed file without the text of a Word document in it (word/document.xml). "
        "Open it in a word processor, save it as .docx and hand that in."
    )


class _Relations(ContentHandler):
    def __init__(self) -> None:
        super().__init__()
        self.main = ""

    def startElementNS(  # noqa: N802
        self, name: tuple[str | None, str], qname: str | None, attrs: AttributesNSImpl
    ) -> None:
        if str(attrs.get((None, "Type"), "")).endswith("/officeDocument"):
            self.main = str(attrs.get((None, "Target"), "")).lstrip("/")


@dataclass(slots=True)
class _Paragraph:
    text: list[str] = field(default_factory=list)
    style: Style = field(default_factory=Style)
    level: int | None = None
    is_point: bool | None = None


class _Body(WordHandler):
    """Gathers paragraphs. They nest, since a text box is anchored in a paragraph and holds some of its own."""

    def __init__(self, styles: dict[str, Style]) -> None:
        super().__init__()
        self.blocks = Blocks()
        self.title = ""
        self._styles = styles
        self._open: list[_Paragraph] = []
        # One list of cells for each table that is open, each cell a list of its paragraphs.
        self._rows: list[list[list[str]]] = []
        self._unread = 0
        self._in_text = False
        self._in_run = False
        self._is_hidden = False

    def start(self, name: str, attrs: AttributesNSImpl) -> None:
        if self._unread or name in _UNREAD:
            self._unread += 1
        elif name == "p":
            self._open.append(_Paragraph())
        elif name == "tbl":
            self._rows.append([])
        elif name == "tc" and self._rows:
            self._rows[-1].append([])
        elif name == "t":
            self._in_text = True
        elif self._open:
            self._start_within(name, attrs)

    def _start_within(self, name: str, attrs: AttributesNSImpl) -> None:
        paragraph = self._open[-1]
        if name == "pStyle":
            paragraph.style = self._styles.get(value_of(attrs), Style())
        elif name == "outlineLvl":
            paragraph.level = level_of_outline(value_of(attrs))
        elif name == "numId":
            paragraph.is_point = value_of(attrs) != "0"
        elif name == "r":
            self._in_run, self._is_hidden = True, False
        elif self._in_run:
            # Outside of runs the same names mean tab stops, and the sign that ends a paragraph.
            self._start_in_run(name, attrs)

    def _start_in_run(self, name: str, attrs: AttributesNSImpl) -> None:
        if name == "vanish":
            self._is_hidden = is_on(attrs)
        elif name in _MARKS and not self._is_hidden:
            self._open[-1].text.append(_MARKS[name])

    def characters(self, content: str) -> None:
        if self._in_text and self._open and not self._is_hidden:
            self._open[-1].text.append(content)

    def end(self, name: str) -> None:
        if self._unread:
            self._unread -= 1
        elif name == "p" and self._open:
            self._end_paragraph(self._open.pop())
        elif name == "t":
            self._in_text = False
        elif name == "r":
            self._in_run = self._is_hidden = False
        elif name == "tr" and self._rows:
            self._end_row()
        elif name == "tbl" and self._rows:
            self._rows.pop()

    def _end_paragraph(self, paragraph: _Paragraph) -> None:
        text = "".join(paragraph.text)
        style = paragraph.style
        level = paragraph.level if paragraph.level is not None else style.level
        is_point = paragraph.is_point if paragraph.is_point is not None else style.is_point
        if style.is_contents:
            self.blocks.add_navigation(text)
        elif self._rows and self._rows[-1]:
            self._rows[-1][-1].append(text)
        elif style.is_title and not self.title:
            self.title = text
            self.blocks.add(HEADING, text, 1)
        elif level:
            self.blocks.add(HEADING, text, level)
        else:
            self.blocks.add(POINT if is_point else PARAGRAPH, text)

    def _end_row(self) -> None:
        cells = [" ".join(" ".join(cell).split()) for cell in self._rows[-1]]
        self._rows[-1] = []
        row = CELL.join(cell for cell in cells if cell)
        if len(self._rows) > 1 and self._rows[-2]:
            # A table within a cell is part of that cell's text.
            self._rows[-2][-1].append(row)
        else:
            self.blocks.add(PARAGRAPH, row)
