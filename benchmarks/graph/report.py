"""What was measured, as a table and as bars that hold or do not."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from benchmarks.bars import Bar
from benchmarks.graph.terms import QUERIES, STARTS

SERVICE = "kinapse"
# The same with changes laid over its snapshot. Both are held to the bars, against all others.
CHANGED = "kinapse, changed"
OURS = (SERVICE, CHANGED)
MOST_OPEN_MS = {SERVICE: 10, CHANGED: 500}
# A process that lays changes over a snapshot holds the links itself until it opens the next one.
MOST_MEGABYTES = {SERVICE: 80, CHANGED: 160}
BARRED_SIZE = 1_000_000


@dataclass(frozen=True, slots=True)
class Measured:
    """One engine: milliseconds to open and of each question, megabytes, and how many of its answers differ."""

    name: str
    open: float
    megabytes: float
    times: dict[str, list[float]]
    differing: int
    note: str = ""
    figures: dict[str, dict[str, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for query, times in self.times.items():
            p50, p99 = np.percentile(times, (50, 99))
            self.figures[query] = {
                "p50": float(p50),
                "p99": float(p99),
                "max": max(times),
                "asked": len(times),
            }

    def as_json(self) -> dict[str, Any]:
        """For the file of results."""
        return {
            "engine": self.name,
            "open_ms": self.open,
            "megabytes": self.megabytes,
            "differing_answers": self.differing,
            "note": self.note,
            **self.figures,
        }


def bars(measured: list[Measured]) -> list[Bar]:
    """The bars of the graph service, against the best of the peers in this very run."""
    peers = [one for one in measured if one.name not in OURS]
    return [bar for one in measured if one.name in OURS for bar in _bars_of(one, peers)]


def _bars_of(ours: Measured, peers: list[Measured]) -> list[Bar]:
    found = [
        Bar(f"{ours.name}: open", ours.open, MOST_OPEN_MS[ours.name], "ms"),
        Bar(
            f"{ours.name}: resident memory after all questions",
            ours.megabytes,
            MOST_MEGABYTES[ours.name],
            "MB",
        ),
    ]
    for query, figure, share in (
        ("neighborhood", "p99", 1 / 2),
        ("path", "p50", 1 / 3),
        ("connection", "p99", 1),
    ):
        if peers:
            best = min(peers, key=lambda one: one.figures[query][figure])
            what = f"{ours.name}: {query} {figure}, {share:.2g} of the best peer's ({best.name})"
            found.append(Bar(what, ours.figures[query][figure], best.figures[query][figure] * share, "ms"))
    return found


def table(measured: list[Measured]) -> str:
    """Milliseconds p50 / p99 / max of each engine, and how often the best peer's time its own median and tail are."""
    head = f"{'engine':<21}{'open ms':>11}{'MB':>8}" + "".join(
        f"{query + ' ms: p50, p99, max':>40}" for query in QUERIES
    )
    lines = [head, "-" * len(head)]
    best = {(query, figure): _best(measured, query, figure) for query in QUERIES for figure in ("p50", "p99")}
    for one in measured:
        cells = "".join(
            _cell(one.figures[query], best[query, "p50"], best[query, "p99"]) for query in QUERIES
        )
        lines.append(f"{one.name:<21}{one.open:>11,.1f}{one.megabytes:>8,.0f}{cells}{_remarks(one)}")
    lines.append("In brackets: p50 and p99 as multiples of the best peer's.")
    return "\n".join(lines)


def _best(measured: list[Measured], query: str, figure: str) -> float:
    return min((one.figures[query][figure] for one in measured if one.name not in OURS), default=float("nan"))


def _cell(figures: dict[str, float], best_p50: float, best_p99: float) -> str:
    times = " ".join(_short(figures[name]) for name in ("p50", "p99", "max"))
    ratios = f"[{figures['p50'] / best_p50:.2g} {figures['p99'] / best_p99:.2g}]"
    return f"{f'{times} {ratios}':>40}"


def _short(milliseconds: float) -> str:
    return f"{milliseconds:.3g}" if milliseconds < 100 else f"{milliseconds:,.0f}"


def _remarks(one: Measured) -> str:
    asked = {query: int(one.figures[query]["asked"]) for query in QUERIES}
    remarks = [f"{query}: {count} of {STARTS} asked" for query, count in asked.items() if count < STARTS]
    remarks += [one.note] if one.note else []
    remarks += [f"{one.differing} ANSWERS DIFFER"] if one.differing else []
    return f"  ({'; '.join(remarks)})" if remarks else ""
