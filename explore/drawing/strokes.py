"""The lines and letters that all our SVG pictures are made of, as markup. Looks come from classes."""

from collections.abc import Sequence

from django.utils.html import escape

Point = tuple[float, float]

_BEND = 30.0


def number(value: float) -> str:
    """A coordinate without needless digits."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def curve(start: Point, end: Point) -> str:
    """The path data of a branch that leaves and arrives level."""
    middle = number((start[0] + end[0]) / 2)
    x1, y1, x2, y2 = map(number, (*start, *end))
    return f"M{x1} {y1}C{middle} {y1} {middle} {y2} {x2} {y2}"


def bow(start: Point, end: Point, *, beyond: float) -> str:
    """The path data of a link between two places of one column: out to the right of it and back."""
    x1, y1, x2, y2 = map(number, (*start, *end))
    out = number(beyond + _BEND)
    return f"M{x1} {y1}C{out} {y1} {out} {y2} {x2} {y2}"


def path(data: str, classes: str) -> str:
    """A stroked path."""
    return f'<path class="{classes}" d="{data}"/>'


def box(x: float, y: float, width: float, height: float, radius: float) -> str:
    """A rectangle with round corners."""
    return (
        f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
        f' rx="{number(radius)}"/>'
    )


def lettering(lines: Sequence[str], x: float, middle: float, leading: float) -> str:
    """Lines of text around a middle height; `x` is where the style anchors them."""
    first = middle - (len(lines) - 1) * leading / 2
    if len(lines) == 1:
        return f'<text x="{number(x)}" y="{number(first)}" dy=".36em">{escape(lines[0])}</text>'
    spans = "".join(
        f'<tspan x="{number(x)}" y="{number(first + row * leading)}" dy=".36em">{escape(line)}</tspan>'
        for row, line in enumerate(lines)
    )
    return f"<text>{spans}</text>"
