"""What the browser tests of the map do again and again."""

from pathlib import Path
from typing import Self

from playwright.sync_api import FloatRect, Locator, Page, expect

SEEDS = Path(__file__).parents[2] / "concepts" / "seeds"
SEED = SEEDS / "claude-code-architecture.md"
MAP = "/maps/claude-code-architecture/"
_IN_MOTION = (
    "() => document.querySelector('.picture--moving, .concept-place[style*=translate], [aria-busy]') === null"
    " && performance.getEntriesByName('map-drawn').length > 0"
)


class Explorer:
    """The map's page, seen as its visitor sees it."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, address: str = MAP) -> Self:
        self.page.goto(address)
        self.still()
        return self

    def still(self) -> None:
        """Wait until nothing moves and nothing is on its way."""
        self.page.wait_for_function(_IN_MOTION)

    def pill(self, slug: str) -> Locator:
        return self.page.locator(f".concept-pill[data-slug='{slug}']")

    def item(self, slug: str) -> Locator:
        """A concept in the outline."""
        return self.page.locator(f".outline-item[data-slug='{slug}']")

    def toggle(self, slug: str) -> None:
        self.page.locator(f".picture [data-toggle='{slug}']").click()
        self.still()

    def choose(self, slug: str, *, wait: bool = True) -> None:
        self.pill(slug).locator(".concept-pill__title").click()
        if wait:
            expect(self.page.locator(f"[data-panel=concept][data-concept='{slug}']")).to_be_visible()
            self.still()


def shown_titles(page: Page) -> list[str]:
    """The titles in the picture, in reading order."""
    return page.locator(".picture .concept-pill__title").all_text_contents()


def box_of(place: Locator) -> FloatRect:
    """Where it stands in the window."""
    box = place.bounding_box()
    assert box is not None
    return box


def boxes_apart(places: Locator) -> bool:
    """Whether no two of these overlap."""
    boxes = [box for place in places.all() if (box := place.bounding_box())]
    return not any(
        one["x"] + 1 < other["x"] + other["width"]
        and other["x"] + 1 < one["x"] + one["width"]
        and one["y"] + 1 < other["y"] + other["height"]
        and other["y"] + 1 < one["y"] + one["height"]
        for place, one in enumerate(boxes)
        for other in boxes[place + 1 :]
    )
