"""What a visitor does, from the first page to the waitlist, with scripts and without."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, Page, expect

from concepts.models import KnowledgeMap
from tests.e2e.accessibility import faults_for_everyone
from tests.e2e.moves import moved, watch_moves

SEED = Path(__file__).parents[2] / "concepts" / "seeds" / "claude-code-architecture.md"
MAP = "/maps/claude-code-architecture/"
CONCEPT = f"{MAP}concepts/dynamic-context-window-management/"
PAGES = {
    "home": "/",
    "search": "/search/?q=transformer",
    "nothing found": "/search/?q=zzqqyxw",
    "topics": "/topics/",
    "topic": "/topics/llm/",
    "map": MAP,
    "chosen concept": f"{MAP}?concept=context-management",
    "outline": f"{MAP}?open=all",
    "path beside the map": f"{MAP}?path=dynamic-context-window-management&know=transformer-foundation",
    "connection beside the map": f"{MAP}?from=rlhf-alignment&to=api-deployment",
    "one end beside the map": f"{MAP}?from=rlhf-alignment&open=nothing-of-the-kind",
    "embedded map": f"{MAP}embed/?concept=context-management",
    "concept": CONCEPT,
    "path": f"{CONCEPT}path/?know=transformer-foundation",
    "connect": f"{MAP}connect/",
    "connection": f"{MAP}connect/?from=rlhf-alignment&to=api-deployment",
    "waitlist": "/waitlist/",
    "not found": "/nowhere/",
}
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.fixture(autouse=True)
def claude_code(transactional_db: None, var_dir: Path) -> KnowledgeMap:
    """The map that the issue asks for first, as it is seeded."""
    call_command("import_map", str(SEED), verbosity=0)
    KnowledgeMap.objects.update(published=True, featured=True)
    return KnowledgeMap.objects.get()


@pytest.fixture
def plain_page(browser: Browser, base_url: str) -> Iterator[Page]:
    """A browser that runs no scripts."""
    context = browser.new_context(java_script_enabled=False, base_url=base_url)
    yield context.new_page()
    context.close()


def path_total(page: Page) -> int:
    return int(re.findall(r"(\d+)\s+minute", page.locator("[data-total]").inner_text())[0])


def test_the_way_from_the_first_page_to_the_waitlist(page: Page, console_messages: list[str]) -> None:
    page.goto("/")
    field = page.get_by_role("combobox", name="Search maps, concepts and documents")
    field.press_sequentially("context manag")
    expect(page.get_by_role("option").first).to_be_visible()
    field.press("Enter")
    page.get_by_role("link", name="Context Management", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Context Management")
    page.get_by_role("navigation", name="Where you are").get_by_role(
        "link", name="Claude Code Architecture"
    ).click()
    page.get_by_role("treeitem", name="Training & Optimization").click()
    expect(page.locator("#chosen-title")).to_have_text("Training & Optimization")
    page.goto(CONCEPT)
    page.get_by_role("link", name="Learning path to here").click()
    whole = path_total(page)
    # A click and no more: the tick sends the form at once, and the page that Playwright would look at again is gone.
    page.get_by_label("I know this: Efficient Attention Mechanisms").click()
    expect(
        page.get_by_role("group", name="Known").get_by_label("Efficient Attention Mechanisms")
    ).to_be_checked()
    assert path_total(page) < whole
    assert page.url.endswith("?know=efficient-attention-mechanisms")
    page.goto(f"{MAP}connect/")
    page.get_by_label("From").select_option("RLHF Alignment")
    page.get_by_label("To").select_option("API & Deployment")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", name="The shortest way")).to_be_visible()
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Waitlist").click()
    page.get_by_label("E-mail address").fill("reader@kinapse.example")
    page.get_by_role("button", name="Join the waitlist").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail.")


def test_the_same_way_without_scripts(plain_page: Page) -> None:
    page = plain_page
    page.goto("/")
    page.locator("#home-search").fill("context manag")
    page.locator("#home-search").press("Enter")
    page.get_by_role("link", name="Context Management", exact=True).click()
    page.get_by_role("link", name="Show on the map").click()
    expect(page.locator("#chosen-title")).to_have_text("Context Management")
    page.get_by_role("link", name="Open all levels").click()
    expect(page.locator("#outline").get_by_role("link", name="RLHF Alignment")).to_be_visible()
    page.goto(f"{CONCEPT}path/")
    whole = path_total(page)
    page.get_by_label("I know this: Efficient Attention Mechanisms").check()
    page.get_by_role("button", name="Update the path").click()
    assert path_total(page) < whole
    page.get_by_label("Efficient Attention Mechanisms").uncheck()
    page.get_by_role("button", name="Update the path").click()
    assert path_total(page) == whole
    page.goto("/")
    page.get_by_label("E-mail address").fill("reader@kinapse.example")
    page.get_by_role("button", name="Join the waitlist").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail.")


def test_the_keyboard_alone_finds_and_opens_a_suggestion(page: Page, console_messages: list[str]) -> None:
    page.goto("/")
    field = page.get_by_role("combobox", name="Search maps, concepts and documents")
    field.press_sequentially("rlhf")
    expect(page.get_by_role("option").first).to_be_visible()
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    field.press_sequentially(" ")
    field.press_sequentially("a")
    expect(page.get_by_role("option").first).to_be_visible()
    field.press("ArrowDown")
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    field.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("RLHF Alignment")


def test_a_tick_keeps_the_focus_and_says_the_total(page: Page, console_messages: list[str]) -> None:
    page.goto(f"{CONCEPT}path/")
    page.get_by_label("I know this: Efficient Attention Mechanisms").focus()
    page.keyboard.press("Space")
    expect(page.locator("#path-status")).to_contain_text("minutes")
    assert page.evaluate("document.activeElement.value") == "efficient-attention-mechanisms"
    page.keyboard.press("Space")
    expect(page.get_by_role("group", name="Known")).to_have_count(0)
    assert page.evaluate("document.activeElement.value") == "efficient-attention-mechanisms"


def test_the_outline_opens_level_by_level_and_all_at_once(plain_page: Page) -> None:
    page = plain_page
    page.goto(MAP)
    outline = page.locator("#outline")
    expect(outline.get_by_role("link", name="RLHF Alignment")).to_be_hidden()
    outline.locator("summary", has_text="Training & Optimization").click()
    expect(outline.get_by_role("link", name="RLHF Alignment")).to_be_visible()
    page.get_by_role("link", name="Open all levels").click()
    expect(outline.locator("details:not([open])")).to_have_count(0)
    page.get_by_role("link", name="Close all levels").click()
    expect(outline.locator("details[open]")).to_have_count(0)


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_no_page_has_an_accessibility_fault_or_runs_over_the_side(
    browser: Browser, base_url: str, screen: dict[str, int]
) -> None:
    context = browser.new_context(base_url=base_url, viewport=screen)  # type: ignore[arg-type]
    page = context.new_page()
    faults: dict[str, object] = {}
    for name, address in PAGES.items():
        page.goto(address)
        found = faults_for_everyone(page)
        if found:
            faults[name] = found
    context.close()
    assert faults == {}


def test_no_page_makes_the_browser_complain(page: Page, console_messages: list[str]) -> None:
    for name, address in PAGES.items():
        page.goto(address)
        page.wait_for_load_state("networkidle")
        if name == "not found":
            # The browser reports the status itself.
            console_messages[:] = [one for one in console_messages if "404" not in one]
    page.goto(f"{MAP}picture.svg")


def test_nothing_moves_while_a_page_loads(page: Page) -> None:
    watch_moves(page)
    for address in PAGES.values():
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert moved(page) < 0.01, address


def test_a_map_page_weighs_no_more_than_sixty_kilobytes(page: Page) -> None:
    sizes: dict[str, int] = {}
    session = page.context.new_cdp_session(page)
    kinds: dict[str, str] = {}
    session.send("Network.enable")
    session.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
    session.on(
        "Network.loadingFinished",
        lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}),
    )
    page.goto(MAP)
    page.wait_for_load_state("networkidle")
    weighed = {
        request: size
        for request, size in sizes.items()
        if kinds.get(request) in {"Document", "Stylesheet", "Script"}
    }
    assert len(weighed) >= 3
    assert sum(weighed.values()) <= 60_000


def test_a_path_prints_without_what_is_for_screens(page: Page) -> None:
    page.goto(f"{CONCEPT}path/")
    page.emulate_media(media="print")
    expect(page.locator(".site-head")).to_be_hidden()
    expect(page.get_by_label("I know this: Efficient Attention Mechanisms")).to_be_hidden()
    expect(page.get_by_role("heading", name="Efficient Attention Mechanisms")).to_be_visible()
