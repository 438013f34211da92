"""Reads the blocks of Markdown line by line: headings, points, paragraphs, tables and code, without their marks."""

import re

from library.reading.blocks import CELL, HEADING, PARAGRAPH, POINT, Blocks
from library.reading.markdown_head import without_head
from library.reading.markdown_inline import label_of, plain_words
from library.reading.text import ReadText

_QUOTE = re.compile(r"(?: {0,3}> ?)+")
_ATX = re.compile(r" {0,3}(#{1,6})(?= |$)")
_UNDERLINE = re.compile(r" {0,3}(?:(=)=*+|--*+) *+$")
_RULE = re.compile(r" {0,3}([-*_])(?: *+\1){2,}+ *+$")
_ITEM = re.compile(r" *+(?:([-*+•‣◦▪])|([0-9]{1,9})[.)])(?: ++(?:\[[ xX]\] ++)?|$)")
_FENCE = re.compile(r" *+(`{3,}+(?=[^`]*+$)|~{3,}+)")
_LABEL = re.compile(r"^ {0,3}\[(?!\^)([^\[\]\n]{1,999})\]:[ \t]*+\S", re.MULTILINE)
_COLUMNS = re.compile(r" *+\|?(?: *+:?-++:? *+\|)*+(?: *+:?-++:? *+)?+ *+$")
_BAR = re.compile(r"(?<!\\)\|")
_UNSHOWN = re.compile(r" {0,3}<(script|style)(?=[\s>])", re.IGNORECASE)
_LINE_ENDS = re.compile(r"\r\n?")
# Text that stands further in than this is code, outside of lists.
_CODE_INDENT = 4


def read_markdown(source: str) -> ReadText:
    """The text of a Markdown document without its marks. HTML in it goes, tags of figures stay. Cost: O(n log n)."""
    title, source = without_head(_LINE_ENDS.sub("\n", source))
    labels = frozenset(label_of(found[1]) for found in _LABEL.finditer(source))
    reader = _Reader(source.split("\n"), labels)
    reader.read()
    return reader.blocks.read_text("markdown", title)


class _Reader:
    def __init__(self, lines: list[str], labels: frozenset[str]) -> None:
        self.blocks = Blocks()
        self._lines = lines
        self._labels = labels
        self._kind = PARAGRAPH
        self._gathered: list[str] = []
        self._in_list = False
        self._quoted = False

    def read(self) -> None:
        number = 0
        while number < len(self._lines):
            number = self._read_block(number)
        self._flush()

    def _read_block(self, number: int) -> int:
        """Takes the block or line of a paragraph that stands at a line. Returns the line to go on with."""
        line = self._line(number)
        if not line or line.isspace():
            self._flush()
            return number + 1
        if line[0].isalpha() and "|" not in line:
            # No block begins with a letter but a table: most lines are done here.
            self._take_words(line)
            return number + 1
        for take in (self._take_code, self._take_unshown, self._take_fence, self._take_table):
            following = take(line, number)
            if following:
                return following
        if not self._take_heading(line) and not self._take_item(line):
            self._take_words(line)
        return number + 1

    def _line(self, number: int) -> str:
        """A line without the marks of a quotation around it."""
        line = self._lines[number]
        if "\t" in line:
            line = line.expandtabs(4)
        quote = _QUOTE.match(line)
        if quote and not self._quoted:
            self._flush()
        self._quoted = bool(quote) or (self._quoted and bool(self._gathered))
        return line[quote.end() :] if quote else line

    def _take_code(self, line: str, number: int) -> int:
        if self._gathered or self._in_list or not line.startswith(" " * _CODE_INDENT):
            return 0
        code = [line]
        while (number := number + 1) < len(self._lines) and self._lines[number].startswith(
            " " * _CODE_INDENT
        ):
            code.append(self._lines[number])
        self.blocks.add(PARAGRAPH, "\n".join(part[_CODE_INDENT:] for part in code))
        return number

    def _take_unshown(self, line: str, number: int) -> int:
        """Skips a comment, a script or a style that begins here, and a link's definition."""
        if not self._gathered and _LABEL.match(line):
            return number + 1
        found = _UNSHOWN.match(line)
        ending = f"</{found[1].lower()}" if found else "-->"
        if not found and not line.lstrip(" ").startswith("<!--"):
            return 0
        place = line.lower().find(ending)
        if not found and place >= 0 and line[place + len(ending) :].strip():
            # Words follow the comment in its line.
            return 0
        self._flush()
        while place < 0 and number + 1 < len(self._lines):
            number += 1
            place = self._lines[number].lower().find(ending)
        return number + 1

    def _take_fence(self, line: str, number: int) -> int:
        opening = _FENCE.match(line)
        if not opening or (line.startswith(" " * _CODE_INDENT) and not self._in_list):
            return 0
        self._flush()
        mark = opening[1]
        quoted = self._quoted
        code: list[str] = []
        while (number := number + 1) < len(self._lines):
            inner = self._line(number) if quoted else self._lines[number]
            if quoted and not self._quoted:
                # The quotation ends, and the code in it too.
                number -= 1
                break
            closing = inner.strip(" ")
            if len(closing) >= len(mark) and closing == mark[0] * len(closing):
                break
            code.append(inner)
        self.blocks.add(PARAGRAPH, "\n".join(code))
        return number + 1

    def _take_table(self, line: str, number: int) -> int:
        below = self._lines[number + 1] if "|" in line and number + 1 < len(self._lines) else ""
        if "|" not in below or "-" not in below or not _COLUMNS.match(_QUOTE.sub("", below, count=1)):
            return 0
        self._flush()
        self._take_row(line)
        number += 2
        while number < len(self._lines) and "|" in self._lines[number]:
            self._take_row(self._line(number))
            number += 1
        return number

    def _take_row(self, line: str) -> None:
        cells = (
            self._words(cell.replace("\\|", "|")).strip() for cell in _BAR.split(line.strip().strip("|"))
        )
        self.blocks.add(PARAGRAPH, CELL.join(filter(None, cells)))

    def _take_heading(self, line: str) -> bool:
        if atx := _ATX.match(line):
            self._flush()
            self._in_list = False
            title = line[atx.end() :].strip()
            unclosed = title.rstrip("#")
            # Signs that stand against the last word are part of it: "C#".
            title = unclosed if unclosed.endswith(" ") or not unclosed else title
            self.blocks.add(HEADING, self._words(title), len(atx[1]))
            return True
        underline = _UNDERLINE.match(line)
        if underline and self._gathered and self._kind == PARAGRAPH:
            self._flush(HEADING, 1 if underline[1] else 2)
            return True
        if _RULE.match(line):
            self._flush()
            return True
        return False

    def _take_item(self, line: str) -> bool:
        item = _ITEM.match(line)
        if item is None:
            return False
        if (
            self._gathered
            and self._kind == PARAGRAPH
            and (item[2] not in {None, "1"} or item.end() == len(line))
        ):
            # A number that happens to stand at the beginning of a line.
            return False
        self._flush()
        self._in_list = True
        self._kind = POINT
        if words := line[item.end() :]:
            self._gathered.append(words)
        return True

    def _take_words(self, line: str) -> None:
        if not self._gathered and not line.startswith("  "):
            self._in_list = self._in_list and self._kind == POINT
        self._gathered.append(line.lstrip(" "))

    def _flush(self, kind: str = "", level: int = 0) -> None:
        """Ends a paragraph, a point or a heading."""
        if self._gathered:
            self.blocks.add(kind or self._kind, self._words(_joined(self._gathered)), level)
            self._gathered = []
        self._kind = PARAGRAPH

    def _words(self, source: str) -> str:
        return plain_words(source, self._labels)


def _joined(lines: list[str]) -> str:
    """The lines of a paragraph as one, but for those that end with two blanks or a backslash."""
    joined = []
    for line in lines:
        words = line.rstrip(" ")
        if words.endswith("\\") and not words.endswith("\\\\"):
            joined += [words[:-1], "\n"]
        else:
            joined += [words, "\n" if line.endswith("  ") else " "]
    return "".join(joined[:-1])
