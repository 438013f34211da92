"""How long it takes from the start of a navigation until the picture is there."""

from collections.abc import Sequence
from dataclasses import dataclass

from playwright.sync_api import Browser

from benchmarks.map.browser import cold_page, go
from benchmarks.map.contract import DRAWN

_SHOWN = "map-shown"
# A message that is sent inside an animation frame arrives when that frame has been laid out, painted and handed on.
_NOTE_WHEN_SHOWN = f"""
const mark = performance.mark.bind(performance);
performance.mark = (name, options) => {{
  if (name === "{DRAWN}") {{
    const channel = new MessageChannel();
    channel.port1.onmessage = () => mark("{_SHOWN}");
    channel.port2.postMessage(null);
  }}
  return mark(name, options);
}};
"""
_READ = "(names) => names.map((name) => performance.getEntriesByName(name)[0].startTime)"


@dataclass(frozen=True)
class Picture:
    """Milliseconds from the start of the navigation.

    `drawn`: until the animation frame in which the picture is drawn, which spares HTML its layout and painting and
    WebGL the wait for its shaders. `shown`: until the page's thread is done with that frame.
    """

    drawn: float
    shown: float


def first_picture(browser: Browser, url: str) -> Picture:
    """One cold load."""
    with cold_page(browser, _NOTE_WHEN_SHOWN) as page:
        go(page, url)
        page.wait_for_function(f"() => performance.getEntriesByName('{_SHOWN}').length > 0", polling=50)
        drawn, shown = page.evaluate(_READ, [DRAWN, _SHOWN])
    return Picture(drawn, shown)


def first_pictures(browser: Browser, urls: dict[str, str], rounds: int) -> dict[str, list[Picture]]:
    """Cold loads of each page in turn, round after round, so that a slow moment slows all of them."""
    for url in urls.values():
        # Every process of the server has rendered each page before the first that counts.
        for _ in range(2):
            first_picture(browser, url)
    taken: dict[str, list[Picture]] = {name: [] for name in urls}
    for number in range(rounds):
        for name in _turned(list(urls), number):
            taken[name].append(first_picture(browser, urls[name]))
    return taken


def _turned(names: Sequence[str], by: int) -> list[str]:
    """Another one goes first each round: none is always behind the heaviest."""
    by %= len(names)
    return [*names[by:], *names[:by]]
