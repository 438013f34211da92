"""The library in a real browser: what a reader sees, and nothing for a checker of accessibility to find."""

import re

import pytest
from playwright.sync_api import Page, expect

from concepts.models import KnowledgeMap
from library.models import Citation, Document
from tests.e2e.accessibility import accessibility_faults
from tests.library.seed_shelf import shelve

DIGEST = "/library/paged-attention/"


@pytest.fixture
def shelf(console_messages: list[str], claude_code: KnowledgeMap) -> list[Document]:
    """Four of the seeded texts, two of which the map rests on."""
    return shelve("paged-attention", "constitutional-ai", "bloom", "bloom-carbon-footprint")


@pytest.mark.usefixtures("shelf")
def test_a_reader_finds_a_digest_and_reads_it(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Library").first.click()
    page.get_by_label("Search the library").fill("pagedatention")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="PagedAttention").click()
    expect(page.get_by_role("heading", name="The central insight")).to_be_visible()
    bar = page.locator(".reading-progress__bar")
    assert "scaleX(0)" in (bar.get_attribute("style") or "").replace(".0000", "")
    page.get_by_role("heading", name="Source", exact=True).scroll_into_view_if_needed()
    expect(bar).not_to_have_attribute("style", "transform: scaleX(0);")


@pytest.mark.usefixtures("shelf")
def test_the_quoted_words_under_a_concept_lead_to_their_place(page: Page) -> None:
    cited = Citation.objects.filter(document__slug="paged-attention").first()
    assert cited
    page.goto(cited.concept.get_absolute_url())
    page.get_by_role("link", name=f"“{cited.quote}”").click()
    expect(page).to_have_url(re.compile(rf"{DIGEST}#c{cited.pk}$"))
    expect(page.locator(f"#c{cited.pk}")).to_be_in_viewport()


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize("width", [1440, 390])
def test_pages_fit_are_accessible_and_do_not_jump(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for address in ("/library/", "/library/?q=memory", "/library/?q=zzqqxx", DIGEST, "/library/bloom/"):
        page.goto(address)
        assert accessibility_faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
