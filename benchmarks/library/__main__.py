"""The library's list, its search and “more like this” at 10,000 documents, on SQLite and PostgreSQL."""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.search.databases import measured

_BARRED_SIZE = 10_000
_MOST_P95 = 50.0


def main() -> int:
    """Measure, print a table, write JSON; 1 when the bar is missed at the size it is set for."""
    options = _options()
    folder = Path(os.environ.get("KINAPSE_VAR") or "var").resolve() / "bench" / f"library-{options.size}"
    results: dict[str, Any] = {}
    missed = False
    print(f"{options.size:,} documents, {options.count} questions of each kind; milliseconds", flush=True)
    for database, child in measured(folder, options.size, options.count, subject="library"):
        results[database] = {kind: _summary(times) for kind, times in child["ms"].items()}
        _print(database, child, results[database])
        worst = max(figures["p95"] for figures in results[database].values())
        missed |= options.size == _BARRED_SIZE and worst > _MOST_P95
        print(
            f"{database}: worst p95 {worst:.1f} ms, to be at most {_MOST_P95:.0f} at {_BARRED_SIZE:,}",
            flush=True,
        )
    output = options.output or folder / "results.json"
    output.write_text(json.dumps({"size": options.size, "databases": results}, indent=1))
    print(f"Written to {output}")
    return int(missed)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/bench library", description=__doc__)
    parser.add_argument("--size", type=int, default=_BARRED_SIZE, help="documents")
    parser.add_argument("--count", type=int, default=60, help="questions of each kind")
    parser.add_argument("--output", type=Path, help="where the figures go as JSON")
    return parser.parse_args()


def _summary(times: list[tuple[float, float]]) -> dict[str, float]:
    p50, p95 = np.percentile([ms for ms, _ in times], (50, 95))
    worked = np.percentile([worked for _, worked in times], 95)
    return {"p50": float(p50), "p95": float(p95), "max": max(ms for ms, _ in times), "worked": float(worked)}


def _print(database: str, child: dict[str, Any], kinds: dict[str, dict[str, float]]) -> None:
    print(f"\n{database:<24}{'p50':>8}{'p95':>8}{'max':>8}   own work p95")
    for kind, figures in kinds.items():
        times = "".join(f"{figures[column]:8.1f}" for column in ("p50", "p95", "max"))
        print(f"{kind:<24}{times}{figures['worked']:15.1f}", flush=True)
    if child["fill_s"]:
        print(f"filled in {child['fill_s']:.1f} s, index built in {child['index_s']:.1f} s")


if __name__ == "__main__":
    sys.exit(main())
