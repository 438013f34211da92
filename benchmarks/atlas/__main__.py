"""Large maps: layouts, tiles and the picture in headless Chromium beside sigma.js: time, memory, quality."""

import argparse
import json
import os
from pathlib import Path

from benchmarks.atlas.browser import measure_browser
from benchmarks.atlas.layout import BARRED_SIZE, measure_layouts
from benchmarks.atlas.tiles import measure_tiles
from benchmarks.bars import Bar
from benchmarks.map.report import Part
from script.steps.words import end_with


def main() -> int:
    """Measure what is asked for, everything by default, and say which bars hold."""
    options = _options()
    everything = not (options.layout or options.browser or options.tiles)
    results: dict[str, object] = {}
    bars: list[Bar] = []
    if options.layout or everything:
        results["maps"], made = measure_layouts(options.size, options.pictures)
        bars += made
    parts: list[Part] = []
    if options.browser or everything:
        parts += measure_browser(options.rounds, quick=options.quick)
    if options.tiles or everything:
        parts.append(measure_tiles(options.size, min(options.rounds, 5), options.seconds))
    for part in parts:
        print(f"\n{part}\n", flush=True)
        bars += part.bars
    for bar in bars:
        print(bar)
    results["parts"] = [{"part": part.title, "rows": [list(row) for row in part.rows]} for part in parts]
    _write(results, bars)
    return 0 if all(bar.holds for bar in bars) else 1


def _write(results: dict[str, object], bars: list[Bar]) -> None:
    output = Path(os.environ.get("KINAPSE_VAR", "var")) / "bench" / "atlas.json"
    output.parent.mkdir(parents=True, exist_ok=True)
    results["bars"] = [{"bar": str(bar), "holds": bar.holds} for bar in bars]
    output.write_text(json.dumps(results, indent=2) + "\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/bench atlas", description=__doc__)
    parser.add_argument("--layout", action="store_true", help="layouts and tiles as they are made")
    parser.add_argument("--browser", action="store_true", help="the picture in a browser")
    parser.add_argument("--tiles", action="store_true", help="tiles over HTTP")
    parser.add_argument(
        "--size", type=int, default=10_000, help=f"concepts of the made-up map; barred at {BARRED_SIZE:,}"
    )
    parser.add_argument("--pictures", type=Path, help="a folder for pictures of each map at three zooms")
    parser.add_argument("--rounds", type=int, default=7, help="each loads every page once")
    parser.add_argument("--seconds", type=float, default=10, help="of tiles and of the bare view, each")
    parser.add_argument("--quick", action="store_true", help="as little as shows that everything works")
    options = parser.parse_args()
    if options.quick:
        options.rounds, options.seconds = 1, 1
    return options


if __name__ == "__main__":
    end_with(main)
