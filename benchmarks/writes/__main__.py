"""Single writes to a map of a million beside the same to one of a thousand, on SQLite and PostgreSQL."""

import argparse
import json
import os
import sys
from pathlib import Path

from benchmarks.search.databases import measured
from benchmarks.writes.report import Measured, bars, summaries, table


def main() -> int:
    """Measure, print the tables and the bars, write JSON; 1 when a bar is missed."""
    options = _options()
    folder = Path(os.environ.get("KINAPSE_VAR") or "var").resolve() / "bench" / f"writes-{options.size}"
    results: dict[str, list[Measured]] = {}
    print(f"{options.size:,} concepts, {options.rounds} of each write; milliseconds", flush=True)
    for database, child in measured(folder, options.size, options.rounds, subject="writes"):
        small, large = child["ms"].values()
        results[database] = summaries(small, large)
        print(f"\n{table(database, results[database])}", flush=True)
    print()
    held = [bar for database, found in results.items() for bar in bars(database, options.size, found)]
    for bar in held:
        print(bar)
    output = options.output or folder / "results.json"
    output.write_text(
        json.dumps({database: list(map(_as_json, found)) for database, found in results.items()})
    )
    print(f"Written to {output}")
    return int(not all(bar.holds for bar in held))


def _as_json(one: Measured) -> dict[str, object]:
    return {"what": one.what, "small": one.small, "p50": one.p50, "p95": one.p95, "worked": one.worked}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/bench writes", description=__doc__)
    parser.add_argument("--size", type=int, default=1_000_000, help="concepts of the large map")
    parser.add_argument("--rounds", type=int, default=40, help="how often each write is done")
    parser.add_argument("--output", type=Path, help="where the figures go as JSON")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
