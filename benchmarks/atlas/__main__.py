"""Large maps: layouts and tiles, their time, memory and quality."""

import argparse
import json
import os
import sys
from pathlib import Path

from benchmarks.atlas.layout import BARRED_SIZE, measure_layouts


def main() -> int:
    """Measure what is asked for, and say which bars hold."""
    options = _options()
    measured, bars = measure_layouts(options.size, options.pictures)
    for bar in bars:
        print(bar)
    output = Path(os.environ.get("KINAPSE_VAR", "var")) / "bench" / "atlas-layout.json"
    output.parent.mkdir(parents=True, exist_ok=True)
    results = {"maps": measured, "bars": [{"bar": str(bar), "holds": bar.holds} for bar in bars]}
    output.write_text(json.dumps(results, indent=2) + "\n")
    return 0 if all(bar.holds for bar in bars) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/bench atlas", description=__doc__)
    parser.add_argument("--layout", action="store_true", help="layouts and tiles (all there is so far)")
    parser.add_argument(
        "--size", type=int, default=10_000, help=f"concepts of the made-up map; barred at {BARRED_SIZE:,}"
    )
    parser.add_argument("--pictures", type=Path, help="a folder for pictures of each map at three zooms")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
