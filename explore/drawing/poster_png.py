"""A whole map as a PNG picture, drawn as its poster is."""

import io
from collections.abc import Callable, Sequence
from itertools import pairwise
from math import sqrt

from PIL import Image, ImageDraw

from explore.drawing.joins import joins_of
from explore.drawing.palette import LIGHT, mixed
from explore.drawing.poster import (
    EDGE_SHARE,
    FILL_SHARE,
    LINE_SHARE,
    MARGIN,
    WIDTHS,
    WORDS_SIZE,
    Poster,
    poster_of,
    words_places,
)
from explore.drawing.raster import drawable, font
from explore.drawing.shapes import PILL_RADIUS, ROOT_RADIUS
from explore.drawing.strokes import Point
from explore.drawing.tree import LETTER_SIZE, LINE_HEIGHT, PADDING, TITLE_LINE_HEIGHT, TITLE_SIZE, Pill
from explore.map_contexts import MapPage

# Twice the size for sharp screens, less where the picture would grow beyond what programs open.
_SCALE = 2.0
_MOST_PIXELS = 20_000_000
_MOST_SIDE = 16_000
# Drawn finer and in bands: Pillow draws lines without smoothing them, and the whole would take four times the memory.
_FINE = 2
_BAND = 512
_FAINT = 0.6


class Unwritable(Exception):
    """A title has none of the letters that the fonts of our PNG pictures have."""


At = Callable[[Point], Point]
# The look, the branch and the points of each line, worked out once for all bands.
Lines = Sequence[tuple[str, int, Sequence[Point]]]


def draw_poster_png(page: MapPage, address: str) -> bytes:
    """The poster as PNG, at most 20 million pixels. Cost: about 0.1 s a million pixels, so it is kept.

    Raises: Unwritable.
    """
    poster = poster_of(page, address)
    if any(pill.title and not drawable(pill.title) for pill in poster.tree.pills):
        raise Unwritable
    scale = min(
        _SCALE,
        sqrt(_MOST_PIXELS / (poster.width * poster.height)),
        _MOST_SIDE / max(poster.width, poster.height),
    )
    width, height = round(poster.width * scale), round(poster.height * scale)
    lines = [(join.look, join.branch, join.line.points()) for join in joins_of(poster.tree)]
    image = Image.new("RGB", (width, height))
    for top in range(0, height, _BAND):
        image.paste(_band(poster, lines, scale, (width, min(_BAND, height - top)), top), (0, top))
    file = io.BytesIO()
    image.quantize(128).save(file, "PNG")
    return file.getvalue()


def _band(poster: Poster, lines: Lines, scale: float, size: tuple[int, int], top: int) -> Image.Image:
    fine = scale * _FINE
    image = Image.new("RGB", (size[0] * _FINE, size[1] * _FINE), LIGHT.paper)
    canvas = ImageDraw.Draw(image)

    def at(point: Point) -> Point:
        return (point[0] + MARGIN) * fine, (point[1] + MARGIN) * fine - top * _FINE

    # What lies outside the band by more than any line is thick need not be drawn.
    first, last = top / scale - MARGIN - 4, (top + size[1]) / scale - MARGIN + 4
    for look, branch, points in lines:
        inside = _inside(points, first, last)
        if len(inside) > 1:
            _draw_line(canvas, look, branch, [at(point) for point in inside], fine)
    for pill in poster.tree.pills:
        if pill.y <= last and pill.y + pill.height >= first:
            _draw_pill(canvas, pill, at, fine)
    words = font("sans", WORDS_SIZE * fine, 450)
    for line, middle in words_places(poster):
        place = at((0, middle - MARGIN))
        canvas.text(place, drawable(line), font=words, fill=LIGHT.quiet, anchor="lm")
    return image.reduce(_FINE)


def _inside(points: Sequence[Point], first: float, last: float) -> Sequence[Point]:
    """The points of a line between two heights and one beyond on either side; a line goes up or down, never both."""
    places = [place for place, point in enumerate(points) if first <= point[1] <= last]
    if places:
        return points[max(places[0] - 1, 0) : places[-1] + 2]
    crossing = [place for place, (one, other) in enumerate(pairwise(points)) if _spans(one, other, first)]
    return points[crossing[0] : crossing[0] + 2] if crossing else ()


def _spans(one: Point, other: Point, height: float) -> bool:
    return min(one[1], other[1]) <= height <= max(one[1], other[1])


def _draw_line(
    canvas: ImageDraw.ImageDraw, look: str, branch: int, points: Sequence[Point], fine: float
) -> None:
    share = LINE_SHARE * (_FAINT if look == "further" else 1)
    color = mixed(LIGHT.branches[branch], LIGHT.paper, share)
    canvas.line(points, fill=color, width=max(1, round(WIDTHS[look] * fine)), joint="curve")


def _draw_pill(canvas: ImageDraw.ImageDraw, pill: Pill, at: At, fine: float) -> None:
    corners = at((pill.x, pill.y)), at((pill.x + pill.width, pill.y + pill.height))
    if pill.depth < 0:
        canvas.rounded_rectangle(corners, ROOT_RADIUS * fine, LIGHT.ink)
        middle = at((pill.x + pill.width / 2, pill.y + pill.height / 2))
        letters = font("sans", TITLE_SIZE * fine, 650)
        rows = _rows(pill, middle, TITLE_LINE_HEIGHT * fine)
        for place, line in rows:
            canvas.text(place, line, font=letters, fill=LIGHT.paper, anchor="mm")
        return
    color = LIGHT.branches[pill.branch]
    fill, edge = (
        (mixed(color, LIGHT.sheet, FILL_SHARE), color)
        if pill.depth == 0
        else (LIGHT.sheet, mixed(color, LIGHT.sheet, EDGE_SHARE))
    )
    canvas.rounded_rectangle(corners, PILL_RADIUS * fine, fill, edge, max(1, round(fine)))
    letters = font("sans", LETTER_SIZE * fine, 600 if pill.depth == 0 else 450)
    start = at((pill.x + PADDING, pill.y + pill.height / 2))
    for place, line in _rows(pill, start, LINE_HEIGHT * fine):
        canvas.text(place, line, font=letters, fill=LIGHT.ink, anchor="lm")


def _rows(pill: Pill, middle: Point, leading: float) -> list[tuple[Point, str]]:
    first = middle[1] - (len(pill.lines) - 1) * leading / 2
    return [((middle[0], first + row * leading), drawable(line)) for row, line in enumerate(pill.lines)]
