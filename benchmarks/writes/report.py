"""What was measured, as a table and as bars that hold or do not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.bars import Bar

# Milliseconds by the clock, and those that the process itself worked.
Times = Sequence[Sequence[float]]

_BARRED_SIZE = 1_000_000
_MOST_MS = 50.0
_MOST_RATIO = 2.0
# Milliseconds that a ratio is not held to: what a large map has besides, its log and its next snapshot asked for.
_ALLOWED_MORE = 10.0


@dataclass(frozen=True, slots=True)
class Measured:
    """One write to a large map beside the same to a small one; milliseconds."""

    what: str
    small: float
    p50: float
    p95: float
    worked: float

    @property
    def ratio(self) -> float:
        """The large map's median as a multiple of the small one's."""
        return self.p50 / self.small


def summaries(small: Mapping[str, Times], large: Mapping[str, Times]) -> list[Measured]:
    """What each write took."""
    return [
        Measured(
            what,
            _percentile(small[what], 50),
            _percentile(times, 50),
            _percentile(times, 95),
            _percentile(times, 50, column=1),
        )
        for what, times in large.items()
    ]


def table(database: str, measured: list[Measured]) -> str:
    """One line for each write."""
    heading = f"{database:<28}{'small p50':>10}{'p50':>8}{'p95':>8}{'ratio':>7}{'own work':>10}"
    lines = (
        f"{one.what:<28}{one.small:10.1f}{one.p50:8.1f}{one.p95:8.1f}{one.ratio:7.2f}{one.worked:10.1f}"
        for one in measured
    )
    return "\n".join([heading, *lines])


def bars(database: str, size: int, measured: list[Measured]) -> Iterator[Bar]:
    """What a write is held to: about what it takes on the small map, and from a million concepts on a time besides."""
    for one in measured:
        most = max(_MOST_RATIO, (one.small + _ALLOWED_MORE) / one.small)
        yield Bar(f"{database}: {one.what}, multiple of the small map's", one.ratio, most, "")
        if size >= _BARRED_SIZE:
            yield Bar(f"{database}: {one.what}, p50", one.p50, _MOST_MS, "ms")


def _percentile(times: Times, share: int, *, column: int = 0) -> float:
    return float(np.percentile([row[column] for row in times], share))
