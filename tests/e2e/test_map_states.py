"""Every state of the map for everyone: no accessibility fault, nothing that moves, nothing that runs over the side."""

import pytest
from playwright.sync_api import Browser, Page, expect

from concepts.models import Concept, KnowledgeMap, LinkKind
from concepts.services import add_concept, add_link
from tests.e2e.accessibility import faults_for_everyone
from tests.e2e.explorer import MAP, Explorer, box_of, boxes_apart
from tests.e2e.moves import moves, watch_moves

STATES = {
    "opened": "",
    "all open": "?open=all",
    "concept": "?concept=context-management&open=all",
    "radius": "?concept=context-management&radius=3&kinds=prerequisite",
    "path": "?path=rlhf-alignment&know=transformer-foundation",
    "picking": "?from=rlhf-alignment",
    "connection": "?from=rlhf-alignment&to=api-deployment",
    "outline": "?view=outline&open=all&concept=rlhf-alignment",
    "wrong": "?concept=nowhere&radius=99&view=hologram",
}
SCREENS = {"desktop": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}

pytestmark = pytest.mark.usefixtures("claude_code")


@pytest.mark.parametrize("screen", SCREENS)
def test_no_state_has_an_accessibility_fault_or_runs_over_the_side(
    browser: Browser, base_url: str, screen: str
) -> None:
    context = browser.new_context(base_url=base_url, viewport=SCREENS[screen])  # type: ignore[arg-type]
    page = context.new_page()
    faults: dict[str, object] = {}

    def look(name: str) -> None:
        found = faults_for_everyone(page)
        if found:
            faults[name] = found

    for name, query in STATES.items():
        Explorer(page).open(f"{MAP}{query}")
        look(name)
    Explorer(page).open(f"{MAP}embed/?concept=context-management")
    look("embed")
    Explorer(page).open(MAP)
    page.evaluate("document.querySelector('dialog#keys').showModal()")
    look("keys")
    page.keyboard.press("Escape")
    page.evaluate("document.querySelector('[data-action=share]').click()")
    look("share")
    page.keyboard.press("Escape")
    page.get_by_role("combobox", name="Search in this map").fill("trans")
    expect(page.get_by_role("option").first).to_be_visible()
    look("search")
    context.close()
    assert faults == {}


def test_nothing_moves_by_itself_while_the_map_loads_and_is_used(page: Page) -> None:
    watch_moves(page)
    for query in STATES.values():
        Explorer(page).open(f"{MAP}{query}")
        page.wait_for_load_state("networkidle")
        assert moves(page) == [], query
    explorer = Explorer(page).open()
    page.get_by_role("button", name="Open all").click()
    explorer.still()
    explorer.choose("rlhf-alignment")
    page.get_by_role("link", name="Learning path to here").click()
    explorer.still()
    assert moves(page) == []


def test_odd_titles_do_no_harm(page: Page, console_messages: list[str], claude_code: KnowledgeMap) -> None:
    titles = [
        "<img src=x onerror=alert(1)> & “quotes”",
        "مفهوم الذكاء الاصطناعي",
        "🧠🕸️ Emoji 👩🏽‍🚀",
        "Long " * 40,
    ]
    top = Concept.objects.get(map=claude_code, slug="safety-architecture")
    for number, title in enumerate(titles):
        concept = add_concept(
            knowledge_map=claude_code, title=title[:200].strip(), slug=f"odd-{number}", summary=title[:300]
        )
        add_link(source=top, target=concept, kind=LinkKind.PARENT)
    page.set_viewport_size({"width": 1440, "height": 900})
    explorer = Explorer(page).open(f"{MAP}?open=safety-architecture")
    assert page.locator("[data-tree] img").count() == 0
    expect(explorer.pill("odd-0")).to_contain_text("<img src=x")
    for pill in page.locator(".concept-pill").all():
        box = box_of(pill)
        assert box["width"] < 320
        assert box["height"] < 130
    assert boxes_apart(page.locator(".concept-pill"))
    for number in range(len(titles)):
        explorer.choose(f"odd-{number}")
    page.get_by_role("button", name="Outline").click()
    expect(explorer.item("odd-1")).to_be_visible()


def test_without_scripts_the_page_is_whole(browser: Browser, base_url: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=base_url, viewport=SCREENS["desktop"])  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(MAP)
    expect(page.locator(".explorer__drawing .map-drawing")).to_be_visible()
    for scripted in page.locator(".scripted").all():
        expect(scripted).to_be_hidden()
    page.get_by_role("link", name="Open all levels").click()
    expect(page.locator("#outline").get_by_role("link", name="RLHF Alignment")).to_be_visible()
    page.goto(f"{MAP}?path=rlhf-alignment")
    page.get_by_label("I know this: Transformer Foundation").check()
    page.get_by_role("button", name="Update the path").click()
    expect(page.locator("[data-panel=path] [data-step]")).to_have_count(3)
    page.goto(f"{MAP}?from=rlhf-alignment")
    page.get_by_label("To", exact=True).select_option("API & Deployment")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator("[data-route]").first).to_be_visible()
    page.get_by_role("link", name="Back to the whole map").click()
    expect(page.locator("[data-panel=about]")).to_be_visible()
    context.close()
