"""The drawn maps: nothing overlaps, nothing is cut, nothing is left unsaid."""

import io
import re
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from explore.contexts import ConceptLink, ConceptPage, MapCard, OutlineEntry
from explore.drawing import share_picture
from explore.drawing.lettering import ELLIPSIS, fitted, text_width, wrapped
from explore.drawing.map_drawing import draw_map
from explore.drawing.miniature import STYLE, draw_miniature
from explore.drawing.palette import BRANCH_HUES, DARK, LIGHT, Palette, oklch_to_hex
from explore.drawing.place_drawing import draw_place
from explore.drawing.tree import Pill, tree_of
from explore.map_contexts import MapPage, Panel

TOKENS = Path(__file__).parents[2] / "frontend" / "src" / "styles" / "tokens.css"


def entry(
    slug: str, *children: OutlineEntry, depth: int = 0, repeated: bool = False, hidden: int = 0
) -> OutlineEntry:
    return OutlineEntry(
        slug, slug.title(), f"{slug} in a line", depth, depth % 8, True, repeated, children, hidden
    )


def card(title: str = "Trees", count: int = 3) -> MapCard:
    return MapCard("trees", title, "How a tree lives.", count, 1, "stamp", True, ())


def page(
    *outline: OutlineEntry, title: str = "Trees", count: int = 3, chosen: ConceptPage | None = None
) -> MapPage:
    about = card(title, count)
    return MapPage(
        card=about,
        detail_html="",
        outline=outline,
        data=SafeString(),
        link_counts=(("parent", 2),),
        minutes=12,
        updated="2026-01-01T00:00:00+00:00",
        panel=Panel("about", about, ""),
        chosen=chosen,
    )


def concept(slug: str, **links: tuple[ConceptLink, ...]) -> ConceptPage:
    groups = {
        name: links.get(name, ()) for name in ("parents", "children", "prerequisites", "leads_to", "related")
    }
    return ConceptPage(
        map=card(),
        slug=slug,
        title=slug.title(),
        summary="",
        detail_html="",
        aliases=(),
        sources=(),
        minutes=5,
        branch=0,
        published=True,
        trail=(),
        path_steps=1,
        path_minutes=5,
        **groups,  # type: ignore[arg-type]
    )


def link(slug: str, kind: str = "parent") -> ConceptLink:
    return ConceptLink(slug, slug.title(), "", kind, f"because of {slug}")


@st.composite
def outlines(draw: st.DrawFn, depth: int = 0, prefix: str = "c") -> tuple[OutlineEntry, ...]:
    """Outlines of any shape, up to four levels deep."""
    entries = []
    for number in range(draw(st.integers(1 if depth == 0 else 0, 4))):
        slug = f"{prefix}-{number}"
        title = draw(
            st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=60)
        )
        children = draw(outlines(depth + 1, slug)) if depth < 3 else ()
        entries.append(OutlineEntry(slug, title, "", depth, depth, True, False, children))
    return tuple(entries)


def overlap(one: Pill, other: Pill) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height - 0.2
        and other.y < one.y + one.height - 0.2
    )


@given(outline=outlines(), most=st.integers(1, 80))
def test_no_two_pills_overlap_and_all_are_inside(outline, most) -> None:
    tree = tree_of("A map", outline, most=most)
    assert not [pair for pair in combinations(tree.pills, 2) if overlap(*pair)]
    for pill in tree.pills:
        assert pill.x >= 0
        assert pill.y >= 0
        assert pill.x + pill.width <= tree.width
        assert pill.y + pill.height <= tree.height


@given(outline=outlines(), most=st.integers(4, 80))
def test_what_is_left_out_is_counted_and_families_are_whole(outline, most) -> None:
    tree = tree_of("A map", outline, most=most)
    drawn = {pill.slug: pill for pill in tree.pills}
    assert len(drawn) - 1 <= most

    def check(entries: tuple[OutlineEntry, ...]) -> None:
        for one in entries:
            shown = [child.slug in drawn for child in one.children]
            assert all(shown) or not any(shown)
            if one.slug in drawn:
                assert drawn[one.slug].more == (0 if all(shown) else len(one.children))
            check(one.children)

    check(outline)


def test_a_parent_stands_in_the_middle_of_its_children_and_they_in_order() -> None:
    tree = tree_of("Map", [entry("a", *(entry(name, depth=1) for name in "bcd"))])
    places = {pill.slug: pill for pill in tree.pills}
    middles = [places[name].left[1] for name in "bcd"]
    assert all(one < other for one, other in pairwise(middles))
    assert places["a"].right[1] == pytest.approx((middles[0] + middles[-1]) / 2)


def test_a_further_parent_is_joined_to_where_the_concept_stands() -> None:
    shared = entry("c", depth=1)
    again = entry("c", depth=1, repeated=True)
    tree = tree_of("Map", [entry("a", shared), entry("b", again)])
    assert [pill.slug for pill in tree.pills] == ["", "a", "c", "b"]
    assert tree.further_joins == (("b", "c"),)


def test_the_drawn_map_links_every_concept_and_says_what_it_leaves_out() -> None:
    drawing = draw_map(page(entry("roots", entry("bark", depth=1)), count=5))
    root = ET.fromstring(drawing.svg)
    assert [each.get("href") for each in root.iter("a")] == ["?concept=roots", "?concept=bark"]
    assert all(each.get("tabindex") == "-1" for each in root.iter("a"))
    assert root.get("aria-hidden") == "true"
    assert drawing.left_out == 3
    assert "style=" not in drawing.svg


def test_a_chosen_concept_brings_its_links_forward() -> None:
    chosen = concept(
        "bark", prerequisites=(link("leaves", "prerequisite"),), related=(link("nowhere", "related"),)
    )
    svg = draw_map(page(entry("bark"), entry("leaves"), entry("light"), chosen=chosen)).svg
    assert svg.count("crossing--prerequisite") == 1
    assert "crossing--related" not in svg
    assert svg.count("pill--chosen") == svg.count("pill--near") == 1


@pytest.mark.parametrize("evil", ['<script>"', "a&b", "'><x y='"])
def test_titles_are_escaped_in_every_picture(evil) -> None:
    one = OutlineEntry("a", evil, evil, 0, 0, True, False, ())
    drawn = page(one, title=evil)
    for svg in (draw_map(drawn).svg, draw_miniature(drawn)):
        assert evil in "".join(ET.fromstring(svg).itertext())
    center = concept("a", children=(ConceptLink("b", evil, evil, "parent", evil),))
    assert evil in "".join(ET.fromstring(draw_place(center)).itertext())


def test_the_place_of_a_concept_shows_what_comes_before_and_after_and_caps_a_hub() -> None:
    children = tuple(link(f"child-{number}") for number in range(20))
    svg = draw_place(concept("bark", prerequisites=(link("water", "prerequisite"),), children=children))
    assert len(list(ET.fromstring(svg).iter("a"))) == 1 + 6
    assert "and 14 more" in svg
    assert draw_place(concept("alone")) == ""


@given(text=st.text(max_size=80), room=st.floats(20, 400), size=st.sampled_from([11.5, 14.5, 18.0]))
def test_fitted_text_keeps_its_beginning_and_its_room(text, room, size) -> None:
    line = fitted(text, size, room)
    if line != text:
        assert text.startswith(line.removesuffix(ELLIPSIS).rstrip())
        assert text_width(line, size) <= room + 1e-6


@given(text=st.text(max_size=120), lines=st.integers(1, 3))
def test_wrapped_text_has_no_more_lines_than_asked_and_none_too_wide(text, lines) -> None:
    rows = wrapped(text, 14.5, 160, lines=lines)
    assert len(rows) <= lines
    assert all(text_width(row, 14.5) <= 160 + 1e-6 for row in rows)
    if not any(row.endswith(ELLIPSIS) for row in rows):
        assert " ".join(rows).split() == text.split()


def test_the_palette_has_the_numbers_of_the_style_sheet() -> None:
    tokens = TOKENS.read_text()
    for number, hue in enumerate(BRANCH_HUES):
        assert f"--branch-{number}: light-dark(oklch(50% 0.09 {hue}deg), oklch(78% 0.1 {hue}deg));" in tokens


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_every_branch_can_be_read_on_paper_and_on_a_sheet(palette: Palette) -> None:
    for color in (*palette.branches, palette.ink, palette.quiet):
        assert contrast(color, palette.paper) >= 4.5
        assert contrast(color, palette.sheet) >= 4.5


def contrast(one: str, other: str) -> float:
    """Source: WCAG 2.2, relative luminance."""

    def luminance(color: str) -> float:
        parts = [part / 255 for part in bytes.fromhex(color[1:])]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_known_colours_are_turned_into_srgb() -> None:
    assert oklch_to_hex(1, 0, 0) == "#ffffff"
    assert oklch_to_hex(0, 0, 0) == "#000000"
    assert oklch_to_hex(0.627955, 0.257683, 29.2339) == "#ff0000"


def test_the_miniature_is_a_file_of_its_own(client, small_map) -> None:
    response = client.get("/maps/trees/picture.svg")
    assert response["Content-Type"] == "image/svg+xml"
    root = ET.fromstring(response.content)
    assert [element.text for element in root.iter() if element.tag.endswith("style")] == [STYLE]
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert re.search(r"style-src 'sha256-[^']+'", policy)


@pytest.mark.parametrize("title", ["Trees", "Long " * 39, "خريطة", "🚢🧠", "Ibn Khaldūn’s Muqaddimah", ""])
def test_the_share_picture_is_drawn_for_any_title(title) -> None:
    drawn = page(
        entry("roots", *(entry(f"r{number}", depth=1) for number in range(40))), title=title, count=41
    )
    picture = Image.open(io.BytesIO(share_picture.draw_share_picture(drawn)))
    assert picture.size == (1200, 630)
    assert picture.format == "PNG"


def test_the_share_picture_cuts_no_word_of_a_usual_title() -> None:
    title = "Macroeconomics and Interest Rates"
    _, _, lines = share_picture._title(title, share_picture._TEXT_WIDTH)
    assert " ".join(lines) == title
