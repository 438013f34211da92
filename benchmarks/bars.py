"""Promises that a measurement holds against what it measured."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """One promise: `value` is to be at most `bound`, or at least that."""

    what: str
    value: float
    bound: float
    unit: str
    at_least: bool = False

    @property
    def holds(self) -> bool:
        """Whether it is kept. A value that is not a number keeps nothing."""
        return self.value >= self.bound if self.at_least else self.value <= self.bound

    def __str__(self) -> str:
        word = "holds" if self.holds else "FAILS"
        limit = "at least" if self.at_least else "at most"
        unit = f" {self.unit}" if self.unit else ""
        return f"{word}  {self.what}: {_short(self.value)}{unit}, {limit} {_short(self.bound)}"


def _short(number: float) -> str:
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}"
