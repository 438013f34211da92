"""Sign-ups by day, placement and state as drawings: measures for the template, in the units of its viewBox."""

from dataclasses import dataclass
from datetime import date

from waitlist.models import Placement
from waitlist.selectors import Counts

WIDTH, HEIGHT, FOOT = 720, 120, 20
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

    @property
    def end(self) -> float:
        """Where its label ends, so that the last one is not cut off."""
        return self.x + self.width


@dataclass(frozen=True, slots=True)
class Chart:
    """All days of one placement. `tallest`: how many are as high as there is room, in every drawing alike."""

    title: str
    bars: tuple[Bar, ...]
    most: int
    tallest: int
    width: int = WIDTH
    height: int = HEIGHT
    foot: int = HEIGHT + FOOT


def charts_of(counts: Counts) -> list[Chart]:
    """A drawing for each placement, all to one scale: the tallest day of any is as high as there is room."""
    on_days = {placement: [counts.on(day, placement.value) for day in counts.days] for placement in Placement}
    tallest = max((sum(day.values()) for days in on_days.values() for day in days), default=0)
    return [
        Chart(
            title=placement.label,
            bars=tuple(
                _bar(day, number, len(counts.days), on_day, tallest)
                for number, (day, on_day) in enumerate(zip(counts.days, on_days[placement], strict=True))
            ),
            most=max((sum(day.values()) for day in on_days[placement]), default=0),
            tallest=tallest,
        )
        for placement in Placement
    ]


def _bar(day: date, number: int, days: int, on_day: dict[str, int], tallest: int) -> Bar:
    step = WIDTH / days
    blocks: list[Block] = []
    ground = float(HEIGHT)
    for state, count in on_day.items():
        height = round(count / tallest * HEIGHT, 2)
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
