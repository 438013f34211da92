"""An address of a large map shows the same, however one has come to it: tree and outline while nothing is chosen."""

import pytest
from playwright.sync_api import Page, expect

from concepts.models import KnowledgeMap
from tests.e2e.atlas import ATLAS, open_atlas, still, where
from tests.e2e.explorer import Explorer

DEEP = "4194304,4194304,3"
TITLES = {"Tree": ".picture .concept-pill__title", "Outline": ".outline-item__title"}


def turn(page: Page, view: str) -> None:
    page.get_by_role("button", name=view).click()
    expect(page.locator("[data-view]").first).to_have_attribute("data-view", view.lower())


def shown(page: Page, view: str) -> list[str]:
    """The titles that come to be shown, once they do."""
    expect(page.locator(TITLES[view]).nth(10)).to_be_attached()
    Explorer(page).still()
    page.wait_for_load_state("networkidle")
    return page.locator(TITLES[view]).all_text_contents()


@pytest.mark.parametrize("view", TITLES)
@pytest.mark.parametrize("at", ["", DEEP])
def test_what_one_turns_to_is_there_again_on_a_reload_and_in_another_window(
    wide: Page, laid_out: KnowledgeMap, view: str, at: str
) -> None:
    open_atlas(wide, f"?at={at}" if at else "")
    place = where(wide)
    turn(wide, view)
    before = shown(wide, view)
    assert 20 < len(before) < 100
    assert where(wide) == place
    wide.reload()
    assert shown(wide, view) == before
    assert where(wide) == place
    wide.set_viewport_size({"width": 390, "height": 844})
    wide.reload()
    assert shown(wide, view) == before


def test_another_place_shows_something_else(wide: Page, laid_out: KnowledgeMap) -> None:
    wide.goto(f"{ATLAS}?view=tree")
    whole = shown(wide, "Tree")
    assert {f"Region {number}" for number in range(8)} <= set(whole)
    wide.goto(f"{ATLAS}?view=tree&at={DEEP}")
    assert len(set(shown(wide, "Tree")) - set(whole)) > 10


@pytest.mark.parametrize("view", TITLES)
def test_back_and_forward_show_what_their_addresses_say(
    wide: Page, laid_out: KnowledgeMap, view: str
) -> None:
    open_atlas(wide, f"?at={DEEP}")
    turn(wide, view)
    deep = shown(wide, view)
    turn(wide, "Picture")
    still(wide)
    wide.locator("map-atlas").focus()
    wide.keyboard.press("0")
    still(wide)
    assert where(wide) == ""
    turn(wide, view)
    whole = shown(wide, view)
    assert whole != deep
    wide.go_back()
    still(wide)
    wide.go_back()
    expect(wide.locator(TITLES[view])).to_have_text(deep)
    assert where(wide) == DEEP
    # The picture is where that address looks, not where it was last.
    turn(wide, "Picture")
    still(wide)
    assert where(wide) == DEEP


def test_the_picture_is_where_it_was_also_after_a_reload_of_the_tree(
    wide: Page, laid_out: KnowledgeMap
) -> None:
    open_atlas(wide, f"?at={DEEP}")
    turn(wide, "Tree")
    shown(wide, "Tree")
    wide.reload()
    shown(wide, "Tree")
    turn(wide, "Outline")
    assert where(wide) == DEEP
    turn(wide, "Picture")
    still(wide)
    assert where(wide) == DEEP


def test_who_has_chosen_something_in_the_tree_goes_back_to_what_was_there(
    wide: Page, laid_out: KnowledgeMap
) -> None:
    open_atlas(wide, f"?at={DEEP}")
    turn(wide, "Tree")
    before = shown(wide, "Tree")
    slug = wide.locator(".picture .concept-pill[data-slug]").last.get_attribute("data-slug") or ""
    Explorer(wide).choose(slug)
    assert where(wide) == ""
    wide.go_back()
    expect(wide.locator(TITLES["Tree"])).to_have_text(before)
    assert where(wide) == DEEP
    # By Escape as well.
    Explorer(wide).choose(slug)
    wide.keyboard.press("Escape")
    expect(wide.locator(TITLES["Tree"])).to_have_text(before)
    assert where(wide) == DEEP


def test_who_came_for_a_concept_goes_on_to_what_is_most_important(wide: Page, laid_out: KnowledgeMap) -> None:
    wide.goto(f"{ATLAS}?concept=c-20&view=tree")
    expect(wide.locator(".concept-pill[data-slug='c-20']")).to_be_visible()
    Explorer(wide).still()
    wide.keyboard.press("Escape")
    expect(wide.locator(".concept-pill[data-slug='c-7']")).to_be_visible()
    gone_on = shown(wide, "Tree")
    wide.reload()
    assert shown(wide, "Tree") == gone_on


def test_without_a_layout_an_address_shows_the_upper_levels(wide: Page, atlas: KnowledgeMap) -> None:
    wide.goto(f"{ATLAS}?view=tree&at={DEEP}")
    expect(wide.locator(TITLES["Tree"])).to_have_text([f"Region {number}" for number in range(8)])
    turn(wide, "Outline")
    expect(wide.locator(TITLES["Outline"])).to_have_text([f"Region {number}" for number in range(8)])
