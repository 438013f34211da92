"""The explorable map by keys, for screen readers, and as an outline."""

import re

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from concepts.models import KnowledgeMap
from tests.e2e.explorer import MAP, SEEDS, Explorer, box_of, shown_titles

FOCUSED = "document.activeElement.dataset.slug ?? document.activeElement.tagName"

pytestmark = pytest.mark.usefixtures("claude_code")


def press(explorer: Explorer, *keys: str) -> str:
    """Press keys and say which concept has the focus then."""
    for key in keys:
        explorer.page.keyboard.press(key)
        explorer.still()
    focused: str = explorer.page.evaluate(FOCUSED)
    return focused


def test_tab_reaches_the_tree_once_and_arrows_walk_it(explorer: Explorer) -> None:
    page = explorer.page
    assert page.locator("[data-tree] [tabindex='0']").count() == 1
    page.locator("[data-tree] [tabindex='0']").focus()
    assert press(explorer) == "transformer-foundation"
    assert press(explorer, "ArrowDown") == "context-management"
    assert press(explorer, "ArrowRight") == "context-management"
    expect(explorer.pill("context-management")).to_have_attribute("aria-expanded", "true")
    assert press(explorer, "ArrowRight") == "long-context-windows-implementation"
    assert press(explorer, "ArrowDown") == "efficient-attention-mechanisms"
    assert press(explorer, "ArrowLeft") == "context-management"
    assert press(explorer, "ArrowLeft") == "context-management"
    expect(explorer.pill("context-management")).to_have_attribute("aria-expanded", "false")
    assert press(explorer, "End") == "api-deployment"
    assert press(explorer, "Home") == "transformer-foundation"
    assert press(explorer, "s") == "safety-architecture"
    assert page.locator("[data-tree] [tabindex='0']").count() == 1


def test_enter_chooses_space_opens_and_escape_steps_back(explorer: Explorer) -> None:
    page = explorer.page
    page.locator("[data-tree] [tabindex='0']").focus()
    press(explorer, "ArrowDown", "Space")
    expect(explorer.pill("context-management")).to_have_attribute("aria-expanded", "true")
    assert press(explorer, "Enter") == "context-management"
    expect(page.locator("[data-panel=concept]")).to_have_attribute("data-concept", "context-management")
    expect(page.locator("[data-status]")).to_contain_text("Context Management.")
    page.get_by_role("link", name="Learning path to here").focus()
    press(explorer, "Enter")
    expect(page.locator("[data-panel=path]")).to_be_visible()
    press(explorer, "Escape")
    expect(page.locator("[data-panel=concept]")).to_be_visible()
    press(explorer, "Escape")
    expect(page.locator("[data-panel=about]")).to_be_visible()


def test_what_is_closed_hands_its_focus_to_what_closed_it(explorer: Explorer) -> None:
    page = explorer.page
    explorer.toggle("context-management")
    explorer.pill("contextual-information-retrieval").focus()
    page.get_by_role("button", name="Close all").focus()
    explorer.pill("contextual-information-retrieval").focus()
    page.evaluate("document.querySelector('[data-action=close-all]').click()")
    explorer.still()
    assert press(explorer) == "context-management"


def test_keys_show_the_keys_search_zoom_and_fit(explorer: Explorer) -> None:
    page = explorer.page
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    width = box_of(explorer.pill("api-deployment"))["width"]
    press(explorer, "+")
    assert box_of(explorer.pill("api-deployment"))["width"] > width * 1.2
    press(explorer, "0")
    assert box_of(explorer.pill("api-deployment"))["width"] == pytest.approx(width, rel=0.05)
    page.keyboard.press("/")
    expect(page.get_by_role("combobox", name="Search in this map")).to_be_focused()
    # What is typed into a field is text, and Escape closes the list before anything else.
    page.keyboard.type("rlhf?+")
    expect(dialog).to_be_hidden()


def test_the_outline_has_no_keys_for_what_only_a_picture_does(explorer: Explorer) -> None:
    page = explorer.page
    width = box_of(explorer.pill("api-deployment"))["width"]
    page.get_by_role("button", name="Outline").click()
    press(explorer, "+", "?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog.get_by_text("Walk the tree")).to_be_visible()
    expect(dialog.get_by_text("Larger, smaller")).to_be_hidden()
    page.keyboard.press("Escape")
    # Nor was the picture behind it moved by them.
    page.get_by_role("button", name="Picture").click()
    explorer.still()
    assert box_of(explorer.pill("api-deployment"))["width"] == pytest.approx(width, rel=0.01)


def test_keys_leave_the_rest_of_the_page_alone(explorer: Explorer) -> None:
    page = explorer.page
    page.get_by_role("combobox", name="Search maps, concepts and documents").focus()
    page.keyboard.type("/?")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("combobox", name="Search maps, concepts and documents")).to_have_value("/?")


def test_the_outline_is_a_tree_with_a_roving_focus(explorer: Explorer) -> None:
    page = explorer.page
    page.get_by_role("button", name="Outline").click()
    expect(page).to_have_url(re.compile(r"\?view=outline$"))
    tree = page.get_by_role("tree", name="Claude Code Architecture: outline")
    expect(tree.get_by_role("treeitem")).to_have_count(5)
    tree.locator("[tabindex='0']").focus()
    press(explorer, "ArrowDown", "ArrowRight")
    item = explorer.item("contextual-information-retrieval")
    expect(item).to_have_attribute("aria-level", "2")
    expect(item).to_have_attribute("aria-posinset", "3")
    expect(item).to_have_attribute("aria-setsize", "4")
    # In reading order, through the children: as in every tree.
    assert press(explorer, "ArrowDown", "ArrowDown") == "efficient-attention-mechanisms"
    assert press(explorer, "Enter") == "efficient-attention-mechanisms"
    expect(item).to_be_visible()
    expect(explorer.item("efficient-attention-mechanisms")).to_have_attribute("aria-selected", "true")
    assert page.locator("[data-outline-tree] [tabindex='0']").count() == 1
    page.get_by_role("button", name="Picture").click()
    expect(explorer.pill("efficient-attention-mechanisms")).to_be_in_viewport()


def test_both_views_and_the_page_without_scripts_hold_the_same_concepts(
    page: Page, base_url: str, console_messages: list[str]
) -> None:
    for seed in sorted(SEEDS.glob("*.md")):
        call_command("import_map", str(seed), verbosity=0)
    KnowledgeMap.objects.update(published=True)
    plain = page.context.browser.new_context(java_script_enabled=False, base_url=base_url)  # type: ignore[union-attr]
    for knowledge_map in KnowledgeMap.objects.all():
        address = f"/maps/{knowledge_map.slug}/?open=all"
        explorer = Explorer(page).open(address)
        picture = shown_titles(page)
        assert len(picture) == knowledge_map.concepts.count(), knowledge_map.slug
        explorer.open(f"{address}&view=outline")
        assert page.locator(".outline-item__title").all_text_contents() == picture, knowledge_map.slug
        without = plain.new_page()
        without.goto(address)
        links = without.locator("#outline .outline__pill").evaluate_all(
            "all => [...new Set(all.map(one => one.firstChild.textContent))]"
        )
        assert sorted(links) == sorted(set(picture)), knowledge_map.slug
        without.close()
    plain.close()


def test_reduced_motion_shows_everything_at_once(page: Page, console_messages: list[str]) -> None:
    page.emulate_media(reduced_motion="reduce")
    explorer = Explorer(page).open()
    page.evaluate(
        "window.places = 0; new MutationObserver(() => window.places++).observe("
        "document.querySelector('.concept-pill[data-slug=api-deployment]').parentElement, {attributes: true})"
    )
    page.locator(".picture [data-toggle='context-management']").click()
    expect(explorer.pill("contextual-information-retrieval")).to_be_visible()
    page.wait_for_timeout(300)
    assert page.evaluate("window.places") <= 4


def test_it_works_at_twice_the_size(page: Page, console_messages: list[str]) -> None:
    # 1280 by 720 pixels at 200 % leave 640 by 360.
    page.set_viewport_size({"width": 640, "height": 360})
    explorer = Explorer(page).open()
    explorer.toggle("context-management")
    explorer.choose("context-management")
    expect(page.locator("[data-panel=concept]").get_by_role("heading", level=2)).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    page.goto(f"{MAP}?view=outline")
    expect(explorer.item("context-management")).to_be_visible()
