"""The axes of a chart: from values to places, and what is written along them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10

from library.readable import amount

_STEPS = (1, 2, 5)
_MOST_TICKS = 9


@dataclass(frozen=True, slots=True)
class LogAxis:
    """Numbers above 0, each decade as long as the next. `start` may be greater than `end`: then it runs backwards."""

    title: str
    least: float
    most: float
    start: float
    end: float

    @classmethod
    def over(cls, title: str, numbers: Sequence[float], start: float, end: float) -> "LogAxis":
        """The axis that holds these numbers, from a round one below them to a round one above."""
        least, most = _round_below(min(numbers)), _round_above(max(numbers))
        return cls(title, least, most if most > least else least * 2, start, end)

    def place(self, value: float) -> float:
        share = log10(value / self.least) / log10(self.most / self.least)
        return self.start + share * (self.end - self.start)

    @property
    def ticks(self) -> tuple[tuple[float, str], ...]:
        """Places and round numbers; over many decades only their beginnings, or some of these."""
        low, high = floor(log10(self.least) + 1e-9), floor(log10(self.most) + 1e-9)
        values = [step * 10.0**power for power in range(low, high + 1) for step in _STEPS]
        shown = [value for value in values if self.least * 0.999 <= value <= self.most * 1.001]
        if len(shown) > _MOST_TICKS:
            shown = [10.0**power for power in range(low, high + 1) if 10.0**power >= self.least * 0.999]
            shown = shown[:: -(-len(shown) // _MOST_TICKS)]
        return tuple((self.place(value), amount(value)) for value in shown)


@dataclass(frozen=True, slots=True)
class BandAxis:
    """Names, each with a band of its own. Within a band a place says nothing."""

    title: str
    names: tuple[str, ...]
    start: float
    end: float

    @property
    def band(self) -> float:
        """How wide a band is."""
        return abs(self.end - self.start) / len(self.names)

    def place(self, name: str) -> float:
        """The middle of a band."""
        step = (self.end - self.start) / len(self.names)
        return self.start + (self.names.index(name) + 0.5) * step

    @property
    def ticks(self) -> tuple[tuple[float, str], ...]:
        return tuple((self.place(name), name) for name in self.names)

    @property
    def edges(self) -> tuple[float, ...]:
        """Where one band ends and the next begins."""
        step = (self.end - self.start) / len(self.names)
        return tuple(self.start + number * step for number in range(1, len(self.names)))


def _round_below(number: float) -> float:
    power = 10.0 ** floor(log10(number))
    return max(step * power for step in _STEPS if step * power <= number * 1.000001)


def _round_above(number: float) -> float:
    power = 10.0 ** floor(log10(number))
    return min(step * power for step in (*_STEPS, 10) if step * power >= number * 0.999999)
