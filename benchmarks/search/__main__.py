"""The search's times and how often it finds what was meant, beside simpler searches, on SQLite and PostgreSQL."""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.search.databases import measured

_SERVICE = "kinapse"
_BARRED_SIZE = 100_000
_MOST_P95 = 50.0


def main() -> int:
    """Measure, print a table, write JSON; 1 when the bar is missed at the size it is set for."""
    options = _options()
    folder = Path(os.environ.get("KINAPSE_VAR") or "var").resolve() / "bench" / f"search-{options.size}"
    results: dict[str, Any] = {}
    missed = False
    print(f"{options.size:,} concepts, {options.queries} queries; milliseconds", flush=True)
    for database, child in measured(folder, options.size, options.queries):
        results[database] = {name: _summary(kinds) for name, kinds in child["engines"].items()}
        _print(database, results[database])
        p95 = results[database][_SERVICE]["all"]["p95"]
        missed |= options.size == _BARRED_SIZE and p95 > _MOST_P95
        print(f"{database}: p95 {p95:.1f} ms, to be at most {_MOST_P95:.0f} at {_BARRED_SIZE:,}", flush=True)
    output = options.output or folder / "results.json"
    output.write_text(json.dumps({"size": options.size, "databases": results}, indent=1))
    print(f"Written to {output}")
    return int(missed)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/bench search", description=__doc__)
    parser.add_argument("--size", type=int, default=_BARRED_SIZE, help="concepts")
    parser.add_argument("--queries", type=int, default=400, help="of all kinds together")
    parser.add_argument("--output", type=Path, help="where the figures go as JSON")
    return parser.parse_args()


def _summary(kinds: dict[str, dict[str, list[float]]]) -> dict[str, dict[str, float]]:
    meant = [found for kind, figures in kinds.items() if kind != "rubbish" for found in figures["found"]]
    every = {"ms": [ms for figures in kinds.values() for ms in figures["ms"]], "found": meant}
    return {kind: _figures(figures) for kind, figures in {**kinds, "all": every}.items()}


def _figures(figures: dict[str, list[float]]) -> dict[str, float]:
    p50, p95 = np.percentile(figures["ms"], (50, 95))
    found = float(np.mean(figures["found"]))
    return {"p50": float(p50), "p95": float(p95), "max": max(figures["ms"]), "recall_at_5": found}


def _print(database: str, engines: dict[str, dict[str, dict[str, float]]]) -> None:
    print(f"\n{database:<28}{'p50':>8}{'p95':>8}{'max':>8}   recall@5")
    for name, kinds in engines.items():
        for kind, figures in kinds.items():
            times = "".join(f"{figures[column]:8.1f}" for column in ("p50", "p95", "max"))
            recall = "" if kind == "rubbish" else f"{figures['recall_at_5']:10.2f}"
            print(f"{name if kind == 'exact' else '':<16}{kind:<12}{times}{recall}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
