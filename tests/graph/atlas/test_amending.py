"""Tiles that were cut from an earlier state say nothing that is true no longer."""

import gzip
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.atlas.amending import amended
from graph.atlas.store import TileStore, read_tile
from graph.atlas.tile_links import MOST_FAR
from graph.kinds import LinkKind
from tests.graph.atlas.maps import drawing_of, forests, ruled_drawing
from tests.graph.atlas.test_tiles import Address, cut, links_of, read, tiles_of
from tests.graph.drawings import Drawing, drawings


def later(drawing: Drawing, draw: st.DrawFn) -> Drawing:
    """The same map after concepts and links have gone, others have come, and some have other titles."""
    ids = [concept for concept in drawing.ids if draw(st.integers(0, 4))] + [max(drawing.ids) + 1]
    links = [link for link in drawing.links if {*link[:2]} <= {*ids} and draw(st.integers(0, 4))]
    titles = [f"Title {draw(st.integers(0, 1))} of {concept}" for concept in ids]
    # What comes before what in the map is another matter too.
    return Drawing(ids, draw(st.permutations(range(len(ids)))), links, {}, titles)


def amended_tile(store: TileStore, address: Address, drawing: Drawing) -> dict[str, Any]:
    body = read_tile(store, *address)
    assert body is not None
    tile: dict[str, Any] = json.loads(gzip.decompress(amended(body, drawing.snapshot())))
    return tile


def has_related_once(drawing: Drawing) -> bool:
    """As a map has them: the same two are not related from both ends."""
    pairs = [frozenset(link[:2]) for link in drawing.links if link[2] is LinkKind.RELATED]
    return len({*pairs}) == len(pairs)


@given(forests(least=2, most=30) | drawings(least=2, words=True).filter(has_related_once), st.data())
def test_all_that_is_left_on_a_tile_is_so_now_and_all_that_is_so_is_left(
    drawing: Drawing, data: st.DataObject
) -> None:
    store, now = cut(drawing, small=True), data.draw(st.composite(lambda draw: later(drawing, draw))())
    titles = dict(zip(now.ids, now.titles, strict=True))
    for address, tile in tiles_of(store).items():
        left = amended_tile(store, address, now)
        for name in ("concepts", "far", "areas"):
            kept = [place for place, concept in enumerate(tile[name]["id"]) if concept in titles]
            assert left[name]["title"] == [titles[tile[name]["id"][place]] for place in kept]
            for column in {*tile[name]} - {"title", "parent"}:
                assert left[name][column] == [tile[name][column][place] for place in kept]
        there = {(*link[:2], int(link[2])) for link in now.links}
        there |= {(target, source, kind) for source, target, kind in there if kind == LinkKind.RELATED}
        assert links_of(left) == [link for link in links_of(tile) if link in there]
        assert parents_on(left) == {
            concept: parent
            for concept, parent in parents_on(tile).items()
            if (parent, concept, int(LinkKind.PARENT)) in there
        }


def parents_on(tile: dict[str, Any]) -> dict[int, int]:
    named = tile["concepts"]["id"] + tile["far"]["id"]
    ends = zip(tile["concepts"]["id"], tile["concepts"]["parent"], strict=True)
    return {concept: named[parent] for concept, parent in ends if parent >= 0}


def test_a_tile_on_which_all_is_still_true_stays_as_it_is() -> None:
    drawing = ruled_drawing(50)
    body = read_tile(cut(drawing), 0, 0, 0)
    assert body is not None
    assert amended(body, drawing.snapshot(revision=8)) is body


@pytest.mark.parametrize(
    ("title", "shown"),
    [("Long " * 30 + "and quiet", "…"), ("Long " * 30 + "and loud", "…"), ("Short", "Short")],
)
def test_a_title_that_was_cut_off_stays_so_until_it_is_another(
    title: str, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.atlas.tile_json.ROOM_FOR", ((20, MOST_FAR),))
    drawing = replace(drawing_of([None], []), titles=["Long " * 30 + "and quiet"])
    store = cut(drawing)
    assert read(store, (0, 0, 0))["concepts"]["title"] == ["Long Long Long Long…"]
    (now,) = amended_tile(store, (0, 0, 0), replace(drawing, titles=[title]))["concepts"]["title"]
    assert now.endswith(shown)
