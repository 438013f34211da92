"""Importing maps beside merely inserting their rows, on SQLite and PostgreSQL: time and memory."""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

from benchmarks.imports.measuring import Case, Measured, measure, write_made_up
from benchmarks.imports.report import bars, table
from benchmarks.own_postgresql import own_postgresql

_DATABASE = "kinapse_bench_imports"


def main() -> int:
    """Measure, print the table and the bars, write JSON; 1 when a bar is missed."""
    options = _options()
    folder = Path(os.environ.get("KINAPSE_VAR") or "var").resolve() / "bench" / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    measured: list[Measured] = []
    with tempfile.TemporaryDirectory(dir=folder) as scratch, own_postgresql(_DATABASE) as address:
        for case in _cases(options, Path(scratch)):
            measured += measure(case, Path(scratch), address)
    print(table(measured), end="\n\n")
    held = [bar for one in measured for bar in bars(one)]
    for bar in held:
        print(bar)
    output = options.output or folder / "results.json"
    output.write_text(json.dumps([one.as_json() for one in measured], indent=1))
    print(f"Written to {output}")
    return int(not all(bar.holds for bar in held))


def _cases(options: argparse.Namespace, scratch: Path) -> list[Case]:
    made_up = write_made_up(scratch, options.concepts, options.links or 5 * options.concepts)
    given = [Case("tables", tuple(options.tables))] if options.tables else []
    return [made_up, *given]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/bench imports", description=__doc__)
    parser.add_argument("--concepts", type=int, default=20_000, help="of the made-up map")
    parser.add_argument("--links", type=int, default=0, help="of it; five for each concept when left out")
    parser.add_argument(
        "--tables", type=Path, nargs="+", metavar="FILE", help="concepts.csv and links.csv of a map besides"
    )
    parser.add_argument("--output", type=Path, help="where the figures go as JSON")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
