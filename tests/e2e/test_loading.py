"""A page that comes in pieces, or its letters late, as over a slow line: what is shown of it stays where it is."""

import pytest
from playwright.sync_api import Page, Route

from concepts.models import KnowledgeMap
from tests.e2e.atlas import ATLAS
from tests.e2e.explorer import MAP
from tests.e2e.moves import Move, in_pieces, moves, watch_moves

# Lines of centred text, as on the home page, and a foot at the lower edge of a short page do make room for their rest.
PIECEMEAL = ["/library/", MAP, f"{MAP}?concept=rlhf-alignment&view=outline", f"{MAP}embed/"]


WIDTHS = pytest.mark.parametrize("width", [1440, 390])


def _moves_in_pieces(page: Page, base_url: str, width: int, addresses: list[str]) -> dict[str, list[Move]]:
    """What moves on each of these pages while it comes bit by bit."""
    page.set_viewport_size({"width": width, "height": 900})
    watch_moves(page)
    seen = {}
    with in_pieces(base_url) as site:
        for address in addresses:
            page.goto(site + address, wait_until="networkidle")
            seen[address] = moves(page)
    return seen


@WIDTHS
def test_nothing_moves_while_a_page_comes_in_pieces(
    page: Page, base_url: str, claude_code: KnowledgeMap, width: int
) -> None:
    seen = _moves_in_pieces(page, base_url, width, PIECEMEAL)
    assert seen == {address: [] for address in PIECEMEAL}


@WIDTHS
def test_nothing_moves_while_an_atlas_comes_in_pieces(
    page: Page, base_url: str, laid_out: KnowledgeMap, width: int
) -> None:
    seen = _moves_in_pieces(page, base_url, width, [ATLAS, f"{ATLAS}?concept=c-20&view=outline"])
    # A name that grows around its place as tiles come counts as some millionths.
    assert all(sum(move["by"] for move in each) < 0.00005 for each in seen.values()), seen


def test_nothing_moves_when_letters_come_late(page: Page, claude_code: KnowledgeMap) -> None:
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route("**/*.woff2", hold)
    watch_moves(page)
    page.goto(MAP, wait_until="domcontentloaded")
    page.wait_for_function("() => performance.getEntriesByName('map-drawn').length > 0")
    page.wait_for_timeout(300)
    assert waiting
    for route in waiting:
        route.continue_()
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    assert moves(page) == []
