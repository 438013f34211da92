"""A chart of marks between two axes, as SVG: shapes tell families apart, labels never cover anything.

Looks come from classes. The chart is one picture to screen readers, described in words; the table on its page has
the same figures.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString

from explore.drawing.axes import BandAxis, LogAxis
from explore.drawing.label_room import Box, Room, around
from explore.drawing.lettering import fitted, text_width
from explore.drawing.strokes import number

LETTER_SIZE = 13.0
_LINE = 17.0
# In a cloud of more, labels would say no more than the first ones do.
MOST_LABELLED = 60
_RADIUS = 6.0
_GAP = 4.0
_LONGEST_LABEL = 190.0
_CAP = 4.0
# One for each family of marks: a path around the point 0,0. The last one is drawn hollow.
SHAPES = (
    "M0-5.5A5.5 5.5 0 1 1 0 5.5A5.5 5.5 0 1 1 0-5.5Z",
    "M-5-5H5V5H-5Z",
    "M0-6.5L6 5H-6Z",
    "M0-7L6.5 0L0 7L-6.5 0Z",
    "M-2-6H2V-2H6V2H2V6H-2V2H-6V-2H-2Z",
    "M0 6.5L-6-5H6Z",
)
HOLLOW = len(SHAPES) - 1


@dataclass(frozen=True, slots=True)
class Mark:
    """Something in a chart. `x`, `y`: the least and the greatest value; on an axis of bands the name of one.

    `family`: which of `SHAPES`. `words`: all about it in a line.
    """

    label: str
    x: tuple[float, float] | str
    y: tuple[float, float] | str
    family: int
    words: str


@dataclass(frozen=True, slots=True)
class Frame:
    """How large the drawing is, and how much of it lies around the axes."""

    width: float
    height: float
    left: float
    right: float = 44.0
    top: float = 30.0
    bottom: float = 54.0

    @property
    def inside(self) -> Box:
        return Box(self.left, self.top, self.width - self.right, self.height - self.bottom)


@dataclass(slots=True)
class _Placed:
    mark: Mark
    x: float
    y: float
    ranges: str
    label: Box | None = None


def draw_scatter(
    about: tuple[str, str, str],
    frame: Frame,
    axes: tuple[LogAxis | BandAxis, LogAxis | BandAxis],
    marks: Sequence[Mark],
) -> SafeString:
    """The chart. `about`: its name, title and description; the name tells its ids from others' on the page; the first
    marks have room for their labels first. Cost: O(marks) times what lies near one.
    """
    (name, title, description), (across, up) = about, axes
    room = Room(frame.inside)
    placed = [_placed(mark, across, up, room) for mark in marks]
    for each in placed[:MOST_LABELLED]:
        each.label = room.first_free(_places_for_label(each))
    size = f"{number(frame.width)} {number(frame.height)}"
    parts = [
        _shapes(name, sorted({mark.family for mark in marks})),
        *_grid(frame, across, up),
        *(_drawn(each, name) for each in placed),
        *(_label(each) for each in placed if each.label),
    ]
    svg = (
        f'<svg class="chart" viewBox="0 0 {size}" width="{number(frame.width)}" height="{number(frame.height)}"'
        f' role="img" aria-labelledby="{name}-title {name}-desc"><title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(description)}</desc>{"".join(parts)}</svg>'
    )
    # Every text in it has gone through `escape`.
    return SafeString(svg)  # nosec B703


def shape_sample(family: int) -> SafeString:
    """A shape alone, for a legend."""
    return SafeString(  # nosec B703
        f'<svg class="chart__sample" viewBox="-9 -9 18 18" width="18" height="18" aria-hidden="true"'
        f' focusable="false">{_shape(family)}</svg>'
    )


def _placed(mark: Mark, across: LogAxis | BandAxis, up: LogAxis | BandAxis, room: Room) -> _Placed:
    x_low, x_high = _ends(mark.x, across)
    y_low, y_high = _ends(mark.y, up)
    x, y = (x_low + x_high) / 2, (y_low + y_high) / 2
    shift_x, shift_y = _shift(x, y, across, up, room)
    x, y = x + shift_x, y + shift_y
    room.take(around(x, y, _RADIUS + 1))
    ranges = ""
    if x_low != x_high:
        ranges += _level_range(x_low, x_high, y)
        room.take(Box(min(x_low, x_high) - 1, y - _CAP, max(x_low, x_high) + 1, y + _CAP))
    if y_low != y_high:
        ranges += _upright_range(y_low, y_high, x)
        room.take(Box(x - _CAP, min(y_low, y_high) - 1, x + _CAP, max(y_low, y_high) + 1))
    return _Placed(mark, x, y, ranges)


def _ends(values: tuple[float, float] | str, axis: LogAxis | BandAxis) -> tuple[float, float]:
    if isinstance(axis, BandAxis):
        middle = axis.place(str(values))
        return middle, middle
    assert not isinstance(values, str)
    return axis.place(values[0]), axis.place(values[1])


def _shift(
    x: float, y: float, across: LogAxis | BandAxis, up: LogAxis | BandAxis, room: Room
) -> tuple[float, float]:
    """How far to move a mark within its band, so that it does not lie on another one."""
    level = isinstance(across, BandAxis)
    axis = across if level else up
    if not isinstance(axis, BandAxis):
        return 0.0, 0.0
    step = 2 * _RADIUS + 3
    for count in range(int((axis.band / 2 - _RADIUS) / step) + 1):
        for side in (1, -1) if count else (1,):
            shift = (side * count * step, 0.0) if level else (0.0, side * count * step)
            if not room.is_taken(around(x + shift[0], y + shift[1], _RADIUS + 1)):
                return shift
    return 0.0, 0.0


def _places_for_label(placed: _Placed) -> Iterator[Box]:
    """Where a label may stand, the most legible place first."""
    width = text_width(_fitting(placed.mark.label), LETTER_SIZE) + 6
    x, y, away = placed.x, placed.y, _RADIUS + _GAP
    lefts = (x + away, x - away - width, x - width / 2, x + away / 2, x - away / 2 - width)
    yield Box(lefts[0], y - _LINE / 2, lefts[0] + width, y + _LINE / 2)
    yield Box(lefts[1], y - _LINE / 2, lefts[1] + width, y + _LINE / 2)
    for left in lefts[2:]:
        yield Box(left, y - away - _LINE, left + width, y - away)
        yield Box(left, y + away, left + width, y + away + _LINE)


def _fitting(label: str) -> str:
    return fitted(label, LETTER_SIZE, _LONGEST_LABEL)


def _grid(frame: Frame, across: LogAxis | BandAxis, up: LogAxis | BandAxis) -> Iterator[str]:
    box = frame.inside
    for y in up.edges if isinstance(up, BandAxis) else [place for place, _ in up.ticks]:
        yield f'<path class="chart__line" d="M{number(box.left)} {number(y)}H{number(box.right)}"/>'
    for x in across.edges if isinstance(across, BandAxis) else [place for place, _ in across.ticks]:
        yield f'<path class="chart__line" d="M{number(x)} {number(box.top)}V{number(box.bottom)}"/>'
    corner = f"M{number(box.left)} {number(box.top)}V{number(box.bottom)}H{number(box.right)}"
    yield f'<path class="chart__axis" d="{corner}"/>'
    for y, words in up.ticks:
        text = fitted(words, LETTER_SIZE, frame.left - 12)
        yield _text("chart__tick chart__tick--up", box.left - 8, y, text)
    for x, words in across.ticks:
        room = across.band - 6 if isinstance(across, BandAxis) else _LONGEST_LABEL
        yield _text("chart__tick chart__tick--across", x, box.bottom + 16, fitted(words, LETTER_SIZE, room))
    yield _text("chart__name", 0, 12, up.title)
    yield _text("chart__name chart__name--across", box.right, frame.height - 12, across.title)


def _text(classes: str, x: float, middle: float, words: str) -> str:
    return f'<text class="{classes}" x="{number(x)}" y="{number(middle)}" dy=".36em">{escape(words)}</text>'


def _drawn(placed: _Placed, name: str) -> str:
    line = f'<path class="chart__range" d="{placed.ranges}"/>' if placed.ranges else ""
    family, place = placed.mark.family, f'x="{number(placed.x)}" y="{number(placed.y)}"'
    shape = f'<use href="#{name}-{family}" {place}><title>{escape(placed.mark.words)}</title></use>'
    return f'<g class="branch-{family}">{line}{shape}</g>'


def _shapes(name: str, families: Sequence[int]) -> str:
    """The shapes that marks are drawn with, once each."""
    shapes = "".join(f'<g id="{name}-{family}">{_shape(family)}</g>' for family in families)
    return f"<defs>{shapes}</defs>"


def _level_range(low: float, high: float, y: float) -> str:
    caps = "".join(f"M{number(x)} {number(y - _CAP)}v{number(2 * _CAP)}" for x in (low, high))
    return f"M{number(low)} {number(y)}H{number(high)}{caps}"


def _upright_range(low: float, high: float, x: float) -> str:
    caps = "".join(f"M{number(x - _CAP)} {number(y)}h{number(2 * _CAP)}" for y in (low, high))
    return f"M{number(x)} {number(low)}V{number(high)}{caps}"


def _shape(family: int) -> str:
    hollow = " chart__mark--hollow" if family == HOLLOW else ""
    return f'<path class="chart__mark{hollow}" d="{SHAPES[family]}"/>'


def _label(placed: _Placed) -> str:
    box = placed.label
    assert box
    return _text("chart__label", box.left + 3, (box.top + box.bottom) / 2, _fitting(placed.mark.label))
