"""Requests a second of the API and of pages, as shares of a bare Django view's on the same server."""

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.http.asked import LIMIT, RADIUS, SLUG
from benchmarks.http.load import Load, Rate, ask, generator, measure
from benchmarks.http.report import BARE, NEAR, ROWS_BY_ORM, Figures, bars, table
from benchmarks.http.servers import Servers

PAGE = "/maps/large-language-models/"


def main() -> int:
    """Measure everything in rounds, one after the other, and say which bars hold."""
    options = _options()
    folder = Path(os.environ.get("KINAPSE_VAR") or "var").resolve() / "bench" / f"http-{options.size}"
    folder.mkdir(parents=True, exist_ok=True)
    starts = _filled(folder, options.size)
    with Servers(folder) as servers:
        loads = _loads(servers, starts)
        _check(loads)
        figures = _measured(loads, options.seconds, options.rounds)
    return _report(figures, options, folder)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/bench http", description=__doc__)
    parser.add_argument("--size", type=int, default=1_000_000, help="concepts in the map; five links each")
    parser.add_argument("--seconds", type=float, default=5, help="for each address, all rounds together")
    parser.add_argument("--rounds", type=int, default=5, help="each measures every address once")
    parser.add_argument("--output", type=Path, help="where the figures go as JSON")
    return parser.parse_args()


def _filled(folder: Path, size: int) -> list[str]:
    starts = folder / "starts.json"
    _say(f"database in {folder}, made once and used again")
    environment = {**os.environ, "KINAPSE_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "kinapse.settings"}
    environment.pop("DATABASE_URL", None)
    subprocess.run(
        [sys.executable, "-m", "benchmarks.http.filling", str(size), str(starts)], env=environment, check=True
    )
    slugs: list[str] = json.loads(starts.read_text())
    return slugs


def _loads(servers: Servers, starts: list[str]) -> dict[str, Load]:
    def near(form: str, radius: int = RADIUS) -> tuple[str, ...]:
        return tuple(form.format(slug) + f"?radius={radius}&limit={LIMIT}" for slug in starts)

    api, site = f"/api/v1/maps/{SLUG}/concepts/{{}}/neighborhood/", servers.site_port
    held = ("If-None-Match", ask(Load(site, ()), near(api)[0])[1]["etag"])
    page_held = ("If-None-Match", ask(Load(site, ()), PAGE)[1]["etag"])
    return {
        BARE: Load(servers.bare_port, ("/bare/",)),
        "bare view behind the site's middleware": Load(site, ("/bench/bare/",)),
        NEAR: Load(site, near(api)),
        f"neighborhood of {LIMIT}, radius 3": Load(site, near(api, 3)),
        ROWS_BY_ORM: Load(site, near(f"/bench/rows-by-orm/{SLUG}/{{}}/")),
        "neighborhood, all by the ORM": Load(site, near(f"/bench/all-by-orm/{SLUG}/{{}}/")),
        "neighborhood, 304": Load(site, near(api), held, 304),
        "map page, cached": Load(site, (PAGE,)),
        "map page, made anew": Load(site, (PAGE.replace("/maps/", "/bench/uncached/"),)),
        "map page, 304": Load(site, (PAGE,), page_held, 304),
    }


def _check(loads: dict[str, Load]) -> None:
    """Refuse to measure what answers wrongly. Raises RuntimeError."""
    for name, load in loads.items():
        for path in load.paths[:20]:
            status = ask(load, path)[0]
            if status != load.status:
                raise RuntimeError(f"{name}: {path} answered {status}, not {load.status}")
    own, twin = loads[NEAR], loads[ROWS_BY_ORM]
    for own_path, twin_path in zip(own.paths, twin.paths, strict=True):
        answers = json.loads(ask(own, own_path)[2]), json.loads(ask(twin, twin_path)[2])
        if answers[0] != answers[1] or len(answers[0]["nodes"]) != LIMIT:
            raise RuntimeError(f"{own_path} and {twin_path} do not answer alike")


def _measured(loads: dict[str, Load], seconds: float, rounds: int) -> Figures:
    figures: Figures = {name: [] for name in loads}
    for number in range(rounds):
        for name, load in loads.items():
            rate: Rate = measure(load, seconds / rounds)
            figures[name].append(rate)
            _say(f"round {number + 1} of {rounds}  {name:<42} {rate.a_second:>9,.0f}/s")
    return figures


def _report(figures: Figures, options: argparse.Namespace, folder: Path) -> int:
    print(table(figures))
    held = bars(figures)
    for bar in held:
        print(bar)
    output = options.output or folder / "http.json"
    output.parent.mkdir(parents=True, exist_ok=True)
    about = {
        "size": options.size,
        "generator": generator(),
        "taken": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    }
    rates = {name: [vars(rate) for rate in rates] for name, rates in figures.items()}
    output.write_text(json.dumps({**about, "rates": rates, "bars": [vars(bar) for bar in held]}, indent=2))
    print(f"loaded by {generator()}; figures in {output}")
    return 0 if all(bar.holds for bar in held) else 1


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
