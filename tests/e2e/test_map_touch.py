"""The explorable map on a phone: an indented tree, fingers, and the panel as a sheet."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from concepts.models import KnowledgeMap
from tests.e2e.explorer import MAP, Explorer, box_of


@pytest.fixture
def phone(browser: Browser, base_url: str, claude_code: KnowledgeMap) -> Iterator[Explorer]:
    context = browser.new_context(
        base_url=base_url, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(error.message))
    page.on(
        "console",
        lambda message: faults.append(message.text) if message.type in {"error", "warning"} else None,
    )
    yield Explorer(page).open()
    context.close()
    assert faults == []


class Fingers:
    """Touches as the browser gets them from a screen."""

    def __init__(self, page: Page) -> None:
        self._session = page.context.new_cdp_session(page)

    def put(self, *points: tuple[float, float]) -> None:
        self._send("touchStart", points)

    def move(self, *points: tuple[float, float]) -> None:
        self._send("touchMove", points)

    def lift(self) -> None:
        self._send("touchEnd", ())

    def _send(self, kind: str, points: tuple[tuple[float, float], ...]) -> None:
        touches = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})


def test_the_tree_is_indented_and_a_tap_opens_and_chooses(phone: Explorer) -> None:
    page = phone.page
    expect(page.locator(".picture")).to_have_class(re.compile("picture--indented"))
    page.locator(".picture [data-toggle='context-management']").tap()
    phone.still()
    child, above = phone.pill("contextual-information-retrieval"), phone.pill("context-management")
    assert box_of(child)["x"] > box_of(above)["x"]
    above.locator(".concept-pill__title").tap()
    expect(page.locator("[data-panel=concept]").get_by_role("heading", level=2)).to_be_in_viewport()
    phone.still()
    # The sheet leaves what was chosen in sight.
    sheet = box_of(page.locator(".explorer__panel-place"))
    pill = box_of(above)
    assert pill["y"] + pill["height"] <= sheet["y"]


def test_targets_are_large_enough_for_fingers(phone: Explorer) -> None:
    for target in phone.page.locator(".concept-pill, .picture .toggle, .map-tools--top .tool").all():
        if not target.is_visible():
            continue
        box = box_of(target)
        assert min(box["width"], box["height"]) >= 32, target.evaluate("e => e.outerHTML")


def test_one_finger_pans_and_two_zoom(phone: Explorer) -> None:
    page, pill = phone.page, phone.pill("safety-architecture")
    before = box_of(pill)
    fingers = Fingers(page)
    fingers.put((300, 560))
    for step in range(1, 6):
        fingers.move((300 - 10 * step, 560 - 8 * step))
    fingers.lift()
    phone.still()
    panned = box_of(pill)
    assert panned["x"] == pytest.approx(before["x"] - 50, abs=12)
    assert panned["y"] == pytest.approx(before["y"] - 40, abs=12)
    fingers.put((150, 400), (250, 500))
    for step in range(1, 6):
        fingers.move((150 - 8 * step, 400 - 8 * step), (250 + 8 * step, 500 + 8 * step))
    fingers.lift()
    phone.still()
    assert box_of(pill)["width"] > panned["width"] * 1.3


def test_the_sheet_goes_up_and_down(phone: Explorer) -> None:
    page = phone.page
    handle = page.locator("[data-sheet-handle]")
    expect(handle).to_have_attribute("aria-expanded", "false")
    height = "document.querySelector('.explorer__panel-place').offsetHeight"
    low = page.evaluate(height)
    handle.tap()
    page.wait_for_function(f"low => {height} > low", arg=low)
    phone.still()
    half = page.evaluate(height)
    handle.tap()
    page.wait_for_function(f"half => {height} > half", arg=half)
    phone.still()
    assert low < half < page.evaluate(height)
    handle.tap()
    page.wait_for_function(f"low => {height} === low", arg=low)


def test_the_tools_unfold(phone: Explorer) -> None:
    page = phone.page
    expect(page.get_by_role("button", name="Open all")).to_be_hidden()
    page.get_by_role("button", name="Levels, links and more").tap()
    page.get_by_role("button", name="Open all").tap()
    expect(page.get_by_role("treeitem")).to_have_count(13)
    page.get_by_role("button", name="Outline").tap()
    expect(page.get_by_role("tree", name=re.compile("outline"))).to_be_visible()


def test_unfolded_tools_are_whole_and_over_the_sheet_on_a_small_phone(phone: Explorer) -> None:
    page = phone.page
    page.set_viewport_size({"width": 320, "height": 640})
    phone.open(MAP + "?concept=context-management")
    page.get_by_role("button", name="Show all", exact=True).tap()
    page.get_by_role("button", name="Levels, links and more").tap()
    for tools in page.locator(".map-tools--bottom > *").all():
        box = box_of(tools)
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320
    page.locator(".tool--radio", has_text="2").tap()
    expect(page).to_have_url(re.compile("radius=2"))


def test_a_path_is_walked_by_taps(phone: Explorer) -> None:
    page = phone.page
    page.locator(".picture [data-toggle='context-management']").tap()
    phone.still()
    phone.pill("contextual-information-retrieval").locator(".concept-pill__title").tap()
    page.get_by_role("link", name="Learning path to here").tap()
    steps = page.locator("[data-panel=path] [data-step]")
    expect(steps).to_have_count(5)
    page.get_by_label("I know this: Transformer Foundation").tap()
    expect(steps).to_have_count(4)
    expect(phone.pill("transformer-foundation")).to_have_class(re.compile("--known"))


def test_a_connection_is_made_by_taps(phone: Explorer) -> None:
    page = phone.page
    phone.pill("transformer-foundation").locator(".concept-pill__title").tap()
    page.get_by_role("link", name="How is this connected to…").tap()
    expect(page.locator("[data-choose]")).to_be_visible()
    phone.still()
    phone.pill("context-management").locator(".concept-pill__title").tap()
    expect(page.locator("[data-route]").first).to_be_visible()


def test_a_search_by_touch_brings_the_concept_into_sight_above_the_sheet(phone: Explorer) -> None:
    page = phone.page
    page.get_by_role("combobox", name="Search in this map").tap()
    page.keyboard.type("rlhf")
    page.get_by_role("option", name=re.compile("RLHF Alignment")).tap()
    expect(page.locator("[data-panel=concept]")).to_have_attribute("data-concept", "rlhf-alignment")
    phone.still()
    pill, sheet = box_of(phone.pill("rlhf-alignment")), box_of(page.locator(".explorer__panel-place"))
    assert pill["y"] + pill["height"] <= sheet["y"] + 1


def test_what_is_found_has_the_whole_width_and_nothing_lies_over_it(phone: Explorer) -> None:
    page = phone.open(MAP + "?concept=context-management").page
    page.get_by_role("combobox", name="Search in this map").fill("context")
    found = page.get_by_role("listbox", name="Found")
    expect(found).to_be_visible()
    box = box_of(found)
    assert box["width"] > 350
    # Neither the buttons that zoom, which are at the right edge, nor the sheet.
    across = box["x"] + box["width"] - 20
    for down in (box["y"] + 90, box["y"] + box["height"] - 10):
        assert page.evaluate(
            "([x, y]) => document.elementFromPoint(x, y).closest('[role=listbox]') !== null", [across, down]
        )
