"""Paragraphs, points and headings out of the lines of a PDF, by the size of letters and the space between lines."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from library.reading.blocks import HEADING, PARAGRAPH, POINT, Blocks
from library.reading.pdf_lines import LARGER, Line, usual_size

_LONGEST_HEADING = 150
_LONGEST_BOLD = 100
_DEEPEST = 6
# More space than this, in usual distances of lines, begins a paragraph.
_GAP = 1.35
# A line shorter than this share of a full one ends a paragraph.
_SHORT = 0.6
# In letters' sizes: how far a line that begins a paragraph may be drawn in.
_INDENT = 0.8
_ITEM = re.compile(r"(?:[•‣◦▪●○∙·]|[-–*](?= ))\s*")
_SENTENCE_END = re.compile(r"[.!?:]\W*$")
_DIVIDED = re.compile(r"((?:\w+-)*\w+)-$")
_LONGEST_WORD = 60
_WORD = re.compile(r"\w+(?:-\w+)*")


def layout_blocks(lines: Sequence[Line]) -> Blocks:
    """The blocks of a document, in the order of its lines."""
    blocks = Blocks()
    page = _Measures(lines)
    for kind, group in _groups(lines, page):
        text = page.join(group)
        if kind == POINT:
            text = _ITEM.sub("", text, count=1)
        blocks.add(kind, text, page.level(group[0]) if kind == HEADING else 0)
    return blocks


def _groups(lines: Sequence[Line], page: "_Measures") -> Iterator[tuple[str, list[Line]]]:
    group: list[Line] = []
    kind = PARAGRAPH
    for line in lines:
        own = page.kind(line)
        if group and not page.goes_on(kind, group, line, own):
            yield kind, group
            group = []
        if not group:
            kind = own
        group.append(line)
    if group:
        yield kind, group


class _Measures:
    """What is usual in a document: the size of its letters, the distance and the length of its lines, its words."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._size = usual_size(lines)
        body = [line for line in lines if round(line.size, 1) == self._size]
        self._is_bold = sum(len(line.text) if line.is_bold else -len(line.text) for line in body) > 0
        lengths = sorted(len(line.text) for line in body)
        self._full = lengths[len(lengths) * 9 // 10] if lengths else 0
        pairs = pairwise(body)
        steps = Counter(round(a.y - b.y, 1) for a, b in pairs if a.page == b.page and a.y > b.y)
        self._step = steps.most_common(1)[0][0] if steps else self._size * 1.2
        larger = {round(line.size) for line in lines if self._is_larger(line)}
        ordered = enumerate(sorted(larger, reverse=True), start=1)
        self._levels = {size: min(place, _DEEPEST) for place, size in ordered}
        self._words = Counter(word.lower() for line in lines for word in _WORD.findall(line.text))

    def kind(self, line: Line) -> str:
        """What a line begins when it begins something."""
        if _ITEM.match(line.text):
            return POINT
        if self._is_larger(line) or self._is_bold_title(line):
            return HEADING
        return PARAGRAPH

    def level(self, line: Line) -> int:
        """The level of a heading: by its size, the bold ones below the larger ones."""
        below = min(len(self._levels) + 1, _DEEPEST)
        return self._levels.get(round(line.size), below) if self._is_larger(line) else below

    def goes_on(self, kind: str, group: Sequence[Line], line: Line, own: str) -> bool:
        """Whether a line belongs to the group before it."""
        last = group[-1]
        if own == POINT or (kind == HEADING) != (own == HEADING):
            return False
        if kind == HEADING:
            near = 0 < last.y - line.y < 1.6 * last.size
            return last.page == line.page and near and abs(last.size - line.size) < 0.5
        if last.page != line.page or line.y > last.y + self._size:
            # The next page or column: on with a sentence that has not ended.
            return line.text[:1].islower() and not _SENTENCE_END.search(last.text)
        return not self._ends(last, line) and (
            line.x > group[0].x - 1 if kind == POINT else line.x - last.x < _INDENT * last.size
        )

    def _ends(self, last: Line, line: Line) -> bool:
        """Whether a paragraph's line is its last, by its length and by the space below it."""
        gap = _GAP * max(self._step, 0.9 * last.size)
        return last.y - line.y > gap or len(last.text) < _SHORT * self._full

    def join(self, lines: Sequence[Line]) -> str:
        """The lines as one, words whole that were divided at their ends."""
        text = lines[0].text
        for line in lines[1:]:
            text = self._joined(text, line.text)
        return text

    def _joined(self, text: str, following: str) -> str:
        divided = _DIVIDED.search(text[-_LONGEST_WORD:])
        rest = _WORD.match(following)
        if divided is None or rest is None or not following[0].islower():
            return f"{text} {following}"
        compound = f"{divided[1]}-{rest[0]}".lower()
        whole = f"{divided[1]}{rest[0]}".lower()
        # What has a hyphen already is likely to have another.
        keeps = self._words[compound] + ("-" in divided[1]) > self._words[whole]
        return f"{text if keeps else text[:-1]}{following}"

    def _is_larger(self, line: Line) -> bool:
        return line.size >= LARGER * self._size and len(line.text) <= _LONGEST_HEADING

    def _is_bold_title(self, line: Line) -> bool:
        if self._is_bold or not line.is_bold or line.size < 0.95 * self._size:
            return False
        return len(line.text) <= _LONGEST_BOLD and not line.text.endswith((".", ",", ";", ":"))
