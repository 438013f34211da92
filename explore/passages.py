"""The text of a document as HTML: its parts as headings, points and paragraphs, the quoted passages marked."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from django.utils.html import escape
from django.utils.safestring import SafeString

from explore.library_contexts import Section
from library.reading.text import Part

INSIGHT_LABEL = re.compile(r"\s*the central insight\s*[:–—-]\s*", re.IGNORECASE)
# What stands before a point of a list, and is no word of it.
_LIST_MARKS = re.compile(r"[\s•*–-]*")
_OF_A_MAP = re.compile(r"[\s—–|:·-]+interactive knowledge map\W*", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\n\s*\n")
_DEEPEST = 4
_ENDS = {
    "point": ("<li>", "</li>"),
    "overview": ('<p class="overview">', "</p>"),
    "paragraph": ("<p>", "</p>"),
}
_INSIGHT = (
    '<section class="insight" aria-labelledby="insight-title"><h2 class="insight__title" id="insight-title">'
    'The central insight</h2><p class="insight__words" dir="auto">',
    "</p></section>",
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage to mark, from `start` up to `end`. With a `number` it is followed by that number as a link."""

    start: int
    end: int
    anchor: str
    style: str
    number: int = 0
    url: str = ""
    title: str = ""


class Body:
    """The text of a document ready for a page.

    `heading`: its title as HTML. Where the text begins with it, it is left out of the text, and from `markup()` on the
    heading has what is marked in it.
    """

    def __init__(self, text: str, parts: Sequence[Part], marks: Iterable[Mark], *, title: str = "") -> None:
        self._text = text
        self._parts = [part for part in _whole(text, parts) if text[part.start : part.end].strip()]
        self.heading = escape(title)
        self._title = _title_within(text, self._parts[0], title) if self._parts and title else None
        if self._title:
            # It stands above the text already.
            del self._parts[0]
        self._marks = sorted(marks, key=lambda mark: (mark.start, mark.end, mark.anchor))
        self._bounds = sorted({place for mark in self._marks for place in (mark.start, mark.end)})
        self._headings = [part for part in self._parts if part.kind == "heading"]
        self._top = min((part.level for part in self._headings), default=1)

    @property
    def sections(self) -> tuple[Section, ...]:
        """The headings of the first level, with where they stand."""
        return tuple(
            Section(_anchor(number), self._words(part))
            for number, part in enumerate(self._headings, 1)
            if part.level == self._top
        )

    def markup(self) -> SafeString:
        """The text as HTML. Cost: O(text + marks), and for overlapping marks each piece of them once a mark."""
        self._coming = iter([*self._marks, None])
        self._next = next(self._coming)
        self._open: list[Mark] = []
        self._anchored: set[str] = set()
        pieces: list[str] = []
        numbers = iter(range(1, len(self._headings) + 1))
        if self._title:
            self.heading = SafeString(self._marked(*self._title))  # nosec B703
        for kind, together in groupby(self._parts, key=lambda part: part.kind):
            if kind == "point":
                pieces += ["<ul>", *(self._block(part) for part in together), "</ul>"]
            elif kind == "heading":
                pieces += [self._heading(part, next(numbers)) for part in together]
            else:
                pieces += [self._block(part) for part in together]
        # Every piece of the text in it was escaped.
        return SafeString("\n".join(pieces))  # nosec B703

    def _heading(self, part: Part, number: int) -> str:
        level = min(2 + part.level - self._top, _DEEPEST)
        return f'<h{level} id="{_anchor(number)}" dir="auto">{self._marked(part.start, part.end)}</h{level}>'

    def _block(self, part: Part) -> str:
        if part.kind == "insight":
            start = part.start
            if label := INSIGHT_LABEL.match(self._text, part.start, part.end):
                start = label.end()
            return _INSIGHT[0] + self._marked(start, part.end) + _INSIGHT[1]
        begin, end = _ENDS.get(part.kind, _ENDS["paragraph"])
        return begin.replace(">", ' dir="auto">', 1) + self._marked(part.start, part.end) + end

    def _marked(self, start: int, end: int) -> str:
        """A stretch of the text with what is marked in it; marks may overlap and go on in other stretches."""
        within = slice(bisect_right(self._bounds, start), bisect_left(self._bounds, end))
        cuts = [start, *self._bounds[within], end]
        return "".join(self._piece(first, last, self._marks_at(first)) for first, last in pairwise(cuts))

    def _marks_at(self, place: int) -> list[Mark]:
        """The marks around a place, which may only go forward from call to call."""
        while self._next and self._next.start <= place:
            self._open.append(self._next)
            self._next = next(self._coming)
        self._open = [mark for mark in self._open if mark.end > place]
        return self._open

    def _piece(self, first: int, last: int, marks: list[Mark]) -> str:
        words = escape(self._text[first:last])
        if not marks:
            return words
        fresh = [mark.anchor for mark in marks if mark.anchor not in self._anchored]
        self._anchored.update(fresh)
        own = f' id="{fresh[0]}"' if fresh else ""
        others = "".join(f'<span id="{anchor}"></span>' for anchor in fresh[1:])
        style = "cited" if any(mark.style == "cited" for mark in marks) else marks[0].style
        numbers = "".join(_number(mark) for mark in marks if mark.number and mark.end == last)
        return f'<mark class="{style}"{own}>{others}{words}</mark>{numbers}'

    def _words(self, part: Part) -> str:
        return " ".join(self._text[part.start : part.end].split())


def _title_within(text: str, part: Part, title: str) -> tuple[int, int] | None:
    """Where the first part says the title: whole though it was cut, or without the name of such pages behind it."""
    words = " ".join(text[part.start : part.end].split())
    if part.kind != "heading":
        return None
    if words == title or (title.endswith("…") and words.startswith(title[:-1])):
        return part.start, part.end
    end = part.start + len(title)
    if text.startswith(title, part.start) and _OF_A_MAP.fullmatch(text, end, part.end):
        return part.start, end
    return None


def lede_of(text: str, parts: Sequence[Part], summary: str) -> str:
    """The summary where it says something that the insight and the beginning of the text do not say themselves."""
    first = next((part for part in parts if part.kind != "heading"), None)
    said = [insight_of(text, parts), " ".join(text[first.start : first.end].split()) if first else ""]
    begins = summary.removesuffix("…").rstrip(" .").casefold()
    return "" if any(words.casefold().startswith(begins) for words in said) else summary


def insight_of(text: str, parts: Sequence[Part]) -> str:
    """The central insight on one line; "" without one."""
    for part in parts:
        if part.kind == "insight":
            words = " ".join(INSIGHT_LABEL.sub("", text[part.start : part.end], count=1).split())
            return words[:1].upper() + words[1:]
    return ""


def _anchor(number: int) -> str:
    return f"section-{number}"


def _number(mark: Mark) -> str:
    title = escape(mark.title)
    return (
        f'<a class="cited-number" href="{escape(mark.url)}" title="{title}">'
        f'<span class="visually-hidden">Concept: {title}, </span>{mark.number}</a>'
    )


def _whole(text: str, parts: Sequence[Part]) -> Iterator[Part]:
    """The parts, and paragraphs for whatever of the text lies in none of them."""
    at = 0
    for part in parts:
        if not _LIST_MARKS.fullmatch(text, at, max(part.start, at)):
            yield from _paragraphs(text, at, part.start)
        if part.start >= at:
            yield part
            at = part.end
    yield from _paragraphs(text, at, len(text))


def _paragraphs(text: str, start: int, end: int) -> Iterator[Part]:
    for blank in _BLANK_LINES.finditer(text, start, end):
        yield Part("paragraph", start, blank.start())
        start = blank.end()
    if start < end:
        yield Part("paragraph", start, end)
