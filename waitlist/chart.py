"""Sign-ups by day and state as a drawing: measures for the template, in the units of its viewBox."""

from dataclasses import dataclass
from datetime import date

from waitlist.selectors import Counts

WIDTH, HEIGHT, FOOT = 720, 160, 20
_GAP = 2
_LABELLED_EVERY = 7


@dataclass(frozen=True, slots=True)
class Block:
    """Those of one day in one state."""

    state: str
    count: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One day, its blocks from the ground up."""

    day: date
    x: float
    width: float
    total: int
    blocks: tuple[Block, ...]
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """All days, and what the tallest comes to."""

    bars: tuple[Bar, ...]
    most: int
    width: int = WIDTH
    height: int = HEIGHT
    foot: int = HEIGHT + FOOT


def chart_of(counts: Counts) -> Chart:
    """The drawing of counts, the tallest day as high as there is room."""
    most = max((sum(counts.on(day).values()) for day in counts.days), default=0)
    step = WIDTH / max(len(counts.days), 1)
    bars = tuple(
        _bar(day, number, step, counts.on(day), most, len(counts.days))
        for number, day in enumerate(counts.days)
    )
    return Chart(bars=bars, most=most)


def _bar(day: date, number: int, step: float, on_day: dict[str, int], most: int, days: int) -> Bar:
    blocks: list[Block] = []
    ground = float(HEIGHT)
    for state, count in on_day.items():
        height = round(count / most * HEIGHT, 2)
        ground -= height
        blocks.append(Block(state=state, count=count, y=round(ground, 2), height=height))
    # Counted from today, which always has its label.
    labelled = (days - 1 - number) % _LABELLED_EVERY == 0
    return Bar(
        day=day,
        x=round(number * step, 2),
        width=round(step - _GAP, 2),
        total=sum(on_day.values()),
        blocks=tuple(blocks),
        label=f"{day.day} {day:%b}" if labelled else "",
    )
