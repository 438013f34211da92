"""The small picture of a map on cards: a file of its own, so it brings its style along, in light and dark."""

import base64
import hashlib
from collections.abc import Iterator, Sequence

from django.utils.html import escape

from explore.contexts import OutlineEntry
from explore.drawing.lettering import fitted, text_width
from explore.drawing.palette import DARK, LIGHT, Palette, mixed
from explore.drawing.strokes import box, curve, lettering, number, path
from explore.map_contexts import MapPage

WIDTH, HEIGHT = 360.0, 204.0
_ROOT = (14.0, HEIGHT / 2)
_LABELS_X = 52.0
_LEAVES_X = 246.0
_MOST_BRANCHES = 8
_MOST_LEAVES = 6


def _style() -> str:
    return _rules(LIGHT) + "@media(prefers-color-scheme:dark){" + _rules(DARK) + "}"


def _rules(palette: Palette) -> str:
    branches = "".join(
        f".b{number} path{{stroke:{color}}}.b{number} rect{{fill:{mixed(color, palette.sheet, 0.13)};stroke:{color}}}"
        f".b{number} .leaf{{fill:{color}}}"
        for number, color in enumerate(palette.branches)
    )
    return (
        "path{fill:none;stroke-width:2}rect{stroke-width:1}.leaf{stroke:none;opacity:.62}"
        "text{font:600 11.5px Helvetica Neue,Arial,sans-serif}"
        f"text{{fill:{palette.ink}}}.root{{fill:{palette.ink}}}.more{{fill:{palette.quiet}}}{branches}"
    )


STYLE = _style()
# The one style that the picture may use when it is opened by itself under our content security policy.
STYLE_SOURCE = "'sha256-" + base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode() + "'"


def draw_miniature(page: MapPage) -> str:
    """The miniature as an SVG file: top concepts by name, their children as strokes."""
    drawn = "".join(_drawn(page.outline, page.top_count))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(WIDTH)} {number(HEIGHT)}"'
        f' width="{number(WIDTH)}" height="{number(HEIGHT)}" role="img">'
        f"<title>{escape(page.card.title)}</title><style>{STYLE}</style>{drawn}</svg>"
    )


def _drawn(outline: Sequence[OutlineEntry], top_count: int) -> Iterator[str]:
    """`top_count`: how many top concepts there are, which may be more than the outline has."""
    shown = outline if len(outline) <= _MOST_BRANCHES else outline[: _MOST_BRANCHES - 1]
    rows = len(shown) + (len(shown) < len(outline))
    step = min(34.0, (HEIGHT - 16) / max(rows, 1))
    top = (HEIGHT - step * rows) / 2 + step / 2
    for row, entry in enumerate(shown):
        yield f'<g class="b{entry.branch}">{"".join(_branch(entry, top + row * step, step))}</g>'
    if len(shown) < len(outline):
        text = f"and {max(top_count, len(outline)) - len(shown):,} more"
        y = number(top + len(shown) * step)
        yield f'<text class="more" x="{number(_LABELS_X)}" y="{y}" dy=".36em">{text}</text>'
    yield f'<circle class="root" cx="{number(_ROOT[0])}" cy="{number(_ROOT[1])}" r="7"/>'


def _branch(entry: OutlineEntry, y: float, step: float) -> Iterator[str]:
    line = fitted(entry.title, 11.5, 160)
    width = text_width(line, 11.5) + 16
    yield path(curve((_ROOT[0] + 7, _ROOT[1]), (_LABELS_X, y)), "stem")
    yield from _leaves(entry, _LABELS_X + width, y, step)
    yield box(_LABELS_X, y - 11, width, 22, 7)
    yield lettering((line,), _LABELS_X + 8, y, 0)


def _leaves(entry: OutlineEntry, x: float, y: float, step: float) -> Iterator[str]:
    """The children as strokes as long as their titles."""
    leaves = entry.children[:_MOST_LEAVES]
    gap = min(6.0, (step - 4) / max(len(leaves), 1))
    first = y - gap * (len(leaves) - 1) / 2
    for row, child in enumerate(leaves):
        middle = first + row * gap
        yield f'<path d="{curve((x, y), (_LEAVES_X, middle)).data}" stroke-opacity=".4"/>'
        length = min(WIDTH - _LEAVES_X - 10, text_width(child.title, 3.9))
        yield (
            f'<rect class="leaf" x="{number(_LEAVES_X)}" y="{number(middle - 1.5)}" width="{number(length)}"'
            ' height="3" rx="1.5"/>'
        )
