"""What held, as a table."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """One fault on one pair of stores: what must hold, whether it did, and the figures."""

    fault: str
    stores: str
    must: str
    holds: bool
    figures: str

    def __str__(self) -> str:
        word = "holds" if self.holds else "MISSED"
        return f"{word:<7} {self.fault:<10} {self.stores:<20} {self.must}\n{'':<40}{self.figures}"


def table(outcomes: list[Outcome]) -> str:
    """All of them, and how many held."""
    held = sum(outcome.holds for outcome in outcomes)
    return "\n".join([*map(str, outcomes), f"{held} of {len(outcomes)} hold"])
