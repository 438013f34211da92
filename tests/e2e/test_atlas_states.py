"""Every state of the atlas for everyone, what it asks the server for, and what can be taken along of it."""

import re
import xml.etree.ElementTree as ET

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from concepts.layouts import lay_out_map
from concepts.models import Concept, KnowledgeMap
from tests.e2e.accessibility import faults_for_everyone
from tests.e2e.atlas import ATLAS, open_atlas, still, titles, where
from tests.e2e.explorer import box_of, boxes_apart
from tests.e2e.moves import moved, moves, watch_moves

STATES = {
    "opened": "",
    "concept": "?concept=c-20",
    "path": "?path=c-20",
    "connection": "?from=c-20&to=c-1500",
    "picking": "?from=c-20",
    "tree": "?concept=c-20&view=tree",
    "outline": "?concept=c-20&view=outline",
    "nowhere": "?at=16000000,1,14",
    "wrong": "?concept=nowhere&at=here",
}
SCREENS = {"desktop": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
NAMES = ".atlas-label:not(.atlas-label--leaving)"
DEEP = "?at=4194304,4194304,4"


def tiles_asked(page: Page) -> list[str]:
    """The tiles that are asked for from now on, as they are."""
    asked: list[str] = []

    def note(request: Request) -> None:
        if found := re.search(r"/tiles/(\d+/\d+/\d+)/", request.url):
            asked.append(found[1])

    page.on("request", note)
    return asked


@pytest.mark.parametrize("screen", SCREENS)
def test_no_state_has_an_accessibility_fault_or_runs_over_the_side(
    browser: Browser, base_url: str, laid_out: KnowledgeMap, screen: str
) -> None:
    context = browser.new_context(base_url=base_url, viewport=SCREENS[screen])  # type: ignore[arg-type]
    page = context.new_page()
    faults: dict[str, object] = {}
    for name, query in STATES.items():
        page.goto(ATLAS + query)
        still(page)
        found = faults_for_everyone(page)
        if found or not boxes_apart(page.locator(NAMES)):
            faults[name] = found
    context.close()
    assert faults == {}


def test_nothing_moves_by_itself_in_any_state(page: Page, laid_out: KnowledgeMap) -> None:
    watch_moves(page)
    for query in STATES.values():
        open_atlas(page, query)
        # A name that grows around its place as tiles come counts as some millionths.
        assert round(moved(page), 4) == 0, (query, moves(page))


def test_a_deep_place_is_asked_for_at_once_and_nothing_in_vain(wide: Page, laid_out: KnowledgeMap) -> None:
    refused: list[int] = []
    wide.on("response", lambda answer: refused.append(answer.status) if answer.status >= 400 else None)
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    wide.route("**/tiles/**", hold)
    wide.goto(ATLAS + DEEP)
    wide.wait_for_function("() => performance.getEntriesByType('resource').length > 0")
    for _ in range(100):
        wide.wait_for_timeout(200)
        if len(waiting) >= 6:
            break
    # Time for more than there should be.
    wide.wait_for_timeout(1_500)
    # None has been answered, and all that are looked at are on their way, with the whole map for the minimap.
    asked = [re.search(r"/tiles/(\d+)/", route.request.url) for route in waiting]
    depths = [int(found[1]) for found in asked if found]
    assert depths[:6] == [0, 4, 4, 4, 4, 4]
    assert set(depths[6:]) <= {3, 4}
    for route in waiting:
        route.continue_()
    wide.unroute("**/tiles/**")
    still(wide)
    assert len(titles(wide)) > 5
    assert refused == []


def test_what_is_seen_is_never_less_while_wider_tiles_are_on_their_way(
    wide: Page, laid_out: KnowledgeMap
) -> None:
    open_atlas(wide, DEEP)
    before = titles(wide)
    wide.route("**/tiles/**", lambda route: None)
    for _ in range(4):
        wide.get_by_role("button", name="Smaller").click()
        wide.wait_for_timeout(400)
    # Farther out names give way to one another, but the part that was seen is no emptier than the rest.
    assert len(titles(wide)) >= min(len(before), 8)


def test_the_first_view_is_the_one_that_the_address_means(wide: Page, laid_out: KnowledgeMap) -> None:
    wide.add_init_script(
        """
        window.places = new Set();
        document.addEventListener("DOMContentLoaded", () => {
          const note = () => {
            const name = document.querySelector(".atlas-label[data-slug='c-0']");
            if (name) window.places.add(name.textContent);
            requestAnimationFrame(note);
          };
          note();
        });
        """
    )
    open_atlas(wide, "?concept=c-1500")
    assert "Idea 1500" in titles(wide)
    # The whole map, with all its regions, was never shown before.
    assert wide.evaluate("[...window.places]") in ([], ["Region 0"])
    assert where(wide)


def test_a_region_without_anything_says_where_it_is_and_leads_back(
    wide: Page, laid_out: KnowledgeMap
) -> None:
    open_atlas(wide)
    opened = titles(wide)
    open_atlas(wide, "?at=16777215,16777215,14")
    expect(wide.locator("[data-where]")).to_contain_text("Nothing is here")
    wide.locator("map-atlas").focus()
    wide.keyboard.press("0")
    still(wide)
    assert {"Region 0", "Region 7"} <= titles(wide) == opened
    expect(wide.locator("[data-where]")).to_be_empty()


def test_two_fingers_zoom_and_one_moves(browser: Browser, base_url: str, laid_out: KnowledgeMap) -> None:
    context = browser.new_context(base_url=base_url, viewport=SCREENS["phone"], has_touch=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(ATLAS)
    still(page)
    session = context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[int, int]) -> None:
        fingers = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})

    touch("touchStart", (150, 350), (240, 350))
    for spread in range(10, 80, 10):
        touch("touchMove", (150 - spread, 350), (240 + spread, 350))
    touch("touchEnd")
    still(page)
    zoomed = where(page)
    assert zoomed
    touch("touchStart", (200, 300))
    for way in range(10, 90, 10):
        touch("touchMove", (200 - way, 300 + way))
    touch("touchEnd")
    still(page)
    assert where(page) != zoomed
    assert where(page).split(",")[2] == zoomed.split(",")[2]
    context.close()


def test_long_titles_are_shortened_and_none_stands_on_another(wide: Page, atlas: KnowledgeMap) -> None:
    long = "An extraordinarily long title of a concept which goes on and on about everything that there is"
    Concept.objects.filter(slug__in=["c-0", "c-9", "c-20"]).update(title=long)
    lay_out_map(atlas.pk, progress=lambda done, steps: None)
    open_atlas(wide, "?concept=c-20")
    chosen = wide.locator(".atlas-label--chosen")
    expect(chosen).to_have_attribute("title", long)
    assert box_of(chosen)["width"] < 420
    assert boxes_apart(wide.locator(NAMES))


def test_the_atlas_is_taken_along_as_it_is_seen(wide: Page, laid_out: KnowledgeMap) -> None:
    open_atlas(wide, "?concept=c-20")
    names = titles(wide)
    wide.get_by_role("button", name="Share").click()
    with wide.expect_download() as saved:
        wide.get_by_role("button", name="SVG").click()
    assert saved.value.suggested_filename == "atlas.svg"
    svg = saved.value.path().read_text()
    picture = ET.fromstring(svg)
    space = "{http://www.w3.org/2000/svg}"
    texts = {text.text for text in picture.iter(f"{space}text")}
    assert names <= texts
    # Areas, links and marks, in colours that every program knows.
    assert len(list(picture.iter(f"{space}path"))) > 30
    assert not re.search(r"oklch|var\(|NaN|undefined", svg)
    with wide.expect_download() as saved:
        wide.get_by_role("button", name="PNG").click()
    body = saved.value.path().read_bytes()
    assert body.startswith(b"\x89PNG")
    width, height = int.from_bytes(body[16:20]), int.from_bytes(body[20:24])
    window = box_of(wide.locator("map-atlas"))
    assert (width, height) == (round(window["width"] * 2), round(window["height"] * 2))
    assert len(body) > 40_000


def test_it_prints_what_is_seen_in_the_colours_of_paper(
    browser: Browser, base_url: str, laid_out: KnowledgeMap
) -> None:
    context = browser.new_context(
        base_url=base_url, color_scheme="dark", viewport={"width": 1440, "height": 900}
    )
    page = context.new_page()
    page.goto(f"{ATLAS}?concept=c-20")
    still(page)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    drawing = page.locator("[data-print] svg")
    expect(drawing).to_be_visible()
    expect(page.locator("map-atlas")).to_be_hidden()
    paper = [int(part) for part in re.findall(r"\d+", drawing.locator("> rect").get_attribute("fill") or "")]
    assert min(paper) > 230
    expect(drawing.locator("text", has_text="Field 20").first).to_be_attached()
    page.emulate_media(media="screen")
    still(page)
    assert "Field 20" in titles(page)
    context.close()


def test_forced_colours_leave_names_legible(browser: Browser, base_url: str, laid_out: KnowledgeMap) -> None:
    context = browser.new_context(
        base_url=base_url, forced_colors="active", viewport={"width": 1440, "height": 900}
    )
    page = context.new_page()
    page.goto(f"{ATLAS}?concept=c-20")
    still(page)
    looks = page.locator(".atlas-label--chosen").evaluate(
        "(name) => [getComputedStyle(name).color, getComputedStyle(name).backgroundColor]"
    )
    assert looks[0] != looks[1]
    context.close()
