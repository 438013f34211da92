"""The explorable map in headless Chromium: first picture, frames, weight, shifts, beside sigma.js and cytoscape.js."""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks.map.addresses import KINAPSE, LIGHTHOUSE, address_of
from benchmarks.map.browser import chromium, cold_page, go
from benchmarks.map.first_picture import first_pictures
from benchmarks.map.frames import Frames
from benchmarks.map.lighthouse import FORMS, judge
from benchmarks.map.made_maps import MadeMap, large_map, small_map
from benchmarks.map.moving import Terms, open_all, open_one, pan
from benchmarks.map.peers import BARE, PEERS
from benchmarks.map.places import titles_shown
from benchmarks.map.report import (
    OPENING_ALL,
    PANNING,
    Part,
    closing,
    frames_part,
    lighthouse_part,
    opening_part,
    picture_part,
    shifts_part,
    weight_part,
)
from benchmarks.map.shifts import shifts
from benchmarks.map.site import Site
from benchmarks.map.weight import weigh
from script.steps.processes import stopping_by_signal
from script.steps.words import Refused, end_with


class Measurement:
    """All that is measured of one page and its peers, part by part."""

    def __init__(self, site: Site, browser: Browser, options: argparse.Namespace) -> None:
        self._site, self._browser = site, browser
        self._ours: str = options.page
        self._own_kind = tuple(dict.fromkeys((options.page, BARE)))
        self._rounds: int = options.rounds
        # A software WebGL takes up to a third of a second for a frame: more rounds of them say nothing new.
        self._few = min(options.rounds, 3)
        self._terms = Terms(moves=20, toggles=1) if options.quick else Terms()
        self._small, self._large = small_map(), large_map()

    def check(self) -> None:
        """Refuse to measure a page that shows too little. Raises Refused."""
        for name in self._own_kind:
            for made in (self._small, self._large):
                self._check(self._url(name, made), made)

    def picture(self) -> Part:
        """The first picture of every page."""
        urls = {name: self._url(name, self._small) for name in (*self._own_kind, *PEERS)}
        return picture_part(first_pictures(self._browser, urls, self._rounds), self._ours)

    def frames(self) -> Part:
        """The main thread while the picture moves."""
        measured: dict[tuple[str, str], list[Frames]] = {}
        for _ in range(self._few):
            for name in (*self._own_kind, *PEERS):
                url = self._url(name, self._large)
                frames = pan(self._browser, url, self._large, self._terms, peer=name in PEERS)
                measured.setdefault((name, PANNING), []).append(frames)
        for _ in range(self._few):
            for name in self._own_kind:
                frames = open_all(self._browser, self._url(name, self._large, opened=False), self._large)
                measured.setdefault((name, OPENING_ALL), []).append(frames)
        return frames_part(measured, self._ours)

    def opening(self) -> Part:
        """Opening one concept."""
        return opening_part(
            {
                name: open_one(
                    self._browser, self._url(name, self._large, near=True), self._large, self._terms
                )
                for name in self._own_kind
            },
            self._ours,
        )

    def weight(self) -> Part:
        """The scripts of every page."""
        names = (*self._own_kind, *PEERS)
        addresses = {name: address_of(name, self._small, opened=True) for name in names}
        return weight_part({name: weigh(self._site.url, one) for name, one in addresses.items()}, self._ours)

    def shifts(self) -> Part:
        """Layout shifts."""
        return shifts_part(
            {
                name: shifts(self._browser, self._url(name, self._large, opened=False), self._large)
                for name in self._own_kind
            },
            self._ours,
        )

    def lighthouse(self) -> Part:
        """Lighthouse on four pages of the site."""
        return lighthouse_part(
            {
                (name, form): judge(self._site.url + address, form)
                for name, address in LIGHTHOUSE.items()
                for form in FORMS
            }
        )

    def _url(self, name: str, made: MadeMap, *, opened: bool = True, near: bool = False) -> str:
        return self._site.url + address_of(name, made, opened=opened, near=near)

    def _check(self, url: str, made: MadeMap) -> None:
        titles = [concept.title for concept in made.concepts]
        with cold_page(self._browser) as page:
            go(page, url)
            time.sleep(1)
            missing = [title for title in titles if title not in titles_shown(page, titles)]
        if missing:
            raise Refused(
                f"{url} shows {len(titles) - len(missing)} of {len(titles)} concepts: no {missing[0]!r}."
            )


def main() -> int:
    """Measure part after part and say which bars hold."""
    options = _options()
    folder = Path(os.environ.get("KINAPSE_VAR") or "var").resolve() / "bench" / "map"
    site = Site(folder, [small_map(), large_map()])
    site.make_ready()
    parts: list[Part] = []
    with stopping_by_signal(), site:
        with chromium() as browser:
            measurement = Measurement(site, browser, options)
            measurement.check()
            for part in (
                measurement.picture,
                measurement.frames,
                measurement.opening,
                measurement.weight,
                measurement.shifts,
            ):
                _take(part, parts)
        if options.lighthouse:
            _take(measurement.lighthouse, parts)
    print(closing(parts))
    _write(options.output or folder / "map.json", parts)
    return 0 if all(bar.holds for part in parts for bar in part.bars) else 1


def _take(measure: Callable[[], Part], parts: list[Part]) -> None:
    print(f"{measure.__name__} …", file=sys.stderr, flush=True)
    parts.append(measure())
    print(f"\n{parts[-1]}\n", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/bench map", description=__doc__)
    parser.add_argument("--rounds", type=int, default=11, help="each loads every page once")
    parser.add_argument("--lighthouse", action="store_true", help="also run Lighthouse on four pages")
    parser.add_argument("--quick", action="store_true", help="as little as shows that everything works")
    parser.add_argument(
        "--page", choices=(KINAPSE, BARE), default=KINAPSE, help="the page that the bars are held against"
    )
    parser.add_argument("--output", type=Path, help="where the figures go as JSON")
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error("--rounds must be at least 1.")
    if options.quick:
        options.rounds = 1
    return options


def _write(output: Path, parts: list[Part]) -> None:
    output.parent.mkdir(parents=True, exist_ok=True)
    figures = [
        {
            "part": part.title,
            "rows": [dict(zip(part.head, row, strict=True)) for row in part.rows],
            "notes": list(part.notes),
            "bars": [{"bar": str(bar), "holds": bar.holds} for bar in part.bars],
        }
        for part in parts
    ]
    taken = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    output.write_text(json.dumps({"taken": taken, "parts": figures}, indent=2) + "\n")
    print(f"figures in {output}", file=sys.stderr)


if __name__ == "__main__":
    end_with(main)
