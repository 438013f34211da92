"""What it costs to move and open a map of hundreds of concepts."""

import math
import time
from dataclasses import dataclass

from playwright.sync_api import Browser, Page

from benchmarks.map.browser import cold_page, go
from benchmarks.map.contract import OPEN_ALL
from benchmarks.map.frames import Frames, traced
from benchmarks.map.made_maps import MadeMap
from benchmarks.map.places import Point, free_place, titles_shown, toggles_to_press
from script.steps.words import Refused

_PEERS_PLACE = "() => { const { x, y } = globalThis.picturePlace(); return [x, y]; }"
_PAUSE = 0.012
# Longer than any animation of a page.
_SETTLED = 0.8


@dataclass(frozen=True)
class Terms:
    """How much is done: moves of one panning, toggles that are pressed on one page."""

    moves: int = 90
    toggles: int = 5


def pan(browser: Browser, url: str, made: MadeMap, terms: Terms, *, peer: bool) -> Frames:
    """Pull the picture around by the mouse. Raises Refused when it does not follow."""
    with cold_page(browser) as page:
        go(page, url)
        time.sleep(_SETTLED)
        x, y = free_place_of_peer(page) if peer else free_place(page)
        before = _place(page, made, peer=peer)
        page.mouse.move(x, y)
        page.mouse.down()
        with traced(browser, page) as trace:
            for across, down in _loop(terms.moves):
                page.mouse.move(x + across, y + down)
                time.sleep(_PAUSE)
        after = _place(page, made, peer=peer)
        page.mouse.up()
        if math.dist(before, after) < 5:
            raise Refused(f"{url}: pulled by the mouse, the picture does not move.")
        return trace.frames()


def free_place_of_peer(page: Page) -> Point:
    """Peers draw on a canvas that cannot be asked; their maps leave the lower left corner empty."""
    height = page.viewport_size["height"] if page.viewport_size else 0
    return 20.0, height - 20.0


def open_all(browser: Browser, url: str, made: MadeMap) -> Frames:
    """Open all levels of a closed map, animated. Raises Refused when they do not open."""
    titles = [concept.title for concept in made.concepts]
    with cold_page(browser) as page:
        go(page, url)
        time.sleep(_SETTLED)
        with traced(browser, page) as trace:
            page.click(OPEN_ALL)
            time.sleep(_SETTLED)
        missing = len(titles) - len(titles_shown(page, titles))
        if missing:
            raise Refused(
                f"{url}: after {OPEN_ALL} was pressed, {missing} of {len(titles)} concepts are not shown."
            )
        return trace.frames()


def open_one(browser: Browser, url: str, made: MadeMap, terms: Terms) -> list[float]:
    """Milliseconds from click to frame for concepts that are opened while all others are shown."""
    slugs = [concept.slug for place, concept in enumerate(made.concepts) if made.children(place)]
    taken: list[float] = []
    with cold_page(browser) as page:
        go(page, url)
        time.sleep(_SETTLED)
        for toggle in toggles_to_press(page, slugs)[: terms.toggles]:
            page.click(toggle)
            time.sleep(_SETTLED)
            with traced(browser, page) as trace:
                page.click(toggle)
                time.sleep(_SETTLED)
            taken.append(trace.click_to_frame())
            # Whatever it has done to the picture, the next one begins with all shown.
            go(page, url)
            time.sleep(_SETTLED)
    return taken


def _loop(moves: int) -> list[Point]:
    """A round way that ends far from where it began."""
    angles = [3 * math.pi * (number + 1) / moves for number in range(moves)]
    return [(90 * (1 - math.cos(angle)), 60 * math.sin(angle)) for angle in angles]


def _place(page: Page, made: MadeMap, *, peer: bool) -> Point:
    if peer:
        x, y = page.evaluate(_PEERS_PLACE)
        return x, y
    title = made.concepts[0].title
    return titles_shown(page, [title]).get(title, (0.0, 0.0))
