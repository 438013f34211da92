"""A page that comes in pieces, or its letters late, as over a slow line: what is shown of it stays where it is."""

import pytest
from playwright.sync_api import Page, Route

from concepts.models import KnowledgeMap
from tests.e2e.atlas import ATLAS
from tests.e2e.explorer import MAP
from tests.e2e.moves import in_pieces, moves, watch_moves

# Lines of centred text, as on the home page, and a foot at the lower edge of a short page do make room for their rest.
PIECEMEAL = ["/library/", MAP, f"{MAP}?concept=rlhf-alignment&view=outline", f"{MAP}embed/"]


@pytest.mark.parametrize("width", [1440, 390])
def test_nothing_moves_while_a_page_comes_in_pieces(
    page: Page, base_url: str, claude_code: KnowledgeMap, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    watch_moves(page)
    with in_pieces(base_url) as site:
        for address in PIECEMEAL:
            page.goto(site + address, wait_until="networkidle")
            assert moves(page) == [], address


@pytest.mark.parametrize("width", [1440, 390])
def test_nothing_moves_while_an_atlas_comes_in_pieces(
    page: Page, base_url: str, laid_out: KnowledgeMap, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    watch_moves(page)
    with in_pieces(base_url) as site:
        for query in ("", "?concept=c-20&view=outline"):
            page.goto(f"{site}{ATLAS}{query}", wait_until="networkidle")
            assert moves(page, above=0.00005) == [], query


def test_nothing_moves_when_letters_come_late(page: Page, claude_code: KnowledgeMap) -> None:
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route("**/*.woff2", hold)
    watch_moves(page)
    page.goto(MAP, wait_until="domcontentloaded")
    page.wait_for_function("performance.getEntriesByName('map-drawn').length > 0")
    page.wait_for_timeout(300)
    assert waiting
    for route in waiting:
        route.continue_()
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    assert moves(page) == []
