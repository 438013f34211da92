"""The lines and letters that all our SVG pictures are made of, as markup. Looks come from classes."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import escape

Point = tuple[float, float]

_BEND = 30.0
# A long line needs more points to look bent and not broken.
_STEPS, _STEP = 24, 50.0


def number(value: float) -> str:
    """A coordinate without needless digits."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


@dataclass(frozen=True, slots=True)
class Curve:
    """A line that leaves and arrives level and turns at `bend`, which is an x."""

    start: Point
    end: Point
    bend: float

    @property
    def data(self) -> str:
        """Its path data."""
        x1, y1, x2, y2 = map(number, (*self.start, *self.end))
        bend = number(self.bend)
        return f"M{x1} {y1}C{bend} {y1} {bend} {y2} {x2} {y2}"

    def points(self) -> list[Point]:
        """Points along it, for pictures that have no curves."""
        points = []
        steps = _STEPS + round(abs(self.end[1] - self.start[1]) / _STEP)
        for step in range(steps + 1):
            t = step / steps
            near, far = (1 - t) ** 3 + 3 * (1 - t) ** 2 * t, t**3 + 3 * (1 - t) * t**2
            turn = 3 * ((1 - t) ** 2 * t + (1 - t) * t**2) * self.bend
            x = (1 - t) ** 3 * self.start[0] + turn + t**3 * self.end[0]
            points.append((x, near * self.start[1] + far * self.end[1]))
        return points


def curve(start: Point, end: Point) -> Curve:
    """A branch: it turns half way."""
    return Curve(start, end, (start[0] + end[0]) / 2)


def bow(start: Point, end: Point, *, beyond: float) -> Curve:
    """A link between two places of one column: out to the right of it and back."""
    return Curve(start, end, beyond + _BEND)


def path(line: Curve, classes: str) -> str:
    """A stroked curve."""
    return f'<path class="{classes}" d="{line.data}"/>'


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
