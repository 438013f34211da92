"""Paragraphs, points and headings out of the lines of a PDF, by the size of letters and the space between lines."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from library.reading.blocks import HEADING, PARAGRAPH, POINT, Blocks
from library.reading.pdf_lines import Line

# A line is a heading when its letters are larger than those of the text by this factor, or bold and not a sentence.
_LARGER = 1.15
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
_HYPHENATED = re.compile(r"(\w+)-$")
_FIRST_WORD = re.compile(r"\w+")
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
        sizes: Counter[float] = Counter()
        for line in lines:
            sizes[round(line.size, 1)] += len(line.text)
        self._size = max(sizes, key=lambda size: (sizes[size], size), default=0.0)
        body = [line for line in lines if round(line.size, 1) == self._size]
        self._is_bold = sum(len(line.text) if line.is_bold else -len(line.text) for line in body) > 0
        lengths = sorted(len(line.text) for line in body)
        self._full = lengths[len(lengths) * 9 // 10] if lengths else 0
        steps = Counter(round(a.y - b.y, 1) for a, b in zip(body, body[1:], strict=False) if a.page == b.page and a.y > b.y)
        self._step = steps.most_common(1)[0][0] if steps else self._size * 1.2
        larger = {round(line.size) for line in lines if self._is_larger(line)}
        self._levels = {size: min(place, _DEEPEST) for place, size in enumerate(sorted(larger, reverse=True), start=1)}
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
        return self._levels.get(round(line.size), min(len(self._levels) + 1, _DEEPEST)) if self._is_larger(line) else min(len(self._levels) + 1, _DEEPEST)

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
            return not re.search(r"[.!?:]\W*$", last.text) and line.text[:1].islower()
        if last.y - line.y > _GAP * max(self._step, 0.9 * last.size):
            return False
        if len(last.text) < _SHORT * self._full:
            return False
        if kind == POINT:
            return line.x > group[0].x + 1
        return line.x - last.x < _INDENT * last.size

    def join(self, lines: Sequence[Line]) -> str:
        """The lines as one, words whole that were divided at their ends."""
        text = lines[0].text
        for line in lines[1:]:
            text = self._joined(text, line.text)
        return text

    def _joined(self, text: str, following: str) -> str:
        divided = _HYPHENATED.search(text[-60:])
        rest = _FIRST_WORD.match(following)
        if divided is None or rest is None or not following[0].islower():
            return f"{text} {following}"
        compound = f"{divided[1]}-{rest[0]}".lower()
        whole = compound.replace("-", "")
        keeps = self._words[compound] > self._words[whole]
        return f"{text if keeps else text[:-1]}{following}"

    def _is_larger(self, line: Line) -> bool:
        return line.size >= _LARGER * self._size and len(line.text) <= _LONGEST_HEADING

    def _is_bold_title(self, line: Line) -> bool:
        if self._is_bold or not line.is_bold or line.size < 0.95 * self._size:
            return False
        return len(line.text) <= _LONGEST_BOLD and not line.text.endswith((".", ",", ";", ":"))
