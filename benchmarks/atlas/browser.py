"""The atlas in headless Chromium beside sigma.js with ten thousand nodes, and beside the map of 13 concepts."""

import os
from pathlib import Path
from statistics import median

from benchmarks.atlas.moving import Moved, move
from benchmarks.atlas.site import HELD, AtlasSite
from benchmarks.bars import Bar
from benchmarks.map.browser import chromium
from benchmarks.map.first_picture import first_pictures
from benchmarks.map.peers import PLACE
from benchmarks.map.report import Part, ratio
from benchmarks.map.weight import weigh
from script.steps.processes import stopping_by_signal

ATLAS, SIGMA, SMALL = "atlas", "sigma", "13 concepts"
INTERVAL_SHARE, BUSY_SHARE, HEAP_MOST = 0.25, 1.0, 60.0
PICTURE_SHARE, WEIGHT_MOST = 2.0, 60_000


def measure_browser(rounds: int, *, quick: bool) -> list[Part]:
    """Everything that a browser has to do with it, part by part."""
    folder = Path(os.environ.get("KINAPSE_VAR") or "var").resolve() / "bench" / "atlas"
    site = AtlasSite(folder)
    site.make_ready()
    address = f"/maps/{site.large}/"
    urls = {
        ATLAS: site.url + address,
        SIGMA: f"{site.url}/static/{PLACE}/sigma-{site.many.slug}.html",
        SMALL: f"{site.url}/maps/{site.small}/",
    }
    with stopping_by_signal(), site, chromium() as browser:
        moved: dict[str, list[Moved]] = {ATLAS: [], SIGMA: []}
        for _ in range(min(rounds, 3)):
            for name, taken in moved.items():
                taken.append(move(browser, urls[name], 20 if quick else 90))
        pictures = first_pictures(browser, {name: urls[name] for name in (ATLAS, SMALL)}, rounds)
        weight = weigh(site.url, address)
    shown = {name: [one.shown for one in taken] for name, taken in pictures.items()}
    return [_moving_part(moved), _picture_part(shown), _weight_part(weight.gzipped)]


def _moving_part(moved: dict[str, list[Moved]]) -> Part:
    def shares(what: str) -> float:
        return ratio(*([getattr(one, what) for one in moved[name]] for name in (ATLAS, SIGMA)))

    rows = [
        [
            name,
            *(f"{median(getattr(one, what) for one in taken):.1f}" for what in ("interval", "busy", "heap")),
        ]
        for name, taken in moved.items()
    ]
    bars = [
        Bar(
            "panning and zooming, frame interval, share of sigma.js's", shares("interval"), INTERVAL_SHARE, ""
        ),
        Bar("panning and zooming, main thread a frame, share of sigma.js's", shares("busy"), BUSY_SHARE, ""),
        Bar("heap of the atlas", max(one.heap for one in moved[ATLAS]), HEAP_MOST, "MB"),
    ]
    head = ["", "ms between frames", "busy ms a frame", "heap MB"]
    return Part(f"Panning and zooming, beside sigma.js with {HELD:,} nodes", head, rows, bars)


def _picture_part(shown: dict[str, list[float]]) -> Part:
    rows = [[name, f"{median(taken):,.0f}"] for name, taken in shown.items()]
    share = ratio(shown[ATLAS], shown[SMALL])
    bar = Bar("first picture, share of the map of 13 concepts", share, PICTURE_SHARE, "")
    return Part("First picture, from the start of the navigation", ["", "shown ms"], rows, [bar])


def _weight_part(gzipped: int) -> Part:
    bar = Bar("all scripts of a large map's page, gzip -9", gzipped, WEIGHT_MOST, "bytes")
    return Part("Bytes of scripts", ["", "gzip -9"], [[ATLAS, f"{gzipped:,}"]], [bar])
