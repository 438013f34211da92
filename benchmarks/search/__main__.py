"""The search's times and how often it finds what was meant, beside simpler searches, on SQLite and PostgreSQL."""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.bars import Bar
from benchmarks.search.databases import measured

_SERVICE = "kinapse"
_BARRED_SIZES = (100_000, 1_000_000)
_MOST_P95 = 50.0
_LEAST_RECALL = 0.95
_PERCENTILES = ("p50", "p95", "p99")


def main() -> int:
    """Measure, print a table, write JSON; 1 when a bar is missed at a size that it is set for."""
    options = _options()
    folder = Path(os.environ.get("KINAPSE_VAR") or "var").resolve() / "bench"
    results: dict[str, Any] = {}
    bars: list[Bar] = []
    for size in options.size:
        print(f"\n{size:,} concepts, {options.queries} queries; milliseconds", flush=True)
        for database, child in measured(folder / f"search-{size}", size, options.queries, kept=True):
            figures = {name: _summary(kinds) for name, kinds in child["engines"].items()}
            results.setdefault(f"{size}", {})[database] = figures
            _print(database, figures)
            bars += (
                _bars(f"{database}, {size:,} concepts", figures[_SERVICE]) if size in _BARRED_SIZES else []
            )
    print("", *bars, sep="\n")
    output = options.output or folder / "search.json"
    output.write_text(json.dumps(results, indent=1))
    print(f"Written to {output}")
    return int(not all(bar.holds for bar in bars))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="script/bench search",
        description=f"{__doc__} Both databases are kept for the next time: kinapse_bench_search_<size>, and a file.",
    )
    parser.add_argument("--size", type=int, nargs="+", default=_BARRED_SIZES, help="concepts")
    parser.add_argument("--queries", type=int, default=500, help="of all kinds together")
    parser.add_argument("--output", type=Path, help="where the figures go as JSON")
    return parser.parse_args()


def _bars(where: str, kinds: dict[str, dict[str, float]]) -> list[Bar]:
    return [
        Bar(f"{where}: p95", kinds["all"]["p95"], _MOST_P95, "ms"),
        Bar(
            f"{where}: found among the first five with one error",
            kinds["one error"]["recall_at_5"],
            _LEAST_RECALL,
            "",
            at_least=True,
        ),
    ]


def _summary(kinds: dict[str, dict[str, list[float]]]) -> dict[str, dict[str, float]]:
    meant = [found for kind, figures in kinds.items() if kind != "rubbish" for found in figures["found"]]
    every = {"ms": [ms for figures in kinds.values() for ms in figures["ms"]], "found": meant}
    return {kind: _figures(figures) for kind, figures in {**kinds, "all": every}.items()}


def _figures(figures: dict[str, list[float]]) -> dict[str, float]:
    times = np.percentile(figures["ms"], [int(name[1:]) for name in _PERCENTILES])
    found = float(np.mean(figures["found"]))
    return {**dict(zip(_PERCENTILES, times.tolist(), strict=True)), "recall_at_5": found}


def _print(database: str, engines: dict[str, dict[str, dict[str, float]]]) -> None:
    print(f"\n{database:<28}{'p50':>8}{'p95':>8}{'p99':>8}   recall@5")
    for name, kinds in engines.items():
        for kind, figures in kinds.items():
            times = "".join(f"{figures[column]:8.1f}" for column in _PERCENTILES)
            recall = "" if kind == "rubbish" else f"{figures['recall_at_5']:10.2f}"
            print(f"{name if kind == 'exact' else '':<16}{kind:<12}{times}{recall}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
