"""A map that does not come whole with its page: what is missing is fetched when it is opened, named or lit."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, Route, expect

from concepts.models import Concept, KnowledgeMap
from tests.e2e.explorer import Explorer

LARGE = "/maps/large/?view=tree"


@pytest.fixture(autouse=True)
def large_map(transactional_db: None, var_dir: Path, tmp_path: Path) -> KnowledgeMap:
    """Alpha with 410 parts, then Beta (Under (Deep)), Deep built on Part 5; 400 come with the page."""
    lines = ["---", "title: Large", "slug: large", "summary: Many.", "---", ""]

    def concept(title: str, parent: str = "", before: str = "") -> None:
        lines.extend([f"## {title}", "", "```yaml", f"summary: About {title}.", "minutes: 2"])
        lines.extend([f"parents: [{parent}]"] if parent else [])
        lines.extend([f"prerequisites: [{before}]"] if before else [])
        lines.extend(["```", "", f"{title}.", ""])

    concept("Alpha")
    concept("Beta")
    for number in range(410):
        concept(f"Part {number}", "alpha")
    concept("Under", "beta")
    concept("Deep", "under", "part-5")
    path = tmp_path / "large.md"
    path.write_text("\n".join(lines))
    call_command("import_map", str(path), verbosity=0)
    KnowledgeMap.objects.update(published=True)
    return KnowledgeMap.objects.get()


@pytest.fixture
def explorer(page: Page, console_messages: list[str]) -> Explorer:
    page.set_viewport_size({"width": 1440, "height": 900})
    return Explorer(page).open(LARGE)


def test_what_is_not_here_comes_when_it_is_opened(explorer: Explorer) -> None:
    expect(explorer.pill("beta")).to_contain_text("1")
    explorer.toggle("beta")
    expect(explorer.pill("under")).to_be_visible()
    explorer.toggle("under")
    expect(explorer.pill("deep")).to_be_visible()


def test_a_deep_concept_is_found_named_and_shared(explorer: Explorer) -> None:
    page = explorer.page
    field = page.get_by_role("combobox", name="Search in this map")
    field.fill("deep")
    page.get_by_role("option", name="Deep").first.click()
    expect(explorer.pill("deep")).to_be_visible()
    expect(page.locator("[data-panel=concept]")).to_have_attribute("data-concept", "deep")
    explorer.still()
    address = page.url
    explorer.open(address)
    expect(explorer.pill("deep")).to_be_visible()
    expect(page.locator("#map-notice")).to_be_hidden()
    explorer.open(f"{LARGE}&open=beta,under")
    expect(explorer.pill("deep")).to_be_visible()
    expect(page.locator("#map-notice")).to_be_hidden()


def test_a_path_through_what_is_not_here_lights_up_whole(explorer: Explorer) -> None:
    page = explorer.page
    explorer.open(f"{LARGE}&path=deep")
    expect(explorer.pill("deep")).to_be_visible()
    steps = page.locator("[data-panel=path] [data-step]").count()
    expect(page.locator(".concept-pill__number")).to_have_count(steps)


def test_links_of_what_was_fetched_are_drawn(explorer: Explorer) -> None:
    explorer.open(f"{LARGE}&concept=deep&open=alpha,beta,under")
    expect(explorer.page.locator(".lit-line--prerequisite").first).to_be_attached()


def test_a_failed_part_says_so_and_comes_with_the_next_try(
    explorer: Explorer, console_messages: list[str]
) -> None:
    page = explorer.page

    def fail(route: Route) -> None:
        route.abort()

    page.route("**/children/**", fail)
    page.locator(".picture [data-toggle='beta']").click()
    notice = page.locator("#map-notice")
    expect(notice).to_contain_text("could not be loaded")
    expect(explorer.pill("alpha")).to_be_visible()
    page.unroute("**/children/**", fail)
    notice.get_by_role("button", name="Try again").click()
    expect(explorer.pill("under")).to_be_visible()
    expect(notice).to_be_hidden()
    console_messages[:] = [one for one in console_messages if "ERR_FAILED" not in one]


def test_further_top_concepts_come_into_the_outline_as_one_asks_for_them(
    page: Page, large_map: KnowledgeMap, console_messages: list[str]
) -> None:
    Concept.objects.bulk_create(
        Concept(map=large_map, title=f"Top {number}", slug=f"top-{number}", position=1_000 + number)
        for number in range(600)
    )
    large_map.save()
    page.goto("/maps/large/?view=outline")
    items = page.locator("[data-outline-tree] > .outline-item")
    more = page.get_by_role("button", name=re.compile(r"^\d+ more$"))
    expect(more).to_have_text("202 more")
    more.click()
    expect(more).to_have_text("52 more")
    expect(items).to_have_count(550)
    expect(items.last).to_have_attribute("data-slug", "top-547")
    more.click()
    expect(more).to_be_hidden()
    expect(items.last).to_have_attribute("data-slug", "top-599")
