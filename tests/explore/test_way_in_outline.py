"""Where a chosen concept stands that the outline of a large map leaves out."""

import re
from pathlib import Path

import pytest
from django.test import Client

from concepts.models import Concept, KnowledgeMap, Link, LinkKind
from explore.levels import outline_markup
from explore.map_address import MapAddress
from explore.outline import DEEPEST, MOST_ENTRIES
from explore.pages import map_page
from tests.concepts.atlas import make_map

pytestmark = pytest.mark.django_db

WIDE = MOST_ENTRIES + 50


def grove(parents: list[int | None], *, drafts: tuple[int, ...] = ()) -> KnowledgeMap:
    """Concepts tree-0, tree-1 …, each below the one that is given."""
    knowledge_map = make_map("Grove")
    Concept.objects.bulk_create(
        Concept(
            map=knowledge_map,
            title=f"Tree {number}",
            slug=f"tree-{number}",
            position=number,
            published=number not in drafts,
        )
        for number in range(len(parents))
    )
    ids = list(Concept.objects.order_by("position").values_list("pk", flat=True))
    Link.objects.bulk_create(
        Link(map=knowledge_map, source_id=ids[above], target_id=ids[number], kind=LinkKind.PARENT)
        for number, above in enumerate(parents)
        if above is not None
    )
    return knowledge_map


def outline_in(page: str) -> str:
    return page[page.index('id="outline"') : page.index("</section>", page.index('id="outline"'))]


def outline_at(client: Client, query: str) -> str:
    return outline_in(client.get(f"/maps/grove/{query}").content.decode())


def marked(outline: str) -> list[str]:
    return re.findall(r'href="[^"]*/concepts/([^/]+)/"[^>]*aria-current="true"', outline)


def open_around(outline: str, slug: str) -> int:
    """How many open levels a concept stands in."""
    before = outline[: outline.index(f"/concepts/{slug}/")]
    return before.count("<details open>") - before.count("</details>")


# Tree 0 has very many parts; below the last of them stand two more, one below the other.
DEEP: list[int | None] = [None, *[0] * WIDE, WIDE, WIDE + 1]


def test_a_chosen_concept_that_is_left_out_is_marked_with_its_trail(client: Client, var_dir: Path) -> None:
    grove(DEEP)
    outline = outline_at(client, f"?concept=tree-{WIDE + 2}")
    assert marked(outline) == [f"tree-{WIDE + 2}"]
    for step in (WIDE, WIDE + 1, WIDE + 2):
        assert outline.count(f'/concepts/tree-{step}/"') == 1
    trail = outline[outline.index("outline__trail") : outline.index("</p>")]
    assert re.findall(r">(Tree \d+)</a>", trail) == [f"Tree {WIDE}", f"Tree {WIDE + 1}"]
    assert open_around(outline, f"tree-{WIDE + 2}") == 1
    # However deep it is, it is one more than without.
    assert outline.count("outline__item") == outline_at(client, "").count("outline__item") + 1


def test_one_that_is_left_out_right_below_what_is_shown_counts_as_shown(
    client: Client, var_dir: Path
) -> None:
    grove(DEEP)
    hidden = WIDE - (MOST_ENTRIES - 1)
    assert f">{hidden} more<" in outline_at(client, "")
    outline = outline_at(client, f"?concept=tree-{WIDE}")
    assert marked(outline) == [f"tree-{WIDE}"]
    assert "outline__trail" not in outline
    assert f">{hidden - 1} more<" in outline
    # What is below it is a page further on.
    assert f'?under=tree-{WIDE}">1 more<' in outline


def test_one_that_is_shown_stands_where_it_stood(client: Client, var_dir: Path) -> None:
    grove(DEEP)
    outline = outline_at(client, "?concept=tree-3")
    assert marked(outline) == ["tree-3"]
    assert outline.count("outline__pill") == outline_at(client, "").count("outline__pill")


def test_a_top_concept_that_is_left_out_comes_before_the_others(client: Client, var_dir: Path) -> None:
    grove([None] * WIDE)
    outline = outline_at(client, f"?concept=tree-{WIDE - 1}")
    assert marked(outline) == [f"tree-{WIDE - 1}"]
    assert f">{WIDE - MOST_ENTRIES - 1} more<" in outline
    # The others are listed from where the outline ends.
    assert f"beyond=tree-{MOST_ENTRIES - 1}" in outline


def test_of_a_long_chain_the_nearest_are_shown(client: Client, var_dir: Path) -> None:
    long = 3 * DEEPEST
    grove([None, *range(long)])
    outline = outline_at(client, f"?concept=tree-{long}")
    assert marked(outline) == [f"tree-{long}"]
    assert outline.count("/concepts/") <= 2 * DEEPEST + 1
    assert '<p class="outline__trail">… › <a' in outline


def test_the_frame_of_another_site_and_closed_levels_have_it_too(client: Client, var_dir: Path) -> None:
    grove(DEEP)
    embedded = client.get(f"/maps/grove/embed/?concept=tree-{WIDE + 2}").content.decode()
    assert marked(outline_in(embedded)) == [f"tree-{WIDE + 2}"]
    closed = outline_at(client, f"?concept=tree-{WIDE + 2}&open=none")
    assert marked(closed) == [f"tree-{WIDE + 2}"]
    assert "<details open>" not in closed


def test_staff_see_which_steps_are_drafts(staff_client: Client, var_dir: Path) -> None:
    grove(DEEP, drafts=(WIDE + 1,))
    outline = outline_at(staff_client, f"?concept=tree-{WIDE + 2}")
    assert outline.count("tag--draft") == 1


def test_what_the_script_goes_on_with_stays_the_same(client: Client, var_dir: Path) -> None:
    grove([None] * WIDE)
    left = re.compile(r'data-left="(\d+)"')
    plain = client.get("/maps/grove/").content.decode()
    chosen = client.get(f"/maps/grove/?concept=tree-{WIDE - 1}").content.decode()
    assert left.findall(plain) == left.findall(chosen) == [str(WIDE - MOST_ENTRIES)]


def test_without_a_way_nothing_is_added() -> None:
    assert outline_markup("grove", ()) == ""


def test_a_large_map_has_one_outline_whichever_draft_is_chosen(var_dir: Path) -> None:
    """Staff would else have as many kept as there are ways with drafts."""
    last = len(DEEP) - 1
    grove(DEEP, drafts=(1, last - 2, last - 1, last))
    pages = [
        map_page("grove", MapAddress(concept=f"tree-{number}"), staff=True)
        for number in (0, last - 2, last - 1, last)
    ]
    assert all(page.outline is pages[0].outline for page in pages)
    assert not pages[0].outline[0].children[0].published
    assert pages[-1].way is not None
    assert not pages[-1].way.end.published
