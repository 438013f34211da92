"""The atlas and the tree of a large map are one picture: what is near is readable, and going over nothing jumps."""

import math

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from concepts.models import KnowledgeMap
from tests.e2e.atlas import ATLAS, open_atlas, still, where
from tests.e2e.explorer import Explorer, box_of, boxes_apart

# Where the mark is that a name stands below.
_BELOW_MARK = 11


def turn(page: Page, view: str) -> None:
    page.get_by_role("button", name=view).click()
    expect(page.locator("[data-view]").first).to_have_attribute("data-view", view.lower())


def shown(page: Page) -> set[str]:
    return set(page.locator(".picture .concept-pill__title").all_text_contents())


def middle(page: Page, selector: str) -> tuple[float, float]:
    box = box_of(page.locator(selector))
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_the_tree_shows_what_is_near_with_what_is_above_and_nothing_beside(
    wide: Page, laid_out: KnowledgeMap
) -> None:
    open_atlas(wide, "?concept=c-20")
    turn(wide, "Tree")
    Explorer(wide).still()
    pills = shown(wide)
    assert {"Region 4", "Field 20"} <= pills
    # Its own parts, but none of its siblings' and no other region, however many there are.
    assert all(title.startswith("Idea") for title in pills - {"Region 4", "Field 20"})
    assert 10 < len(pills) <= 62
    assert boxes_apart(wide.locator(".picture .concept-pill"))


def test_what_is_chosen_stays_in_its_place_and_the_others_come_from_theirs(
    wide: Page, laid_out: KnowledgeMap
) -> None:
    open_atlas(wide, "?concept=c-1500")
    label = box_of(wide.locator(".atlas-label--chosen"))
    mark = (label["x"] + label["width"] / 2, label["y"] - _BELOW_MARK)
    wide.evaluate(
        """() => {
          window.seen = [];
          const note = () => {
            const pill = document.querySelector(".concept-pill[data-slug='c-1500']")?.getBoundingClientRect();
            if (pill) window.seen.push([pill.x + pill.width / 2, pill.y + pill.height / 2]);
            requestAnimationFrame(note);
          };
          note();
        }"""
    )
    turn(wide, "Tree")
    Explorer(wide).still()
    seen = wide.evaluate("window.seen")
    assert math.dist(seen[0], mark) < 4
    # Nothing was out of sight, so that the camera had no reason to move.
    assert max(math.dist(place, mark) for place in seen) < 4


def test_the_rest_of_what_is_partly_shown_comes_when_it_is_opened_and_closes_again(
    wide: Page, laid_out: KnowledgeMap
) -> None:
    open_atlas(wide, "?concept=c-1500")
    turn(wide, "Tree")
    explorer = Explorer(wide)
    explorer.still()
    parent = wide.locator(".picture .concept-pill[data-slug]", has_text="Field").first
    slug = parent.get_attribute("data-slug") or ""
    expect(parent.locator(".toggle")).to_contain_text("+")
    expect(parent).to_have_attribute("aria-expanded", "true")
    before = len(shown(wide))
    explorer.toggle(slug)
    expect(wide.locator(".picture .concept-pill")).not_to_have_count(before)
    assert len(shown(wide)) > before + 10
    assert f"open={slug}" in wide.url
    explorer.toggle(slug)
    expect(parent).to_have_attribute("aria-expanded", "false")
    explorer.still()
    assert len(shown(wide)) < before + 1


def test_who_goes_on_in_the_tree_keeps_what_was_there(wide: Page, laid_out: KnowledgeMap) -> None:
    open_atlas(wide, "?concept=c-20")
    turn(wide, "Tree")
    explorer = Explorer(wide)
    explorer.still()
    before = shown(wide)
    explorer.choose("c-4")
    assert before <= shown(wide)
    assert "Field 12" in shown(wide)
    # Back on the atlas, and once more to the tree: what is near to what is chosen now, and no more.
    turn(wide, "Picture")
    still(wide)
    turn(wide, "Tree")
    explorer.still()
    assert not any(title.startswith("Idea") for title in shown(wide))


def test_a_chosen_concept_that_is_out_of_sight_is_gone_to_on_the_way_back(
    wide: Page, laid_out: KnowledgeMap
) -> None:
    open_atlas(wide, "?concept=c-20&at=100,100,5")
    turn(wide, "Tree")
    Explorer(wide).still()
    expect(wide.locator(".concept-pill[data-slug='c-20']")).to_be_in_viewport()
    turn(wide, "Picture")
    still(wide)
    expect(wide.locator(".atlas-label--chosen")).to_be_in_viewport()


def test_an_address_of_a_tree_shows_the_same_tree(wide: Page, laid_out: KnowledgeMap) -> None:
    open_atlas(wide, "?concept=c-20")
    turn(wide, "Tree")
    explorer = Explorer(wide)
    explorer.still()
    before = shown(wide)
    explorer.open(wide.url)
    expect(explorer.pill("c-20")).to_be_visible()
    assert shown(wide) == before


def test_without_a_connection_the_atlas_stays_and_says_so(
    wide: Page, laid_out: KnowledgeMap, console_messages: list[str]
) -> None:
    open_atlas(wide, "?concept=c-1500")

    def fail(route: Route) -> None:
        route.abort()

    wide.route("**/trails/**", fail)
    wide.get_by_role("button", name="Tree").click()
    expect(wide.locator("#map-notice")).to_contain_text("could not be loaded")
    expect(wide.locator(".atlas-label--chosen")).to_be_visible()
    wide.unroute("**/trails/**", fail)
    wide.get_by_role("button", name="Tree").click()
    expect(wide.locator(".concept-pill[data-slug='c-1500']")).to_be_visible()
    console_messages[:] = [one for one in console_messages if "ERR_FAILED" not in one]


@pytest.mark.parametrize("view", ["Tree", "Outline"])
def test_without_motion_one_takes_the_place_of_the_other_at_once(
    browser: Browser, base_url: str, laid_out: KnowledgeMap, view: str
) -> None:
    context = browser.new_context(
        base_url=base_url, reduced_motion="reduce", viewport={"width": 1440, "height": 900}
    )
    page = context.new_page()
    page.goto(f"{ATLAS}?concept=c-20")
    still(page)
    before = where(page)
    page.evaluate(
        """() => {
          window.opacities = new Set();
          const atlas = document.querySelector("map-atlas");
          const note = () => {
            window.opacities.add(getComputedStyle(atlas).opacity);
            requestAnimationFrame(note);
          };
          note();
        }"""
    )
    turn(page, view)
    expect(page.locator(".map-atlas")).to_be_hidden()
    turn(page, "Picture")
    still(page)
    assert set(page.evaluate("[...window.opacities]")) == {"0", "1"}
    assert where(page) == before
    context.close()
