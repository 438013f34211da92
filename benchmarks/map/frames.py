"""What a page's main thread does for each frame, read from a trace of Chromium."""

import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Page

_BEGIN, _END = "measure-begin", "measure-end"
_CATEGORIES = ["devtools.timeline", "disabled-by-default-devtools.timeline", "blink.user_timing"]


@dataclass(frozen=True)
class Frames:
    """Milliseconds of the main thread for each frame, with all that it did since the frame before.

    `busy`: of its processor time; `wall`: by the clock, with what it waited for other threads, processes and programs.
    """

    busy: list[float]
    wall: list[float]

    @property
    def count(self) -> int:
        """How many frames there were."""
        return len(self.busy)

    def mean(self, kind: str = "busy") -> float:
        """Of all frames."""
        times: list[float] = getattr(self, kind)
        return sum(times) / len(times) if times else float("nan")

    def worst(self) -> float:
        """The frame that took most of the processor's time."""
        return max(self.busy, default=float("nan"))


class Trace:
    """The events between two marks."""

    def __init__(self) -> None:
        self._events: list[dict[str, Any]] = []

    def read(self, recorded: bytes) -> None:
        """Take what Chromium has recorded."""
        self._events = json.loads(recorded)["traceEvents"]

    def frames(self) -> Frames:
        """The work of the main thread by frames. Raises ValueError if the trace lacks the marks."""
        begin, end = self._mark(_BEGIN), self._mark(_END)
        between = [
            event
            for event in self._events
            if event["pid"] == begin["pid"]
            and event["tid"] == begin["tid"]
            and begin["ts"] < event["ts"] < end["ts"]
        ]
        ends = sorted(
            event["ts"] for event in between if event["name"] == "AnimationFrame" and event["ph"] == "e"
        )
        # The last task is the one that sets the closing mark, and no work of the page.
        tasks = [
            event
            for event in between
            if event["name"] == "RunTask" and event["ts"] + event.get("dur", 0) < end["ts"]
        ]
        return _by_frame(tasks, ends)

    def click_to_frame(self) -> float:
        """Milliseconds from a click until the first frame after it is on the screen. Raises ValueError without one."""
        for event in self._events:
            data = event.get("args", {}).get("data", {})
            if event["name"] == "EventTiming" and data.get("type") == "click":
                return float(data["duration"])
        return self._dispatch_to_frame()

    def _dispatch_to_frame(self) -> float:
        """What Chromium does not report as an event timing (it leaves out some quick ones): from dispatch to frame."""
        clicks = [
            event["ts"]
            for event in self._events
            if event["name"] == "EventDispatch"
            and event.get("args", {}).get("data", {}).get("type") == "click"
        ]
        ends = [
            event["ts"] for event in self._events if event["name"] == "AnimationFrame" and event["ph"] == "e"
        ]
        after = [end for end in ends if clicks and end > clicks[0]]
        if not after:
            raise ValueError("the trace has no click with a frame after it")
        return float(min(after) - clicks[0]) / 1_000

    def _mark(self, name: str) -> dict[str, Any]:
        for event in self._events:
            if event["name"] == name and "blink.user_timing" in event["cat"]:
                return event
        raise ValueError(f"the trace has no mark {name!r}")


@contextmanager
def traced(browser: Browser, page: Page) -> Iterator[Trace]:
    """Record what happens inside the block."""
    trace = Trace()
    browser.start_tracing(page=page, categories=_CATEGORIES)
    try:
        page.evaluate(f"() => void performance.mark('{_BEGIN}')")
        yield trace
        page.evaluate(f"() => void performance.mark('{_END}')")
    finally:
        recorded = browser.stop_tracing()
    trace.read(recorded)


def _by_frame(tasks: Iterable[dict[str, Any]], ends: list[float]) -> Frames:
    busy, wall = [0.0] * len(ends), [0.0] * len(ends)
    for task in tasks:
        if not ends:
            break
        # What comes after the last frame, such as the end of its own task, is work for it too.
        frame = min(bisect_left(ends, task["ts"]), len(ends) - 1)
        busy[frame] += task.get("tdur", 0) / 1_000
        wall[frame] += task.get("dur", 0) / 1_000
    return Frames(busy, wall)
