"""The data that a map's picture is drawn from: the same tree as the outline, the trail and the colours."""

import json
from typing import Any

import pytest
from django.core.management import call_command

from concepts.models import Concept, KnowledgeMap
from concepts.selectors import state_of
from concepts.snapshots import snapshot_of
from explore import map_data, outline, pages, places
from explore.contexts import OutlineEntry
from graph.adjacency import Indices
from graph.families import Levels, first_levels
from graph.snapshot import GraphSnapshot


def data_of(slug: str, *, staff: bool = False) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(pages.map_page(slug, staff=staff).data)
    return found


def tree_in(entries: tuple[OutlineEntry, ...], parent: str = "") -> list[tuple[str, str]]:
    """Parent and child of all that an outline shows, references aside."""
    own = [entry for entry in entries if not entry.repeated]
    pairs = [(parent, entry.slug) for entry in own]
    return pairs + [pair for entry in own for pair in tree_in(entry.children, entry.slug)]


def references_in(entries: tuple[OutlineEntry, ...]) -> set[tuple[str, str]]:
    pairs = {(entry.slug, child.slug) for entry in entries for child in entry.children if child.repeated}
    return pairs.union(*(references_in(entry.children) for entry in entries))


def test_a_map_says_its_concepts_and_links_by_number(small_map) -> None:
    data = data_of("trees")
    assert data == {
        "map": "trees",
        "title": "Trees",
        "revision": small_map.revision,
        "total": 5,
        "concepts": [
            ["water", "Water", "Water in a line.", 1, -1, 0, 1],
            ["roots", "Roots", "Roots in a line.", 2, -1, 2, 1],
            ["light", "Light", "Light in a line.", 5, -1, 0, 1],
            ["bark", "Bark", "Bark in a line.", 3, 1, 0, 1],
            ["leaves", "Leaves", "Leaves in a line.", 4, 1, 0, 1],
        ],
        "links": data["links"],
    }
    assert sorted(data["links"]) == [[0, 1, 1], [2, 4, 0], [3, 2, 2]]


def test_drafts_are_marked_for_staff_and_kept_from_visitors(draft_concept) -> None:
    assert [concept[0] for concept in data_of("trees")["concepts"] if not concept[6]] == []
    assert [concept[0] for concept in data_of("trees", staff=True)["concepts"] if not concept[6]] == [
        "stomata"
    ]


def test_a_large_map_gives_its_upper_levels_and_counts_what_is_below(small_map, monkeypatch) -> None:
    levels_of = outline.levels_of
    monkeypatch.setattr(map_data, "levels_of", lambda snapshot: levels_of(snapshot, most=3))
    data = data_of("trees")
    assert [concept[0] for concept in data["concepts"]] == ["water", "roots", "light"]
    assert data["concepts"][1][5] == 2
    assert (data["total"], data["links"]) == (5, [[0, 1, 1]])


def test_the_levels_of_a_map_are_worked_out_once_for_picture_and_outline(small_map, monkeypatch) -> None:
    asked: list[int] = []

    def counted(snapshot: GraphSnapshot, roots: Indices, *, most: int, deepest: int) -> Levels:
        asked.append(most)
        return first_levels(snapshot, roots, most=most, deepest=deepest)

    monkeypatch.setattr(outline, "first_levels", counted)
    pages.map_page("trees", staff=False)
    assert asked == [outline.MOST_ENTRIES]


def test_no_text_leaves_the_data_block(client, small_map) -> None:
    Concept.objects.filter(slug="bark").update(title="</script><b>&amp;", summary="<!-- <script>")
    html = client.get("/maps/trees/").content.decode()
    block = html.split('<script type="application/json" id="map-data">')[1].split("</script>")[0]
    assert json.loads(block)["concepts"][3][1:3] == ["</script><b>&amp;", "<!-- <script>"]
    assert not set("<>&") & set(block)


def test_picture_outline_trail_and_colours_agree_on_every_seeded_map(db, var_dir) -> None:
    call_command("seed", verbosity=0)
    for knowledge_map in KnowledgeMap.objects.all():
        data, page = data_of(knowledge_map.slug), pages.map_page(knowledge_map.slug, staff=False)
        concepts = data["concepts"]
        pairs = [(concepts[row[4]][0] if row[4] >= 0 else "", row[0]) for row in concepts]
        assert sorted(pairs) == sorted(tree_in(page.outline))
        assert len(pairs) == data["total"]
        further = {(concepts[a][0], concepts[b][0]) for a, b, kind in data["links"] if kind == 0}
        assert further == references_in(page.outline)
        snapshot = snapshot_of(state_of(knowledge_map))
        assert len(data["links"]) + sum(row[4] >= 0 for row in concepts) == snapshot.link_count
        _compare_places(
            knowledge_map.slug, dict(page_entries(page.outline)), {slug: parent for parent, slug in pairs}
        )


def page_entries(entries: tuple[OutlineEntry, ...]) -> list[tuple[str, OutlineEntry]]:
    own = [entry for entry in entries if not entry.repeated]
    return [(entry.slug, entry) for entry in own] + [
        pair for entry in own for pair in page_entries(entry.children)
    ]


def _compare_places(map_slug: str, entries: dict[str, OutlineEntry], parents: dict[str, str]) -> None:
    for slug, entry in list(entries.items())[::7]:
        place = places.concept_page(map_slug, slug, staff=False)
        assert place.branch == entry.branch
        assert len(place.trail) == entry.depth
        assert [step.slug for step in place.trail][-1:] == [parents[slug]] * bool(parents[slug])


@pytest.mark.parametrize("query", ["", "?concept=leaves", "?open=all"])
def test_the_data_is_the_same_in_every_state(client, small_map, query) -> None:
    html = client.get(f"/maps/trees/{query}").content.decode()
    block = html.split('id="map-data">')[1].split("</script>")[0]
    assert json.loads(block) == data_of("trees")
