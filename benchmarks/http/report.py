"""What was measured, as a table and as bars that hold or not."""

from dataclasses import dataclass
from statistics import median

from benchmarks.http.load import Rate

Figures = dict[str, list[Rate]]

BARE = "bare view, no middleware"
NEAR = "neighborhood of 200, radius 2"
ROWS_BY_ORM = "neighborhood, its rows by the ORM"
# What is measured, beside what, and the least share of it.
_BARS = (
    (NEAR, BARE, 1 / 4),
    (NEAR, ROWS_BY_ORM, 4),
    ("map page, cached", BARE, 1 / 4),
    ("map page, made anew", BARE, 1 / 25),
    ("neighborhood, 304", BARE, 1 / 2),
    ("map page, 304", BARE, 1 / 2),
)


@dataclass(frozen=True)
class Bar:
    """A share that must be reached."""

    what: str
    beside: str
    least: float
    share: float

    @property
    def holds(self) -> bool:
        return self.share >= self.least

    def __str__(self) -> str:
        word = "holds" if self.holds else "MISSED"
        return f"{word:<7} {self.what} ≥ {self.least:.3g} × {self.beside}: {self.share:.3g}"


def share(figures: Figures, what: str, beside: str) -> float:
    """The median of the rounds' ratios: a machine that slows down slows both of a round."""
    return median(
        one.a_second / other.a_second for one, other in zip(figures[what], figures[beside], strict=True)
    )


def bars(figures: Figures) -> list[Bar]:
    """The bars of the issue."""
    return [Bar(what, beside, least, share(figures, what, beside)) for what, beside, least in _BARS]


def table(figures: Figures) -> str:
    """A line for each address."""
    behind = "bare view behind the site's middleware"
    lines = [f"{'':<42}{'requests/s':>12}{'p99 ms':>9}{'of bare':>9}{'of bare behind middleware':>27}"]
    for name, rates in figures.items():
        figure = (
            f"{median(rate.a_second for rate in rates):>12,.0f}{median(rate.p99 for rate in rates):>9.2f}"
        )
        lines.append(
            f"{name:<42}{figure}{share(figures, name, BARE):>9.3f}{share(figures, name, behind):>27.3f}"
        )
    return "\n".join(lines)
