"""AI models: from the table to the words of a document, and two side by side, with scripts and without."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.e2e.accessibility import accessibility_faults
from tests.library.disclosures import put_on_shelf

PAGES = (
    "/models/",
    "/models/?country=China&sort=params",
    "/models/?compare=opt-175b,gpt-3",
    "/models/bloom/",
)
PHONE = ViewportSize(width=390, height=844)
_WIDTH = "() => document.documentElement.scrollWidth"


@pytest.fixture(autouse=True)
def shelf(transactional_db: None, var_dir) -> None:
    put_on_shelf()


@pytest.fixture
def plain_page(browser: Browser, base_url: str) -> Iterator[Page]:
    """A browser that runs no scripts."""
    context = browser.new_context(java_script_enabled=False, base_url=base_url)
    yield context.new_page()
    context.close()


def test_a_figure_leads_to_the_words_in_the_document(plain_page: Page) -> None:
    plain_page.goto("/models/")
    row = plain_page.get_by_role("row").filter(has_text="OPT-175B")
    row.get_by_text("1,024", exact=True).click()
    figure = row.locator("details[open]")
    expect(figure.get_by_text("roughly 33 days of uninterrupted work on")).to_be_visible()
    figure.get_by_role("link", name="What its team’s last progress report states").click()
    expect(plain_page.locator("mark:target, mark:has(> :target)")).to_have_text("1,024 processors")


def test_models_are_ticked_compared_and_taken_away_again(plain_page: Page) -> None:
    plain_page.goto("/models/")
    plain_page.get_by_label("Compare GPT-3").check()
    plain_page.get_by_label("Compare BLOOM").check()
    plain_page.get_by_role("button", name="Compare the ticked ones").click()
    # In the order of the table, the newest first.
    assert plain_page.url.endswith("/models/?compare=bloom,gpt-3")
    expect(plain_page.get_by_role("row").filter(has_text="Training time")).to_contain_text("different")
    plain_page.get_by_label("Another model").select_option("Gopher")
    plain_page.get_by_role("button", name="Add").click()
    assert plain_page.url.endswith("/models/?compare=bloom,gpt-3,gopher")
    plain_page.get_by_role("link", name="Remove GPT-3").click()
    assert plain_page.url.endswith("/models/?compare=bloom,gopher")


def test_the_table_is_filtered_and_sorted(plain_page: Page) -> None:
    plain_page.goto("/models/")
    plain_page.get_by_text("Filter by country").click()
    plain_page.get_by_label("Country").select_option("China")
    plain_page.get_by_role("button", name="Show", exact=True).click()
    expect(plain_page.get_by_role("status").first).to_have_text("4 of 17 models")
    plain_page.get_by_role("columnheader", name="Parameters").get_by_role("link").click()
    expect(plain_page.locator("tbody tr").first).to_contain_text("GLM-130B")
    expect(plain_page.locator("[aria-sort=ascending]")).to_have_text("Parameters↑")
    expect(plain_page.get_by_role("status").first).to_have_text("4 of 17 models")


def test_no_page_complains_bars_anyone_or_is_wider_than_a_phone(
    page: Page, console_messages: list[str]
) -> None:
    page.set_viewport_size(PHONE)
    for address in PAGES:
        page.goto(address)
        for figure in page.locator("details.claim").all()[:3]:
            figure.locator("summary").click()
        assert accessibility_faults(page) == [], address
        assert page.evaluate(_WIDTH) == PHONE["width"], address
