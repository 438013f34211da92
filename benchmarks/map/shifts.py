"""How much a page jumps: its layout shifts while it loads, opens all and shows a chosen concept."""

import time
from dataclasses import dataclass

from playwright.sync_api import Browser

from benchmarks.map.browser import cold_page, go
from benchmarks.map.contract import OPEN_ALL
from benchmarks.map.made_maps import MadeMap
from benchmarks.map.places import title_to_choose

_WATCH = """
globalThis.shifts = { unasked: 0, asked: 0 };
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) shifts[entry.hadRecentInput ? "asked" : "unasked"] += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
_SETTLED = 1.0


@dataclass(frozen=True)
class Shifts:
    """Layout shift scores. `unasked` is what counts as CLS; `asked` came within half a second of a click."""

    unasked: float
    asked: float


def shifts(browser: Browser, url: str, made: MadeMap) -> Shifts:
    """Load, open all, choose a concept."""
    with cold_page(browser, _WATCH) as page:
        go(page, url)
        time.sleep(_SETTLED)
        page.click(OPEN_ALL)
        time.sleep(_SETTLED)
        page.mouse.click(*title_to_choose(page, [concept.title for concept in made.concepts]))
        time.sleep(_SETTLED)
        return Shifts(**page.evaluate("() => globalThis.shifts"))
