"""What it costs to pan and zoom a picture of any kind: time between frames, work of the main thread, memory."""

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from statistics import mean

from playwright.sync_api import Browser, Page

from benchmarks.map.browser import cold_page, go
from benchmarks.map.frames import traced

# Where no page has a control, and a name may be: pulling goes on over it.
_X, _Y = 560, 520
_SETTLED = 1.5
_PAUSE = 0.012
# A picture that takes seconds for a frame has told how slow it is by then.
_LONGEST = 20.0
_WATCH = """() => {
  globalThis.frameTimes = [];
  const note = (now) => { globalThis.frameTimes.push(now); requestAnimationFrame(note); };
  requestAnimationFrame(note);
}"""
_INTERVALS = "() => globalThis.frameTimes.slice(1).map((now, place) => now - globalThis.frameTimes[place])"


@dataclass(frozen=True)
class Moved:
    """Milliseconds between frames and of the processor a frame, as means; megabytes of heap at the end."""

    interval: float
    busy: float
    heap: float


def move(browser: Browser, url: str, moves: int) -> Moved:
    """Pull the picture around by the mouse, then turn the wheel in and out over it."""
    with cold_page(browser) as page:
        go(page, url)
        time.sleep(_SETTLED)
        page.evaluate(_WATCH)
        with traced(browser, page) as trace:
            _pull(page, moves)
            _turn(page, moves)
        intervals: list[float] = page.evaluate(_INTERVALS)
        return Moved(mean(intervals), trace.frames().mean(), _heap(page))


def _in_time(moves: int) -> Iterator[int]:
    over = time.monotonic() + _LONGEST
    return takewhile(lambda _: time.monotonic() < over, range(moves))


def _pull(page: Page, moves: int) -> None:
    page.mouse.move(_X, _Y)
    page.mouse.down()
    for number in _in_time(moves):
        angle = 3 * math.pi * (number + 1) / moves
        page.mouse.move(_X + 160 * (1 - math.cos(angle)), _Y + 120 * math.sin(angle))
        time.sleep(_PAUSE)
    page.mouse.up()


def _turn(page: Page, moves: int) -> None:
    for number in _in_time(moves):
        page.mouse.wheel(0, -40 if number < moves * 2 / 3 else 80)
        time.sleep(_PAUSE)


def _heap(page: Page) -> float:
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    used: float = session.send("Runtime.getHeapUsage")["usedSize"]
    return used / 1e6
