"""Lines of a PDF out of the fragments that its pages draw, without those that run along at head and foot."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

# Letters that fonts draw joined; joined they would match no word.
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
# A line is larger than the text around it from this factor on: a heading.
LARGER = 1.15
# A fragment that is raised or lowered by less than this share of its size is of the same line: an exponent, a mark.
_SAME_LINE = 0.6
# How many lines at either edge of a page may run, and on how many pages the same must stand.
_EDGE = 2
_RUNS_ON = 3
# Places in points within which a line counts as standing where it stood on another page.
_PLACE = 10
_NUMBERS = re.compile(r"[0-9]+")
_PAGE_NUMBER = re.compile(
    r"\W*(?:page\s+)?(?:[0-9]{1,4}|[ivxl]{1,6})(?:\s*(?:of|/)\s*[0-9]{1,4})?\W*", re.IGNORECASE
)


@dataclass(slots=True)
class Line:
    """A line of a page; `x` and `y` of its beginning and `size` of its letters, in points."""

    text: str
    x: float
    y: float
    size: float
    is_bold: bool
    page: int


def lines_of(pages: Sequence[Iterable[Sequence[Any]]]) -> list[Line]:
    """The lines of all pages in the order of drawing, without running heads and feet."""
    every = [_lines_of_page(number, page) for number, page in enumerate(pages)]
    running = _running(every)
    kept = [line for lines in every for line in lines if id(line) not in running]
    # When nothing else is there, what runs along is the text.
    return kept or [line for lines in every for line in lines]


def _lines_of_page(number: int, fragments: Iterable[Sequence[Any]]) -> list[Line]:
    lines: list[Line] = []
    letters: Counter[tuple[float, bool]] = Counter()
    ended = True
    for text, x, y, size, is_bold in fragments:
        for index, piece in enumerate(text.translate(_LIGATURES).split("\n")):
            ended = ended or index > 0
            if not piece.strip():
                continue
            last = lines[-1] if lines else None
            if last is None or ended or abs(last.y - y) > _SAME_LINE * max(size, last.size):
                lines.append(Line(piece, x, y, size, is_bold, number))
                letters = Counter()
                ended = False
            else:
                last.text += piece
            letters[(size, is_bold)] += len(piece)
            lines[-1].size, lines[-1].is_bold = letters.most_common(1)[0][0]
    for line in lines:
        line.text = " ".join(line.text.split())
    return lines


def usual_size(lines: Sequence[Line]) -> float:
    """The size of most letters; 0 without any."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], size), default=0.0)


def _running(pages: Sequence[list[Line]]) -> set[int]:
    """The identities of lines that repeat at the edges of pages, but for their numbers, and of page numbers.

    Of a title in large letters the first stays.
    """
    if len(pages) < _RUNS_ON - 1:
        return set()
    large = LARGER * usual_size([line for lines in pages for line in lines])
    edges = [line for lines in pages for line in _edge_lines(lines)]
    seen = Counter(_key(line) for line in edges)
    firsts = {
        id(line) for line in {_key(line): line for line in reversed(edges)}.values() if line.size >= large
    }
    repeated = {id(line) for line in edges if seen[_key(line)] >= _RUNS_ON}
    numbers = {id(line) for line in edges if _PAGE_NUMBER.fullmatch(line.text)}
    return (repeated - firsts) | numbers


def _edge_lines(lines: list[Line]) -> list[Line]:
    ordered = sorted(lines, key=lambda line: -line.y)
    # Most of a page is its text, also where it has but a few lines.
    edge = max(1, min(_EDGE, len(ordered) // 3))
    return ordered[:edge] + ordered[-edge:]


def _key(line: Line) -> tuple[str, int]:
    return _NUMBERS.sub("#", line.text), round(line.y / _PLACE)
