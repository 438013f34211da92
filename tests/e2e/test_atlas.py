"""A map too large to be drawn at once, explored as an atlas: names, what is chosen, where one looks, the way back."""

import re

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, Route, expect

from concepts.models import KnowledgeMap
from tests.e2e.atlas import ATLAS, open_atlas, still, titles, where
from tests.e2e.explorer import boxes_apart


def test_it_opens_on_its_regions_and_no_name_stands_on_another(wide: Page, laid_out: KnowledgeMap) -> None:
    open_atlas(wide)
    assert {f"Region {number}" for number in range(8)} <= titles(wide)
    assert boxes_apart(wide.locator(".atlas-label:not(.atlas-label--leaving)"))
    assert where(wide) == ""


def test_nearer_there_is_more_and_what_was_named_keeps_its_name(wide: Page, laid_out: KnowledgeMap) -> None:
    open_atlas(wide)
    before = titles(wide)
    wide.mouse.move(525, 480)
    for _ in range(3):
        wide.mouse.wheel(0, -250)
        wide.wait_for_timeout(80)
    still(wide)
    after = titles(wide)
    assert len(after - before) > 10
    assert boxes_apart(wide.locator(".atlas-label:not(.atlas-label--leaving)"))
    assert where(wide)


def test_a_region_is_chosen_by_its_name_and_its_neighborhood_lights_up(
    wide: Page, laid_out: KnowledgeMap
) -> None:
    open_atlas(wide)
    wide.locator(".atlas-label[data-slug='c-3']").click()
    expect(wide.locator("[data-panel=concept]")).to_have_attribute("data-concept", "c-3")
    expect(wide.locator(".atlas-label--chosen")).to_have_text("Region 3")
    expect(wide.locator(".atlas-label--dim").first).to_be_visible()
    assert "concept=c-3" in wide.url


def test_a_mark_without_a_name_can_be_chosen_too(wide: Page, laid_out: KnowledgeMap) -> None:
    open_atlas(wide, "?concept=c-1500")
    still(wide)
    label = wide.locator(".atlas-label--chosen")
    box = label.bounding_box()
    assert box is not None
    wide.locator(".panel a", has_text="Back to the whole map").click()
    expect(wide.locator("[data-panel=about]")).to_be_visible()
    # The mark stands above the name that it had.
    wide.mouse.click(box["x"] + box["width"] / 2, box["y"] - 8)
    expect(wide.locator("[data-panel=concept]")).to_have_attribute("data-concept", "c-1500")


def test_search_glides_to_a_concept_wherever_it_is_and_gives_it_the_focus(
    wide: Page, laid_out: KnowledgeMap
) -> None:
    call_command("layout_map", "atlas", verbosity=0)
    open_atlas(wide)
    wide.keyboard.press("/")
    wide.keyboard.type("Idea 1777")
    wide.get_by_role("option", name="Idea 1777").first.click()
    label = wide.locator(".atlas-label--chosen")
    expect(label).to_have_text("Idea 1777")
    expect(label).to_be_focused()
    assert label.evaluate("name => getComputedStyle(name).color !== getComputedStyle(name).backgroundColor")
    still(wide)
    box = label.bounding_box()
    assert box is not None
    assert 100 < box["x"] < 900
    assert 150 < box["y"] < 800


def test_the_address_leads_back_to_the_same_place_and_back_does_too(
    wide: Page, laid_out: KnowledgeMap
) -> None:
    open_atlas(wide, "?at=4194304,4194304,2.5")
    seen = titles(wide)
    open_atlas(wide, "?at=4194304,4194304,2.5")
    assert titles(wide) == seen
    wide.keyboard.press("/")
    wide.keyboard.type("Idea 1777")
    wide.get_by_role("option", name="Idea 1777").first.click()
    expect(wide.locator(".atlas-label--chosen")).to_have_text("Idea 1777")
    still(wide)
    assert where(wide) != "4194304,4194304,2.5"
    wide.go_back()
    expect(wide.locator("[data-panel=about]")).to_be_visible()
    still(wide)
    assert where(wide) == "4194304,4194304,2.5"


def test_a_path_is_lit_as_a_whole(wide: Page, laid_out: KnowledgeMap) -> None:
    open_atlas(wide, "?path=c-9")
    steps = wide.locator("[data-panel=path] [data-step]").count()
    assert steps >= 2
    expect(wide.locator(".atlas-label--bright").first).to_be_visible()
    assert {"Field 9", "Region 1"} <= titles(wide)


def test_the_tree_shows_what_is_around_and_the_way_back_ends_where_it_began(
    wide: Page, laid_out: KnowledgeMap
) -> None:
    open_atlas(wide, "?concept=c-20")
    still(wide)
    before = where(wide)
    wide.get_by_role("button", name="Tree").click()
    expect(wide.locator(".concept-pill[data-slug='c-20']")).to_be_visible()
    expect(wide.locator(".map-atlas")).to_be_hidden()
    wide.get_by_role("button", name="Picture").click()
    expect(wide.locator(".atlas-label--chosen")).to_have_text("Field 20")
    still(wide)
    assert where(wide) == before


def test_open_all_says_how_many_are_left_as_numbers_are_written(wide: Page, laid_out: KnowledgeMap) -> None:
    wide.goto(f"{ATLAS}?view=tree")
    wide.get_by_role("button", name="Open all").click()
    expect(wide.locator("#map-notice")).to_contain_text(" of 2,000 concepts are shown.")
    wide.get_by_role("button", name="Close all").click()
    expect(wide.locator("#map-notice")).to_be_hidden()


def test_all_of_its_tree_can_be_closed_and_opened_again_one_by_one(
    wide: Page, laid_out: KnowledgeMap
) -> None:
    wide.goto(f"{ATLAS}?concept=c-20&view=tree")
    expect(wide.locator(".concept-pill[data-slug='c-20']")).to_be_visible()
    wide.get_by_role("button", name="Close all").click()
    region = wide.locator(".concept-pill[data-slug='c-4']")
    pills = wide.locator(".concept-pill")
    # What is chosen stays, with what is above it.
    expect(pills).to_have_count(2)
    assert re.search(r"\+\d+", region.locator(".toggle").inner_text())
    wide.keyboard.press("Escape")
    expect(wide.locator("[data-panel=about]")).to_be_visible()
    wide.get_by_role("button", name="Close all").click()
    expect(region).to_have_attribute("aria-expanded", "false")
    expect(region.locator(".toggle")).to_have_text("8")
    region.locator(".toggle").click()
    expect(region).to_have_attribute("aria-expanded", "true")
    expect(wide.locator(".concept-pill[aria-level='2'][aria-expanded='true']")).to_have_count(0)
    assert "open=c-4" in wide.url


def test_a_second_concept_can_be_named_in_the_panel_without_leaving_the_map(
    wide: Page, laid_out: KnowledgeMap
) -> None:
    open_atlas(wide, "?from=c-20")
    expect(wide.get_by_role("combobox", name="From")).to_have_value("Field 20")
    wide.get_by_role("combobox", name="To").fill("Idea 1500")
    wide.get_by_role("option", name="Idea 1500").first.click()
    wide.get_by_role("button", name="Show", exact=True).click()
    expect(wide.locator("[data-panel=connection]")).to_have_attribute("data-to", "c-1500")
    expect(wide.locator("map-atlas")).to_be_visible()
    assert "from=c-20&to=c-1500" in wide.url


def test_the_keyboard_moves_zooms_and_chooses(wide: Page, laid_out: KnowledgeMap) -> None:
    open_atlas(wide)
    wide.locator("map-atlas").focus()
    wide.keyboard.press("+")
    wide.keyboard.press("ArrowRight")
    still(wide)
    moved = where(wide)
    assert moved
    wide.keyboard.press("Tab")
    name = wide.locator(".atlas-label:focus")
    expect(name).to_have_count(1)
    slug = name.get_attribute("data-slug") or ""
    wide.keyboard.press("Enter")
    expect(wide.locator("[data-panel=concept]")).to_have_attribute("data-concept", slug)
    wide.keyboard.press("Escape")
    expect(wide.locator("[data-panel=about]")).to_be_visible()
    wide.keyboard.press("0")
    still(wide)
    assert where(wide) == ""


@pytest.mark.parametrize("leaves", [True, False], ids=["who left the concept", "who moved the map"])
def test_a_concept_that_is_found_late_does_not_take_away(
    wide: Page, laid_out: KnowledgeMap, leaves: bool
) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    open_atlas(wide)
    wide.locator("map-atlas").focus()
    wide.keyboard.press("+")
    still(wide)
    wide.route(re.compile("/(neighborhood|places)/"), hold)
    wide.locator(".atlas-label").first.click()
    expect(wide.locator("[data-panel=concept]")).to_be_visible()
    if leaves:
        wide.keyboard.press("Escape")
        expect(wide.locator("[data-panel=about]")).to_be_visible()
    else:
        for _ in range(12):
            wide.keyboard.press("ArrowRight")
        # Whoever is not answered within a second is not waited for.
        wide.wait_for_timeout(1_200)
        # Only who rests is told of by the address; nothing else is still while requests are held.
        wide.wait_for_function("() => document.querySelector('[data-flying]') === null")
    left = where(wide)
    for route in held:
        route.continue_()
    wide.unroute_all()
    wide.wait_for_timeout(1_200)
    still(wide)
    assert where(wide) == left


def test_on_a_phone_the_panel_may_come_before_what_is_chosen_is_found(
    page: Page, laid_out: KnowledgeMap, console_messages: list[str]
) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.set_viewport_size({"width": 390, "height": 844})
    open_atlas(page)
    page.locator("map-atlas").focus()
    page.keyboard.press("+")
    still(page)
    left = where(page)
    assert left
    page.route(re.compile("/(neighborhood|places)/"), hold)
    page.locator(".atlas-label").first.click()
    expect(page.locator("[data-sheet=half] [data-panel=concept]")).to_be_visible()
    # Whoever is not answered within a second is not waited for.
    page.wait_for_timeout(1_200)
    for route in held:
        route.continue_()
    page.unroute_all()
    page.wait_for_timeout(1_200)
    still(page)
    expect(page.locator(".atlas-label--chosen")).to_be_in_viewport()
    assert where(page) != left


def test_a_map_that_is_not_laid_out_says_so_and_shows_its_tree(wide: Page, atlas: KnowledgeMap) -> None:
    wide.goto(ATLAS)
    expect(wide.locator("#map-notice")).to_contain_text("is being drawn")
    expect(wide.locator(".concept-pill[data-slug='c-3']")).to_be_visible()
    expect(wide.locator(".map-atlas")).to_be_hidden()


def test_without_a_connection_it_says_so_and_goes_on_with_the_next_try(
    wide: Page, laid_out: KnowledgeMap, console_messages: list[str]
) -> None:
    def fail(route: Route) -> None:
        route.abort()

    open_atlas(wide)
    wide.route("**/tiles/**", fail)
    wide.mouse.move(525, 480)
    for _ in range(4):
        wide.mouse.wheel(0, -300)
        wide.wait_for_timeout(60)
    notice = wide.locator("#map-notice")
    expect(notice).to_contain_text("could not be loaded")
    wide.wait_for_timeout(600)
    # What is found is not hidden by what is said.
    wide.keyboard.press("/")
    wide.keyboard.type("Idea 20")
    wide.get_by_role("option").first.click(trial=True)
    wide.keyboard.press("Escape")
    wide.unroute("**/tiles/**", fail)
    notice.get_by_role("button", name="Try again").click()
    expect(notice).to_be_hidden()
    console_messages[:] = [one for one in console_messages if "ERR_FAILED" not in one]


def test_with_a_connection_again_it_goes_on_by_itself(
    wide: Page, laid_out: KnowledgeMap, console_messages: list[str]
) -> None:
    open_atlas(wide)
    wide.context.set_offline(True)
    wide.mouse.move(525, 480)
    for _ in range(4):
        wide.mouse.wheel(0, -300)
        wide.wait_for_timeout(60)
    expect(wide.locator("#map-notice")).to_contain_text("could not be loaded")
    wide.context.set_offline(False)
    expect(wide.locator("#map-notice")).to_be_hidden()
    still(wide)
    expect(wide.get_by_role("link", name="Idea").first).to_be_visible()
    console_messages[:] = [one for one in console_messages if "ERR_INTERNET_DISCONNECTED" not in one]


def test_a_phone_shows_it_too(page: Page, console_messages: list[str], laid_out: KnowledgeMap) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_atlas(page)
    assert {f"Region {number}" for number in range(8)} & titles(page)
    assert boxes_apart(page.locator(".atlas-label:not(.atlas-label--leaving)"))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_is_chosen_in_sight_is_neared_until_its_neighborhood_can_be_read(
    wide: Page, laid_out: KnowledgeMap
) -> None:
    open_atlas(wide)
    name = wide.locator(".atlas-label:not(.atlas-label--leaving)", has_text="Field").first
    slug = name.get_attribute("data-slug")
    name.press("Enter")
    expect(wide.locator("[data-panel=concept]")).to_have_attribute("data-concept", str(slug))
    # The way there begins when its neighborhood has come.
    expect(wide).to_have_url(re.compile(r"[?&]at="))
    still(wide)
    assert wide.locator(".atlas-label--bright").count() > 12


def test_the_keys_that_are_listed_are_those_of_what_is_looked_at(wide: Page, laid_out: KnowledgeMap) -> None:
    open_atlas(wide)
    wide.locator("map-atlas").focus()
    wide.keyboard.press("?")
    dialog = wide.get_by_role("dialog", name="Keys")
    expect(dialog.get_by_text("Move over the picture")).to_be_visible()
    for words in ("Walk the tree", "Open or close it in place", "Go to the first or last concept"):
        expect(dialog.get_by_text(words)).to_be_hidden()
    wide.keyboard.press("Escape")
    wide.get_by_role("button", name="Tree").click()
    wide.get_by_role("button", name="Keys").click()
    expect(dialog.get_by_text("Open or close it in place")).to_be_visible()
    expect(dialog.get_by_text("Move over the picture")).to_be_hidden()
