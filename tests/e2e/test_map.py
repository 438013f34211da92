"""The explorable map in a real browser: by mouse, and what it keeps in the address."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, Locator, Page, Route, expect

from concepts.models import KnowledgeMap
from tests.e2e.explorer import MAP, SEED, Explorer, box_of, boxes_apart, shown_titles

pytestmark = pytest.mark.usefixtures("claude_code")


def state_of(page: Page) -> dict[str, str]:
    return {name: texts[0] for name, texts in parse_qs(urlsplit(page.url).query).items()}


def middle_of(place: Locator) -> tuple[float, float]:
    box = box_of(place)
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_it_opens_on_the_top_concepts_and_says_how_many_each_hides(explorer: Explorer) -> None:
    assert shown_titles(explorer.page) == [
        "Transformer Foundation",
        "Context Management",
        "Training & Optimization",
        "Safety Architecture",
        "API & Deployment",
    ]
    expect(explorer.pill("context-management")).to_contain_text("4")
    expect(explorer.pill("context-management")).to_have_attribute("aria-expanded", "false")
    assert "aria-expanded" not in (explorer.pill("safety-architecture").evaluate("e => e.outerHTML"))


def test_a_concept_opens_and_closes_in_place(explorer: Explorer) -> None:
    # Wide enough for the children to be seen without the camera following them.
    explorer.page.set_viewport_size({"width": 1900, "height": 900})
    explorer.open()
    before = middle_of(explorer.pill("context-management"))
    explorer.toggle("context-management")
    expect(explorer.pill("contextual-information-retrieval")).to_be_visible()
    explorer.still()
    after = middle_of(explorer.pill("context-management"))
    assert after == pytest.approx(before, abs=1.5)
    assert state_of(explorer.page) == {"open": "context-management"}
    explorer.toggle("context-management")
    expect(explorer.pill("contextual-information-retrieval")).to_have_count(0)
    assert state_of(explorer.page) == {}


def test_all_opens_and_closes(explorer: Explorer) -> None:
    page = explorer.page
    page.get_by_role("button", name="Open all").click()
    expect(page.get_by_role("treeitem")).to_have_count(13)
    assert state_of(page) == {"open": "all"}
    page.get_by_role("button", name="Close all").click()
    expect(page.get_by_role("treeitem")).to_have_count(5)
    assert state_of(page) == {}


def test_levels_open_one_by_one(page: Page, console_messages: list[str]) -> None:
    seed = SEED.with_name("blockchain.md")
    call_command("import_map", str(seed), verbosity=0)
    KnowledgeMap.objects.update(published=True)
    explorer = Explorer(page).open("/maps/blockchain/")
    page.get_by_label("Open by level").select_option(label="1 level")
    expect(explorer.pill("proof-of-work")).to_be_visible()
    expect(explorer.pill("mining")).to_have_count(0)
    assert state_of(page) == {"open": "level:1"}


def test_a_chosen_concept_has_its_panel_and_its_neighborhood(explorer: Explorer) -> None:
    page = explorer.page
    explorer.choose("context-management")
    panel = page.locator("[data-panel=concept]")
    expect(panel.get_by_role("heading", level=2)).to_have_text("Context Management")
    for name in ("Learning path to here", "How is this connected to…", "Open concept"):
        expect(panel.get_by_role("link", name=name)).to_be_visible()
    for part in ("Builds on", "Made of", "Leads to", "Sources"):
        expect(panel.get_by_role("heading", name=part)).to_be_visible()
    expect(explorer.pill("transformer-foundation")).to_have_class(re.compile("--bright"))
    expect(explorer.pill("training-optimization")).to_have_class(re.compile("--dim"))
    assert state_of(page) == {"concept": "context-management"}


def test_the_radius_widens_the_neighborhood(explorer: Explorer) -> None:
    page = explorer.page
    page.get_by_role("button", name="Open all").click()
    explorer.choose("massive-dataset-curation")
    bright = page.locator(".concept-pill--bright")
    expect(bright.first).to_be_visible()
    near = bright.count()
    page.get_by_role("radio", name="2").check(force=True)
    expect(explorer.pill("context-management")).to_have_class(re.compile("--bright"))
    assert bright.count() > near
    assert state_of(page)["radius"] == "2"


def test_filters_by_kind_take_lines_and_neighbors_away(explorer: Explorer) -> None:
    page = explorer.page
    explorer.choose("context-management")
    expect(page.locator(".lit-line--prerequisite").first).to_be_attached()
    page.get_by_label("Prerequisites").uncheck()
    expect(page.locator(".lit-line--prerequisite")).to_have_count(0)
    expect(explorer.pill("transformer-foundation")).to_have_class(re.compile("--dim"))
    assert state_of(page)["kinds"] == "parent,related"
    page.get_by_label("Parts").uncheck()
    expect(page.locator(".branch-line")).to_have_count(0)
    page.get_by_label("Parts").check()
    expect(page.locator(".branch-line").first).to_be_attached()


def test_a_learning_path_lights_up_in_order_and_ticks_plan_it_anew(explorer: Explorer) -> None:
    page = explorer.page
    page.goto(f"{MAP}?concept=contextual-information-retrieval")
    page.get_by_role("link", name="Learning path to here").click()
    steps = page.locator("[data-panel=path] [data-step]")
    expect(steps).to_have_count(5)
    slugs = steps.evaluate_all("all => all.map(one => one.dataset.step)")
    for number, slug in enumerate(slugs, 1):
        expect(explorer.pill(slug).locator(".concept-pill__number")).to_have_text(str(number))
    total = page.locator("[data-total]")
    expect(total).to_contain_text("59")
    page.get_by_label("I know this: Transformer Foundation").click()
    expect(steps).to_have_count(4)
    expect(total).not_to_contain_text("59")
    expect(explorer.pill("context-management").locator(".concept-pill__number")).to_have_text("1")
    expect(explorer.pill("transformer-foundation")).to_have_class(re.compile("--known"))
    assert state_of(page)["know"] == "transformer-foundation"
    expect(page.get_by_role("group", name="Known").get_by_label("Transformer Foundation")).to_be_focused()
    page.get_by_role("link", name="Start over with nothing known").click()
    expect(steps).to_have_count(5)
    assert "know" not in state_of(page)
    page.get_by_label("I know this: Transformer Foundation").click()
    expect(steps).to_have_count(4)
    # Kept in the browser: another path begins with it, a shared address brings its own.
    page.goto(f"{MAP}?concept=rlhf-alignment")
    page.get_by_role("link", name="Learning path to here").click()
    expect(page.locator("[data-panel=path]")).to_contain_text("What you know saves 1 step")
    page.goto(f"{MAP}?path=rlhf-alignment")
    expect(page.locator("[data-panel=path] [data-step]").first).to_have_attribute(
        "data-step", "transformer-foundation"
    )


def test_a_connection_is_made_by_choosing_a_second_concept(explorer: Explorer) -> None:
    page = explorer.page
    explorer.choose("safety-architecture")
    page.get_by_role("link", name="How is this connected to…").click()
    expect(page.locator("[data-choose]")).to_be_visible()
    explorer.toggle("context-management")
    explorer.choose("efficient-attention-mechanisms", wait=False)
    routes = page.locator("[data-route]")
    expect(routes.first).to_be_visible()
    assert 1 <= routes.count() <= 3
    expect(page.locator("[data-hop]").first).to_contain_text(
        re.compile("comes before|builds on|introduces|is part of")
    )
    expect(page.locator(".lit-line").first).to_be_attached()
    assert state_of(page)["from"] == "safety-architecture"
    assert state_of(page)["to"] == "efficient-attention-mechanisms"


def test_a_connection_is_made_by_the_form_too(explorer: Explorer) -> None:
    page = explorer.page
    page.goto(f"{MAP}?from=safety-architecture")
    page.get_by_label("To", exact=True).select_option("RLHF Alignment")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator("[data-route]").first).to_be_visible()
    assert state_of(page)["to"] == "rlhf-alignment"


def test_search_forgives_and_flies_to_a_hidden_concept(explorer: Explorer) -> None:
    page = explorer.page
    page.keyboard.press("/")
    field = page.get_by_role("combobox", name="Search in this map")
    expect(field).to_be_focused()
    field.press_sequentially("eficient atention")
    option = page.get_by_role("option", name=re.compile("Efficient Attention"))
    expect(option).to_be_visible()
    field.press("ArrowDown")
    field.press("Enter")
    expect(page.locator("[data-panel=concept]").get_by_role("heading", level=2)).to_have_text(
        "Efficient Attention Mechanisms"
    )
    expect(explorer.pill("efficient-attention-mechanisms")).to_be_in_viewport()
    expect(explorer.pill("efficient-attention-mechanisms")).to_be_focused()
    # What is chosen opens what lies above it, so the address need not say so.
    assert state_of(page) == {"concept": "efficient-attention-mechanisms"}


def test_search_knows_other_names_and_says_when_nothing_is_found(explorer: Explorer) -> None:
    field = explorer.page.get_by_role("combobox", name="Search in this map")
    field.fill("context engineering")
    expect(explorer.page.get_by_role("option", name=re.compile("^Context Management"))).to_be_visible()
    field.fill("zzqqyxw")
    expect(explorer.page.get_by_text("Nothing found. Try another word.")).to_be_visible()


def test_back_and_forward_go_through_what_was_done(explorer: Explorer) -> None:
    page = explorer.page
    explorer.toggle("training-optimization")
    explorer.choose("rlhf-alignment")
    page.get_by_role("link", name="Learning path to here").click()
    expect(page.locator("[data-panel=path]")).to_be_visible()
    page.go_back()
    expect(page.locator("[data-panel=concept]")).to_have_attribute("data-concept", "rlhf-alignment")
    page.go_back()
    expect(page.locator("[data-panel=about]")).to_be_visible()
    expect(explorer.pill("rlhf-alignment")).to_be_visible()
    page.go_back()
    expect(explorer.pill("rlhf-alignment")).to_have_count(0)
    page.go_forward()
    page.go_forward()
    expect(page.locator("[data-panel=concept]")).to_have_attribute("data-concept", "rlhf-alignment")


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?open=context-management&concept=context-management&radius=2",
        "?open=all&kinds=prerequisite",
        "?path=rlhf-alignment&know=transformer-foundation",
        "?from=rlhf-alignment&to=api-deployment",
        "?view=outline&concept=rlhf-alignment",
    ],
)
def test_a_shared_address_shows_the_same_picture(explorer: Explorer, query: str) -> None:
    page = explorer.page
    picture = (
        "[...document.querySelectorAll('[role=treeitem]')]"
        ".map(one => one.getAttribute('aria-label') + [...one.classList].sort())"
        ".concat([...document.querySelectorAll('[data-lines] path')].map(one => one.getAttribute('class')))"
        ".concat([...document.querySelectorAll('.concept-pill')].map(one => {"
        " const {x, y, width} = one.getBoundingClientRect(); return [x, y, width].map(Math.round).join(' ') }))"
    )
    page.goto(f"{MAP}{query}")
    explorer.still()
    first, address = page.evaluate(picture), page.url
    page.goto(address)
    explorer.still()
    assert page.evaluate(picture) == first
    assert page.url == address


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?concept=nowhere", "no concept “\u2068nowhere\u2069”"),
        ("?radius=99", "The radius goes from 1 to 3"),
        ("?kinds=magic", "no links of the kind “magic”"),
        ("?view=hologram", "no view “hologram”"),
        ("?open=nowhere", "no concept “\u2068nowhere\u2069”"),
        ("?path=nowhere", "no concept “\u2068nowhere\u2069”"),
        ("?from=nowhere&to=api-deployment", "no concept “\u2068nowhere\u2069”"),
    ],
)
def test_a_wrong_address_shows_the_map_and_says_so(explorer: Explorer, query: str, said: str) -> None:
    explorer.page.goto(f"{MAP}{query}")
    expect(explorer.page.locator("#map-notice")).to_contain_text(said)
    expect(explorer.pill("context-management")).to_be_visible()


def test_a_failed_request_keeps_what_is_there_and_offers_again(
    explorer: Explorer, console_messages: list[str]
) -> None:
    page = explorer.page
    explorer.choose("safety-architecture")

    def fail(route: Route) -> None:
        route.abort()

    page.route("**/panel/**", fail)
    explorer.choose("api-deployment", wait=False)
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("could not be loaded")
    expect(page.locator("[data-panel=concept]")).to_have_attribute("data-concept", "safety-architecture")
    expect(explorer.pill("api-deployment")).to_have_attribute("aria-selected", "true")
    page.unroute("**/panel/**", fail)
    alert.get_by_role("button", name="Try again").click()
    expect(page.locator("[data-panel=concept]")).to_have_attribute("data-concept", "api-deployment")
    expect(alert).to_have_count(0)
    # The browser reports the aborted request itself.
    console_messages[:] = [one for one in console_messages if "ERR_FAILED" not in one]


def test_marking_as_known_shows_in_the_picture_and_lasts(explorer: Explorer) -> None:
    page = explorer.page
    explorer.choose("safety-architecture")
    known = page.get_by_role("button", name="I know this")
    known.click()
    expect(known).to_have_attribute("aria-pressed", "true")
    expect(explorer.pill("safety-architecture")).to_have_class(re.compile("--known"))
    page.reload()
    expect(explorer.pill("safety-architecture")).to_have_class(re.compile("--known"))
    page.get_by_role("button", name="I know this").click()
    expect(explorer.pill("safety-architecture")).not_to_have_class(re.compile("--known"))


def test_links_in_the_panel_stay_on_the_map(explorer: Explorer) -> None:
    page = explorer.page
    explorer.choose("context-management")
    page.evaluate("window.same = true")
    page.locator("[data-panel]").get_by_role("link", name="Transformer Foundation").first.click()
    expect(page.locator("[data-panel=concept]")).to_have_attribute("data-concept", "transformer-foundation")
    page.get_by_role("link", name="Back to the whole map").click()
    expect(page.locator("[data-panel=about]")).to_be_visible()
    assert page.evaluate("window.same")


def test_the_picture_is_panned_and_zoomed_by_the_mouse(explorer: Explorer) -> None:
    page, pill = explorer.page, explorer.pill("safety-architecture")
    before = middle_of(pill)
    page.mouse.move(300, 650)
    page.mouse.down()
    page.mouse.move(400, 600, steps=5)
    page.mouse.up()
    moved = middle_of(pill)
    assert moved == pytest.approx((before[0] + 100, before[1] - 50), abs=8)
    width = box_of(pill)["width"]
    page.mouse.move(*moved)
    page.mouse.wheel(0, -300)
    explorer.still()
    assert box_of(pill)["width"] > width * 1.2
    assert middle_of(pill) == pytest.approx(moved, abs=4)
    page.get_by_role("button", name="Show all of it").click()
    explorer.still()
    assert box_of(pill)["width"] == pytest.approx(width, rel=0.05)


def test_a_drag_over_a_concept_does_not_choose_it(explorer: Explorer) -> None:
    page = explorer.page
    x, y = middle_of(explorer.pill("safety-architecture"))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 20, steps=4)
    page.mouse.up()
    expect(page.locator("[data-panel=about]")).to_be_visible()
    explorer.choose("safety-architecture")


def test_far_away_the_names_of_branches_can_be_read(explorer: Explorer) -> None:
    page = explorer.page
    page.get_by_role("button", name="Open all").click()
    explorer.still()
    for _ in range(4):
        page.get_by_role("button", name="Smaller").click()
        explorer.still()
    labels = page.locator(".far-label")
    expect(labels.filter(has_text="Context Management")).to_be_visible()
    assert boxes_apart(labels)
    for label in labels.all():
        assert box_of(label)["height"] > 18


def test_the_picture_is_taken_along_as_svg_and_png(explorer: Explorer) -> None:
    page = explorer.page
    page.get_by_role("button", name="Open all").click()
    page.get_by_role("button", name="Share").click()
    dialog = page.get_by_role("dialog", name="Take it along")
    expect(dialog.get_by_label("Address of this view")).to_have_value(page.url)
    with page.expect_download() as saved:
        dialog.get_by_role("button", name="SVG").click()
    svg = saved.value.path().read_text()
    assert saved.value.suggested_filename == "claude-code-architecture.svg"
    assert svg.count("<rect") == 15
    assert "Training &#38; Optimization" in svg
    assert "oklch" not in svg
    assert "var(" not in svg
    with page.expect_download() as saved:
        dialog.get_by_role("button", name="PNG").click()
    assert saved.value.path().read_bytes().startswith(b"\x89PNG")
    for name in ("Markdown", "JSON", "CSV"):
        expect(dialog.get_by_role("link", name=name)).to_be_visible()
    expect(dialog.get_by_label("Put this map on your own page")).to_have_value(
        re.compile(r"<iframe .*/embed/\?open=all\"")
    )
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_it_prints_the_whole_picture(explorer: Explorer) -> None:
    page = explorer.page
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(page.locator("[data-print] svg")).to_be_visible()
    expect(page.locator("[data-picture]")).to_be_hidden()
    expect(page.locator(".map-tools").first).to_be_hidden()


def test_a_click_with_a_key_held_opens_the_concept_elsewhere(explorer: Explorer) -> None:
    page = explorer.page
    with page.context.expect_page() as opened:
        explorer.pill("safety-architecture").click(modifiers=["Control"])
    expect(opened.value.locator("[data-panel=concept]")).to_have_attribute(
        "data-concept", "safety-architecture"
    )
    expect(page.locator("[data-panel=about]")).to_be_visible()


def test_the_printed_picture_has_the_colours_of_paper(browser: Browser, base_url: str) -> None:
    context = browser.new_context(base_url=base_url, color_scheme="dark")
    page = context.new_page()
    Explorer(page).open()
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    red, green, blue = map(
        int, re.findall(r"\d+", page.locator("[data-print] svg > rect").first.get_attribute("fill") or "")
    )
    context.close()
    assert min(red, green, blue) > 200
