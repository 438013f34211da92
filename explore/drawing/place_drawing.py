"""The place of one concept: what comes before it on the left, what it leads to on the right, what is related below.

Like the drawn map it is for eyes and pointers; the page lists the same links as text.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString

from explore.contexts import ConceptLink, ConceptPage
from explore.drawing.lettering import text_width, wrapped
from explore.drawing.strokes import box, curve, lettering, number, path

_SIZE = 14.0
_ROOM = 190.0
_COLUMN = 216.0
_CENTER_ROOM = 176.0
_GAP = 72.0
_ROW_GAP = 10.0
_MOST_A_SIDE = 7
_EDGE = 8.0


@dataclass(frozen=True, slots=True)
class _Mark:
    """A concept in the drawing, or (without a link) how many more there are."""

    link: ConceptLink | None
    lines: tuple[str, ...]
    height: float
    x: float = 0.0
    y: float = 0.0

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class _Center:
    """The concept whose place it is; `y` is the middle of the drawing."""

    lines: tuple[str, ...]
    x: float
    y: float
    width: float
    height: float

    @property
    def markup(self) -> str:
        shape = box(self.x, self.y - self.height / 2, self.width, self.height, 12)
        return shape + lettering(self.lines, self.x + self.width / 2, self.y, 21)


def draw_place(page: ConceptPage) -> SafeString:
    """The drawing of a concept among its neighbors; empty when it has none."""
    before = _marks((*page.parents, *page.prerequisites))
    after = _marks((*page.children, *page.leads_to, *page.related))
    if not before and not after:
        return SafeString("")
    center = _center(page.title, max(_height(before), _height(after)), left=bool(before))
    end = center.x + center.width
    placed_before, placed_after = _placed(before, _EDGE, center), _placed(after, end + _GAP, center)
    parts = [
        *(
            path(curve((_EDGE + _COLUMN, mark.middle), (center.x, center.y)), _tie(mark))
            for mark in placed_before
        ),
        *(path(curve((end, center.y), (end + _GAP, mark.middle)), _tie(mark)) for mark in placed_after),
        *_drawn((*placed_before, *placed_after), page.map.slug),
        f'<g class="place-drawing__center branch-{page.branch}">{center.markup}</g>',
    ]
    width, height = number(end + (_GAP + _COLUMN if after else 0) + _EDGE), number(2 * center.y)
    svg = (
        f'<svg class="place-drawing" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' aria-hidden="true" focusable="false">{"".join(parts)}</svg>'
    )
    # Every text in it has gone through `escape`.
    return SafeString(svg)  # nosec B703


def _center(title: str, beside: float, *, left: bool) -> _Center:
    """The concept itself, in the middle of what stands `beside` it, with room to the left if asked for."""
    lines = wrapped(title, 16, _CENTER_ROOM, lines=3) or ("",)
    height = len(lines) * 21 + 24.0
    return _Center(
        lines=lines,
        x=_EDGE + (_COLUMN + _GAP if left else 0),
        y=max(beside, height) / 2 + _EDGE,
        width=max(text_width(line, 16) for line in lines) + 32,
        height=height,
    )


def _marks(links: Sequence[ConceptLink]) -> tuple[_Mark, ...]:
    shown = links if len(links) <= _MOST_A_SIDE else links[: _MOST_A_SIDE - 1]
    marks = [_mark(link, wrapped(link.title, _SIZE, _ROOM, lines=2) or ("",)) for link in shown]
    if len(shown) < len(links):
        marks.append(_mark(None, (f"and {len(links) - len(shown)} more",)))
    return tuple(marks)


def _mark(link: ConceptLink | None, lines: tuple[str, ...]) -> _Mark:
    return _Mark(link, lines, len(lines) * 18 + 14.0)


def _height(marks: Sequence[_Mark]) -> float:
    return sum(mark.height for mark in marks) + _ROW_GAP * max(len(marks) - 1, 0)


def _placed(marks: Sequence[_Mark], x: float, center: _Center) -> list[_Mark]:
    y = center.y - _height(marks) / 2
    placed: list[_Mark] = []
    for mark in marks:
        placed.append(_Mark(mark.link, mark.lines, mark.height, x, y))
        y += mark.height + _ROW_GAP
    return placed


def _tie(mark: _Mark) -> str:
    return f"tie tie--{mark.link.kind}" if mark.link else "tie"


def _drawn(marks: Sequence[_Mark], map_slug: str) -> Iterator[str]:
    for mark in marks:
        shape = box(mark.x, mark.y, _COLUMN, mark.height, 9)
        text = lettering(mark.lines, mark.x + 13, mark.middle, 18)
        if mark.link is None:
            yield f'<g class="pill pill--more">{text}</g>'
            continue
        url = reverse("explore:concept", args=[map_slug, mark.link.slug])
        yield (
            f'<a class="pill" href="{escape(url)}" tabindex="-1"><title>{escape(mark.link.reason or mark.link.title)}'
            f"</title>{shape}{text}</a>"
        )
