"""Whole maps as pictures to take along: nothing cut, nothing that grows without end."""

import io
import re
from xml.etree import ElementTree as ET

import pytest
from django.utils.safestring import SafeString
from hypothesis import given
from PIL import Image

from concepts.models import Concept, KnowledgeMap
from concepts.services import add_concept
from explore.contexts import MapCard, OutlineEntry
from explore.drawing import poster_png
from explore.drawing.lettering import breakable, text_width
from explore.drawing.poster import MARGIN, STYLE, draw_poster, poster_of
from explore.drawing.poster_png import draw_poster_png
from explore.levels import outline_markup
from explore.map_address import EVERYTHING
from explore.map_contexts import MapPage, Panel
from explore.outline import outline_of
from tests.explore.test_drawing import outlines
from tests.explore.test_outline import snapshot_from

ADDRESS = "https://atlas.example/maps/trees/"
SVG = "{http://www.w3.org/2000/svg}"


def page(*outline: OutlineEntry, title: str = "A map", count: int = 3) -> MapPage:
    card = MapCard("map", title, "", count, 1, "0", True, ())
    return MapPage(card, "", outline, SafeString(), (), 5, "", Panel("about", card, ""))


def entry(title: str, *children: OutlineEntry, depth: int = 0, hidden: int = 0) -> OutlineEntry:
    return OutlineEntry(title.lower(), title, "", depth, 0, True, False, children, hidden)


def words_of(svg: str) -> list[str]:
    """Each text of a picture, its lines joined."""
    return [" ".join(part for part in text.itertext()) for text in ET.fromstring(svg).iter(f"{SVG}text")]


def test_a_poster_is_a_file_of_its_own_under_our_policy(client, small_map, settings) -> None:
    settings.SITE_URL = "https://atlas.example"
    response = client.get("/maps/trees/export.svg")
    assert response["Content-Type"] == "image/svg+xml"
    assert response["Content-Disposition"] == 'inline; filename="trees.svg"'
    root = ET.fromstring(response.content)
    assert [element.text for element in root.iter(f"{SVG}style")] == [STYLE]
    assert re.search(r"style-src 'sha256-[^']+'", response["Content-Security-Policy"])
    assert "style=" not in response.content.decode()
    titles = ["Trees", "Water", "Roots", "Bark", "Leaves", "Light"]
    assert words_of(response.content.decode()) == [*titles, f"5 concepts · {ADDRESS}"]


def test_a_poster_shows_the_further_parents_too(client, small_map) -> None:
    svg = client.get("/maps/trees/export.svg").content.decode()
    assert svg.count('class="join join--further') == 1
    assert svg.count('class="join--top') == 3


def test_a_poster_as_png_has_twice_the_size(client, small_map) -> None:
    response = client.get("/maps/trees/export.png")
    assert (response["Content-Type"], response["Content-Disposition"]) == (
        "image/png",
        'inline; filename="trees.png"',
    )
    size = ET.fromstring(client.get("/maps/trees/export.svg").content).attrib
    picture = Image.open(io.BytesIO(response.content))
    assert picture.size == (round(2 * float(size["width"])), round(2 * float(size["height"])))


def test_posters_are_offered_where_maps_are_exported(client, small_map) -> None:
    html = client.get("/maps/trees/").content.decode()
    for ending in ("svg", "png"):
        assert f'href="/maps/trees/export.{ending}" download' in html


@pytest.mark.parametrize("ending", ["svg", "png"])
def test_a_poster_is_drawn_once_for_each_state(client, small_map, monkeypatch, ending) -> None:
    address = f"/maps/trees/export.{ending}"
    first = client.get(address)
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    monkeypatch.setattr("explore.views.pictures.map_page", lambda *args, **kwargs: pytest.fail("drawn again"))
    assert client.get(address).content == first.content
    monkeypatch.undo()
    add_concept(knowledge_map=small_map, title="Moss")
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).content != first.content


@pytest.mark.parametrize("ending", ["svg", "png"])
def test_a_poster_of_what_is_not_there_is_a_404(client, staff_client, small_map, ending) -> None:
    assert client.get(f"/maps/nowhere/export.{ending}").status_code == 404
    KnowledgeMap.objects.update(published=False)
    assert client.get(f"/maps/trees/export.{ending}").status_code == 404
    assert staff_client.get(f"/maps/trees/export.{ending}").status_code == 200


def test_drafts_are_drawn_for_nobody(staff_client, draft_concept) -> None:
    assert "Stomata" not in staff_client.get("/maps/trees/export.svg").content.decode()


def test_an_empty_map_has_a_poster(client, db, var_dir) -> None:
    KnowledgeMap.objects.create(title="Bare", summary="Nothing here.", published=True)
    assert "0 concepts" in client.get("/maps/bare/export.svg").content.decode()
    assert client.get("/maps/bare/export.png").status_code == 200


LONG = "Macroeconomic transmission mechanisms of unconventional monetary policy in small open economies " * 2


@pytest.mark.parametrize("title", [LONG.strip(), "x" * 200, "知識地図" * 50, "a\u0301" * 100])
def test_no_title_is_cut(title) -> None:
    svg = draw_poster(page(entry(title), title=title), ADDRESS)
    root, pill, *_ = words_of(svg)
    assert root.replace(" ", "") == pill.replace(" ", "") == title.replace(" ", "")


@given(outline=outlines())
def test_all_of_a_poster_is_inside_its_edges(outline) -> None:
    poster = poster_of(page(*outline), ADDRESS)
    for pill in poster.tree.pills:
        assert pill.x + pill.width + 2 * MARGIN <= poster.width
        assert pill.y + pill.height + 2 * MARGIN <= poster.height
        for line in pill.lines:
            assert text_width(line, 14.5) <= pill.width


def test_words_wider_than_their_room_are_cut_in_pieces_that_fit() -> None:
    pieces = breakable("one " + "wide" * 40, 14.5, 100).split()
    assert pieces[0] == "one"
    assert "".join(pieces[1:]) == "wide" * 40
    assert all(text_width(piece, 14.5) <= 100 for piece in pieces)


def test_what_a_poster_leaves_out_is_said() -> None:
    svg = draw_poster(page(entry("Roots", hidden=7), count=1_008), ADDRESS)
    assert "Roots +7" in words_of(svg)
    assert "1,007 deeper concepts are not drawn." in words_of(svg)


@pytest.mark.parametrize("evil", ['<script>"', "a&b", "'><x y='"])
def test_titles_are_escaped_in_a_poster(evil) -> None:
    one = OutlineEntry("a", evil, evil, 0, 0, True, False, ())
    words = "".join(ET.fromstring(draw_poster(page(one, title=evil), ADDRESS)).itertext())
    assert words.count(evil) == 4


def test_a_large_picture_stays_within_what_programs_open(monkeypatch) -> None:
    monkeypatch.setattr(poster_png, "_MOST_PIXELS", 60_000)
    monkeypatch.setattr(poster_png, "_MOST_SIDE", 500)
    for outline in (
        [entry(f"Concept {number}") for number in range(60)],
        [entry("Root", *(entry(f"Child {number}", depth=1) for number in range(5)))],
    ):
        width, height = Image.open(io.BytesIO(draw_poster_png(page(*outline), ADDRESS))).size
        assert width * height <= 61_000
        assert max(width, height) <= 500


def test_bands_join_without_a_seam(monkeypatch) -> None:
    drawn = page(entry("Root", *(entry(f"Child {number}", depth=1) for number in range(12))), entry("Other"))
    whole = Image.open(io.BytesIO(draw_poster_png(drawn, ADDRESS))).convert("RGB")
    monkeypatch.setattr(poster_png, "_BAND", 64)
    banded = Image.open(io.BytesIO(draw_poster_png(drawn, ADDRESS))).convert("RGB")
    pixels = (picture.get_flattened_data() for picture in (whole, banded))
    differing = sum(one != other for one, other in zip(*pixels, strict=True))
    assert differing < 0.01 * whole.width * whole.height


@pytest.mark.parametrize("title", ["خريطة", "知識", "🌳"])
def test_titles_that_our_fonts_cannot_write_are_said_to_need_the_svg(client, small_map, title) -> None:
    Concept.objects.filter(slug="bark").update(title=title)
    response = client.get("/maps/trees/export.png")
    assert response.status_code == 422
    assert "export.svg" in response.content.decode()
    assert title in client.get("/maps/trees/export.svg").content.decode()


def test_the_deepest_outline_is_drawn() -> None:
    outline = outline_of(snapshot_from(500, [(above, above + 1) for above in range(1, 500)]))
    drawn = page(*outline, count=500)
    assert outline_markup("map", outline, opening=EVERYTHING).count("<details open>") == 30
    assert "470 deeper concepts are not drawn." in words_of(draw_poster(drawn, ADDRESS))
    assert Image.open(io.BytesIO(draw_poster_png(drawn, ADDRESS))).width <= 16_000
