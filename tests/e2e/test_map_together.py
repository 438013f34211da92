"""Picture, outline, panel, address and history of the map say the same, whatever is done in whatever order."""

import re

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from concepts.models import KnowledgeMap
from tests.e2e.explorer import MAP, Explorer, box_of, boxes_apart, shown_titles

pytestmark = pytest.mark.usefixtures("claude_code")


def scale_of(page: Page) -> float:
    scale: float = page.evaluate("new DOMMatrix(document.querySelector('[data-world]').style.transform).a")
    return scale


def test_the_dialogs_close_by_their_buttons_and_leave_the_map_alone(explorer: Explorer) -> None:
    page = explorer.page
    explorer.choose("safety-architecture")
    address = page.url
    for opener, name in (("Share", "Take it along"), ("Keys", "Keys")):
        page.get_by_role("button", name=opener, exact=True).click()
        dialog = page.get_by_role("dialog", name=name)
        expect(dialog).to_be_visible()
        dialog.get_by_role("button", name="Close").click()
        expect(dialog).to_be_hidden()
        assert page.url == address
    expect(page.locator("[data-panel=concept]")).to_be_visible()


def test_what_opens_in_the_outline_stands_well_in_the_picture(explorer: Explorer) -> None:
    page = explorer.page
    scale = scale_of(page)
    page.get_by_role("button", name="Outline").click()
    page.locator(".outline-tree [data-toggle='context-management']").click()
    expect(explorer.item("contextual-information-retrieval")).to_be_visible()
    page.get_by_role("button", name="Picture").click()
    explorer.still()
    assert shown_titles(page)[2] == "Long Context Windows Implementation"
    assert boxes_apart(page.locator(".concept-pill"))
    assert scale_of(page) == pytest.approx(scale, rel=0.3)


def test_the_address_says_what_is_shown_also_where_a_chosen_concept_is_closed_away(
    explorer: Explorer, browser: Browser, base_url: str
) -> None:
    page = explorer.page
    explorer.toggle("training-optimization")
    explorer.choose("rlhf-alignment")
    explorer.toggle("training-optimization")
    titles = shown_titles(page)
    assert len(titles) == 5
    assert page.url.endswith("?concept=rlhf-alignment&open=none")
    other = browser.new_context(base_url=base_url).new_page()
    Explorer(other).open(page.url)
    assert shown_titles(other) == titles
    assert other.url == page.url
    other.context.close()
    page.go_back()
    expect(page.get_by_role("treeitem")).to_have_count(9)


def test_going_to_and_fro_leaves_every_concept_in_its_place(explorer: Explorer) -> None:
    page = explorer.page
    places = "[...document.querySelectorAll('.concept-place')].map(one => [one.style.left, one.style.top])"
    explorer.toggle("context-management")
    explorer.toggle("training-optimization")
    explorer.choose("rlhf-alignment")
    before = page.evaluate(places)
    for slug in ("contextual-information-retrieval", "rlhf-alignment", "contextual-information-retrieval"):
        explorer.choose(slug)
        assert page.evaluate(places) == before


@pytest.mark.parametrize("query", ["?to=safety-architecture", "?from=nowhere&to=safety-architecture"])
def test_one_end_of_a_connection_is_enough_to_begin_with(explorer: Explorer, query: str) -> None:
    page = explorer.page
    explorer.open(f"{MAP}{query}")
    expect(page.locator("[data-panel=connection]")).to_have_attribute("data-from", "safety-architecture")
    page.get_by_role("link", name="Back to the whole map").click()
    expect(page.locator("[data-panel=about]")).to_be_visible()


def test_keys_work_after_a_click_on_the_empty_picture(explorer: Explorer) -> None:
    page = explorer.page
    page.mouse.click(300, 650)
    page.keyboard.press("/")
    expect(page.get_by_role("combobox", name="Search in this map")).to_be_focused()


def test_a_link_of_the_panel_leads_to_the_title_of_what_it_has_brought(explorer: Explorer) -> None:
    page = explorer.page
    explorer.choose("context-management")
    side = page.locator(".explorer__panel-place")
    link = page.locator("[data-panel]").get_by_role("link", name="API & Deployment").first
    link.scroll_into_view_if_needed()
    assert side.evaluate("e => e.scrollTop") > 0
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-panel=concept]")).to_have_attribute("data-concept", "api-deployment")
    expect(page.locator("#chosen-title")).to_be_focused()
    assert side.evaluate("e => e.scrollTop") == 0
    expect(page).to_have_title("API & Deployment – Claude Code Architecture · Kinapse")


def test_enter_in_an_empty_search_does_nothing(explorer: Explorer) -> None:
    page = explorer.page
    field = page.get_by_role("combobox", name="Search in this map")
    field.fill("rlhf")
    expect(page.get_by_role("option").first).to_be_visible()
    field.press("Enter")
    expect(page.locator("[data-panel=concept]")).to_have_attribute("data-concept", "rlhf-alignment")
    page.get_by_role("link", name="Back to the whole map").click()
    expect(page.locator("[data-panel=about]")).to_be_visible()
    field.focus()
    field.press("Enter")
    expect(page.locator("[data-panel=about]")).to_be_visible()


def test_a_shared_path_is_not_taken_for_what_the_visitor_knows(explorer: Explorer) -> None:
    page = explorer.page
    explorer.open(
        f"{MAP}?path=contextual-information-retrieval&know=transformer-foundation&know=context-management"
    )
    expect(page.locator("[data-panel=path] [data-step]")).to_have_count(3)
    kept = "localStorage.getItem('kinapse.known.claude-code-architecture')"
    page.get_by_label("I know this: Efficient Attention Mechanisms").click()
    expect(page.locator("[data-panel=path] [data-step]")).to_have_count(2)
    assert page.evaluate(kept) == '["efficient-attention-mechanisms"]'


def test_ticks_on_the_page_of_a_path_and_in_other_tabs_are_known_to_the_map(explorer: Explorer) -> None:
    page = explorer.page
    other = page.context.new_page()
    other.goto(f"{MAP}concepts/contextual-information-retrieval/path/")
    other.get_by_label("I know this: Transformer Foundation").click()
    expect(other.get_by_role("group", name="Known")).to_be_visible()
    expect(explorer.pill("transformer-foundation")).to_have_class(re.compile("--known"))
    explorer.choose("safety-architecture")
    page.get_by_role("button", name="I know this").click()
    kept = page.evaluate("localStorage.getItem('kinapse.known.claude-code-architecture')")
    assert sorted(re.findall(r"[\w-]+", kept)) == ["safety-architecture", "transformer-foundation"]


def test_the_outline_is_there_where_the_script_of_the_map_does_not_come(
    page: Page, console_messages: list[str]
) -> None:
    def fail(route: Route) -> None:
        route.abort()

    page.route(re.compile(r"/build/assets/map-.*\.js"), fail)
    page.goto(MAP)
    expect(page.locator("#outline").get_by_role("link", name="Context Management")).to_be_visible()
    expect(page.locator(".map-tools").first).to_be_hidden()
    console_messages[:] = [one for one in console_messages if "ERR_FAILED" not in one]


def test_a_press_that_ends_over_a_control_does_not_stick(explorer: Explorer) -> None:
    page = explorer.page
    place = explorer.pill("safety-architecture").bounding_box()
    page.mouse.move(30, 200)
    page.mouse.down()
    page.mouse.move(30, 196)
    button = box_of(page.get_by_role("button", name="Open all"))
    page.evaluate("document.querySelector('[data-picture]').releasePointerCapture?.(1)")
    page.mouse.move(button["x"] + 5, button["y"] + 5)
    page.mouse.up()
    explorer.still()
    resting = explorer.pill("safety-architecture").bounding_box()
    page.mouse.move(500, 400, steps=4)
    assert explorer.pill("safety-architecture").bounding_box() == resting
    assert place is not None


def test_a_notice_stays_until_the_next_step(explorer: Explorer) -> None:
    page = explorer.page
    explorer.open(f"{MAP}?concept=nowhere&radius=99")
    notice = page.locator("#map-notice")
    expect(notice).to_contain_text("nowhere")
    expect(notice).to_contain_text("The radius goes from 1 to 3")
    explorer.choose("safety-architecture")
    expect(notice).to_be_hidden()


def test_a_way_does_not_light_up_anew_when_something_else_changes(explorer: Explorer) -> None:
    page = explorer.page
    explorer.open(f"{MAP}?path=rlhf-alignment")
    page.wait_for_function(
        "() => document.querySelector('.concept-pill__number') && !document.getAnimations().some("
        "one => one.animationName === 'light-up' && one.playState === 'running')"
    )
    page.evaluate(
        "window.started = 0; document.addEventListener('animationstart', event => {"
        " if (event.animationName === 'light-up') window.started++ }, true)"
    )
    explorer.toggle("context-management")
    page.wait_for_timeout(300)
    assert page.evaluate("window.started") == 0
    orders = page.locator(".concept-pill__number").evaluate_all(
        "all => all.map(one => getComputedStyle(one).animationDelay)"
    )
    assert len(set(orders)) == len(orders)


def test_a_map_that_was_changed_meanwhile_says_so(explorer: Explorer, claude_code: KnowledgeMap) -> None:
    concept = claude_code.concepts.get(slug="safety-architecture")
    concept.summary = "Changed."
    concept.save()
    explorer.choose("safety-architecture")
    notice = explorer.page.locator("#map-notice")
    expect(notice).to_contain_text("has been changed")
    notice.get_by_role("button", name="Reload").click()
    expect(notice).to_be_hidden()
    expect(explorer.pill("safety-architecture")).to_have_attribute("title", "Changed.")


def test_in_a_frame_everything_but_what_leaves_the_map_stays_in_the_frame(explorer: Explorer) -> None:
    page = explorer.page
    explorer.open(f"{MAP}embed/")
    explorer.choose("context-management")
    page.get_by_role("link", name="Learning path to here").click()
    expect(page.locator("[data-panel=path]")).to_be_visible()
    page.get_by_label("I know this: Transformer Foundation").click()
    expect(page.locator("[data-panel=path] [data-step]")).to_have_count(1)
    page.get_by_role("link", name="Back to the whole map").click()
    expect(page.locator("[data-panel=about]")).to_be_visible()
    assert len(page.context.pages) == 1
    assert "/embed/" in page.url
    page.mouse.move(300, 300)
    page.mouse.wheel(0, 200)
    expect(page.locator("#map-notice")).to_contain_text("to zoom")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Open in Kinapse").click()
    assert "/embed/" not in opened.value.url


def test_forced_colours_keep_every_concept_apart_and_named(page: Page, console_messages: list[str]) -> None:
    page.emulate_media(forced_colors="active")
    page.set_viewport_size({"width": 1440, "height": 900})
    explorer = Explorer(page).open(f"{MAP}?concept=context-management&open=all")
    assert boxes_apart(page.locator(".concept-pill"))
    border = explorer.pill("safety-architecture").evaluate("e => getComputedStyle(e).borderTopStyle")
    assert border == "solid"
