"""The browser that measures: headless Chromium, and a page in it that has seen nothing before."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Error, Page, sync_playwright

from benchmarks.map.contract import DRAWN, HEIGHT, WIDTH
from script.steps.chromium import find_chromium
from script.steps.words import Refused

_SWITCHES = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # Without a graphics card WebGL, which a peer draws with, is to be had by this alone.
    "--enable-unsafe-swiftshader",
)
_DRAWN_WITHIN = 15_000


def chromium_path() -> str:
    """Where Chromium is. Raises Refused when there is none and none can be installed."""
    path = find_chromium()
    if path is None:
        raise Refused("There is no Chromium to measure with: install one, or name it with CHROMIUM.")
    return path


def switches() -> list[str]:
    """The options that every Chromium of the measurement is started with."""
    # Chromium's sandbox refuses to start for root.
    return [*_SWITCHES, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser while it runs."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=switches())
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def cold_page(browser: Browser, *scripts: str) -> Iterator[Page]:
    """A page in a context of its own, its cache off. `scripts` run in it before its own do."""
    context = browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT},
        color_scheme="light",
        reduced_motion="no-preference",
        # What waits for a mark asks again and again, which the policy of our pages takes for a script of strangers.
        bypass_csp=True,
    )
    try:
        page = context.new_page()
        context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
        for script in scripts:
            page.add_init_script(script)
        yield page
    finally:
        context.close()


def go(page: Page, url: str) -> None:
    """Open an address and wait for its picture. Raises Refused when there comes none."""
    answer = page.goto(url)
    if answer is None or not answer.ok:
        raise Refused(f"{url} answers {answer and answer.status}: there is nothing to measure.")
    try:
        # Asked seldom: each question takes the page's own thread for a moment.
        page.wait_for_function(
            f"() => performance.getEntriesByName('{DRAWN}').length > 0", polling=50, timeout=_DRAWN_WITHIN
        )
    except Error as error:
        raise Refused(
            f"{url} draws no picture: it sets no performance.mark({DRAWN!r}) within {_DRAWN_WITHIN // 1000} seconds."
        ) from error
