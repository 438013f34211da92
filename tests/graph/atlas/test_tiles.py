"""Tiles show the most important concepts of their square, only add as one zooms, and in the end show all."""

import gzip
import json
import random
import string
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from graph.atlas.cutting import cut_tiles
from graph.atlas.grid import DEEPEST, SIDE, quadtree_codes, tile_corners
from graph.atlas.keeping import lay_out
from graph.atlas.store import FILE, TileStore, read_tile
from graph.atlas.tile_json import MOST_BYTES
from graph.atlas.tile_links import MOST_FAR, MOST_LINKS
from graph.errors import SnapshotUnreadable, UnknownConcept
from graph.kinds import LinkKind
from tests.graph.atlas.maps import drawing_of, forests, parents_by_id, ruled_drawing, small_tiles
from tests.graph.atlas.test_layout import areas_of, points_of
from tests.graph.drawings import Drawing, drawings

Tile = dict[str, Any]
Address = tuple[int, int, int]


def cut(drawing: Drawing, *, small: bool = False) -> TileStore:
    snapshot = drawing.snapshot(revision=7)
    if not small:
        return cut_tiles(snapshot, lay_out(snapshot))
    with small_tiles():
        return cut_tiles(snapshot, lay_out(snapshot))


def read(store: TileStore, address: Address) -> Tile:
    body = read_tile(store, *address)
    assert body is not None
    tile: Tile = json.loads(gzip.decompress(body))
    assert (tile["z"], tile["x"], tile["y"]) == address
    return tile


def tiles_of(store: TileStore) -> dict[Address, Tile]:
    """All tiles, found from the first one down as a browser does."""
    found: dict[Address, Tile] = {}
    waiting: list[Address] = [(0, 0, 0)] if store.tile_count else []
    while waiting:
        z, x, y = waiting.pop()
        found[z, x, y] = read(store, (z, x, y))
        for bit, (down, right) in enumerate(product((0, 1), repeat=2)):
            if found[z, x, y]["deeper"] >> bit & 1:
                waiting.append((z + 1, 2 * x + right, 2 * y + down))
    return found


def links_of(tile: Tile) -> list[tuple[int, int, int]]:
    ids = tile["concepts"]["id"] + tile["far"]["id"]
    numbers = iter(tile["links"])
    return [
        (ids[source], ids[target], kind)
        for source, target, kind in zip(numbers, numbers, numbers, strict=True)
    ]


def either_way(links: list[tuple[int, int, int]]) -> set[tuple[int, int, int]]:
    return {(*sorted(link[:2]), int(link[2])) for link in links}  # type: ignore[misc]


@given(forests(most=40) | drawings(most=20, words=True))
def test_tiles_hold_what_stands_in_them_and_zooming_only_adds(drawing: Drawing) -> None:
    store = cut(drawing, small=True)
    tiles, points = tiles_of(store), points_of(store.layout)
    assert len(tiles) == store.tile_count
    for (z, x, y), tile in tiles.items():
        side = SIDE >> z
        for concept in tile["concepts"]["id"]:
            assert (points[concept][0] // side, points[concept][1] // side) == (x, y)
        if z:
            above = tiles[z - 1, x // 2, y // 2]["concepts"]["id"]
            here = [
                concept
                for concept in above
                if (points[concept][0] // side, points[concept][1] // side) == (x, y)
            ]
            assert set(here) < set(tile["concepts"]["id"])


@given(forests(most=40) | drawings(most=20, words=True))
def test_every_concept_is_shown_from_its_depth_on(drawing: Drawing) -> None:
    store = cut(drawing, small=True)
    depths: dict[int, int] = {}
    for (z, _, _), tile in tiles_of(store).items():
        for concept in tile["concepts"]["id"]:
            depths[concept] = min(z, depths.get(concept, z))
    assert depths == {concept: store.place_of(concept).z for concept in drawing.ids}
    assert store.deepest == max(depths.values())


@given(forests(most=40) | drawings(most=20, words=True))
def test_all_links_among_what_a_tile_shows_are_in_it_once(drawing: Drawing) -> None:
    store = cut(drawing, small=True)
    every = [(source, target, int(kind)) for source, target, kind in drawing.links]
    for (z, _, _), tile in tiles_of(store).items():
        shown, far = set(tile["concepts"]["id"]), set(tile["far"]["id"])
        found = links_of(tile)
        assert len(found) == len(set(found))
        assert set(found) <= set(every)
        among = {link for link in every if link[0] in shown and link[1] in shown}
        assert {link for link in found if link[0] in shown and link[1] in shown} == among
        # All others lead out of the tile, to what is shown at this depth elsewhere.
        assert all(store.place_of(concept).z <= z for concept in far)
        assert not far & shown
        out = {
            link
            for link in every
            if len({*link[:2]} & shown) == 1 and all(store.place_of(end).z <= z for end in link[:2])
        }
        assert set(found) - among == out
        assert tile["left_out"] == 0


@given(forests(most=40))
def test_columns_say_what_the_map_says(drawing: Drawing) -> None:
    store = cut(drawing, small=True)
    parents, points = parents_by_id(drawing), points_of(store.layout)
    below = dict.fromkeys(drawing.ids, 0)
    for concept in drawing.ids:
        above = concept
        while (above := parents.get(above, 0)) in below:
            below[above] += 1
    for tile in tiles_of(store).values():
        concepts, far = tile["concepts"], tile["far"]
        ids = concepts["id"] + far["id"]
        assert concepts["rank"] == sorted(concepts["rank"])
        assert concepts["below"] == [below[concept] for concept in concepts["id"]]
        assert list(zip(concepts["x"], concepts["y"], strict=True)) == [points[c] for c in concepts["id"]]
        assert list(zip(far["x"], far["y"], strict=True)) == [points[concept] for concept in far["id"]]
        assert concepts["slug"] == [f"concept-{concept}" for concept in concepts["id"]]
        assert concepts["title"] == [f"Concept {concept}" for concept in concepts["id"]]
        for concept, parent in zip(concepts["id"], concepts["parent"], strict=True):
            assert parents.get(concept) == ids[parent] if parent >= 0 else parents.get(concept) not in ids


@given(forests(most=40))
def test_areas_are_shown_wherever_they_are_large_enough(drawing: Drawing) -> None:
    store = cut(drawing, small=True)
    areas = areas_of(store.layout)
    for (z, x, y), tile in tiles_of(store).items():
        side = SIDE >> z
        expected = {
            owner
            for owner, (left, top, width, height) in areas.items()
            if min(width, height) * 8 >= side
            and left < (x + 1) * side
            and x * side < left + width
            and top < (y + 1) * side
            and y * side < top + height
        }
        shown = tile["areas"]
        assert set(shown["id"]) == expected
        sides = list(zip(shown["x"], shown["y"], shown["width"], shown["height"], strict=True))
        assert [list(four) for four in sides] == [areas[owner] for owner in shown["id"]]
        sizes = [width * height for _, _, width, height in sides]
        assert sizes == sorted(sizes, reverse=True)


def test_a_tile_shows_so_many_concepts_at_most_and_some_of_each_part() -> None:
    store = cut(ruled_drawing(4_000))
    tiles, points = tiles_of(store), points_of(store.layout)
    assert max(len(tile["concepts"]["id"]) for tile in tiles.values()) <= 120
    parts: dict[tuple[int, int], list[int]] = {}
    everyone = {
        concept: rank
        for tile in tiles.values()
        for concept, rank in zip(tile["concepts"]["id"], tile["concepts"]["rank"], strict=True)
    }
    for concept, rank in everyone.items():
        parts.setdefault((points[concept][0] * 8 // SIDE, points[concept][1] * 8 // SIDE), []).append(rank)
    expected = [
        rank for some in parts.values() for rank in sorted(some)[:3] if rank < 56 or rank == min(some)
    ]
    assert tiles[0, 0, 0]["concepts"]["rank"] == sorted(expected)


def test_of_what_is_equal_the_first_shown_are_from_all_over() -> None:
    store = cut(drawing_of([None] * 3_000, []))
    first = read(store, (0, 0, 0))["concepts"]
    best = [(x, y) for x, y, rank in zip(first["x"], first["y"], first["rank"], strict=True) if rank < 56]
    assert len({(x * 4 // SIDE, y * 4 // SIDE) for x, y in best}) > 12


def test_a_tile_with_a_hub_leaves_out_links_and_says_how_many() -> None:
    # Every concept is linked to all of the first ones: more than any tile has room for.
    links = [(hub, other, LinkKind.RELATED) for hub in range(1, 90) for other in range(90, 400)]
    store = cut(drawing_of([None] * 400, links))
    tiles = tiles_of(store).values()
    assert any(tile["left_out"] for tile in tiles)
    for tile in tiles:
        assert len(tile["links"]) // 3 <= MOST_LINKS
        assert len(tile["far"]["id"]) <= MOST_FAR


def test_tiles_stay_small_however_long_the_titles_are() -> None:
    drawing = ruled_drawing(300)
    drawing.titles[:] = [
        "".join(chr(0x4E00 + (n * 7919 + k * 104_729) % 20_000) for k in range(200)) for n in range(315)
    ]
    store = cut(drawing)
    bodies = [read_tile(store, *address) for address in tiles_of(store)]
    assert max(len(body or b"") for body in bodies) <= MOST_BYTES
    assert any(title.endswith("…") for title in read(store, (0, 0, 0))["concepts"]["title"])


def test_tiles_stay_small_however_long_slugs_are_too() -> None:
    # Every third concept is linked to a hub, so that tiles have many ends outside.
    links = [(hub, other, LinkKind.RELATED) for hub in range(1, 60) for other in range(90, 2_000, 3)]
    drawing = drawing_of([None] * 2_000, links)
    drawing.titles[:] = [
        "".join(chr(0x4E00 + (n * 7919 + k * 104_729) % 20_000) for k in range(100)) for n in range(2_000)
    ]
    chance = random.Random(5)
    drawing.slugs.update(
        (concept, "".join(chance.choices(string.ascii_lowercase, k=100))) for concept in drawing.ids
    )
    store = cut(drawing)
    tiles = tiles_of(store)
    assert max(len(read_tile(store, *address) or b"") for address in tiles) <= MOST_BYTES
    assert any(tile["left_out"] for tile in tiles.values())
    for tile in tiles.values():
        ends = np.array(tile["links"]).reshape(-1, 3)[:, :2]
        assert ends.max(initial=-1) < len(tile["concepts"]["id"]) + len(tile["far"]["id"])


def test_the_same_map_gives_the_same_bytes() -> None:
    drawing = ruled_drawing(500)
    one, other = cut(drawing), cut(drawing)
    assert all(read_tile(one, *address) == read_tile(other, *address) for address in tiles_of(one))


@pytest.mark.parametrize(
    "address",
    [(0, 0, 1), (0, -1, 0), (-1, 0, 0), (1, 2, 0), (DEEPEST + 1, 0, 0), (DEEPEST, 5, 5), (10**9, 0, 0)],
)
def test_there_is_no_tile_outside_of_the_map_or_below_the_last(address: Address) -> None:
    assert read_tile(cut(ruled_drawing(300)), *address) is None


def test_a_map_of_nothing_has_no_tiles() -> None:
    store = cut(Drawing([], [], []))
    assert (store.tile_count, store.deepest, read_tile(store, 0, 0, 0)) == (0, 0, None)


def test_concepts_at_almost_one_point_are_all_in_the_deepest_tile() -> None:
    drawing = drawing_of([None] * 40, [])
    snapshot = drawing.snapshot()
    layout = lay_out(snapshot)
    layout.x[:] = np.arange(40)
    layout.y[:] = 0
    with small_tiles():
        store = cut_tiles(snapshot, layout)
    assert store.deepest == DEEPEST
    assert sorted(read(store, (DEEPEST, 0, 0))["concepts"]["id"]) == drawing.ids


def test_what_is_saved_is_opened_again(tmp_path: Path) -> None:
    store = cut(ruled_drawing(500))
    store.save(tmp_path)
    opened = TileStore.open(tmp_path)
    assert opened.revision == 7
    assert all(read_tile(opened, *address) == read_tile(store, *address) for address in tiles_of(store))
    assert points_of(opened.layout) == points_of(store.layout)
    assert areas_of(opened.layout) == areas_of(store.layout)
    place = opened.place_of(3)
    assert (place.x, place.y) == points_of(store.layout)[3]


def test_a_file_that_is_missing_cut_short_or_another_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(SnapshotUnreadable):
        TileStore.open(tmp_path)
    drawing = ruled_drawing(300)
    cut(drawing).save(tmp_path)
    whole = (tmp_path / FILE).read_bytes()
    (tmp_path / FILE).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(SnapshotUnreadable):
        TileStore.open(tmp_path)
    drawing.snapshot().save(tmp_path)
    (tmp_path / "snapshot.bin").replace(tmp_path / FILE)
    with pytest.raises(SnapshotUnreadable):
        TileStore.open(tmp_path)


def test_a_concept_that_is_not_in_the_map_has_no_place() -> None:
    with pytest.raises(UnknownConcept):
        cut(ruled_drawing(100)).place_of(9_999)


def test_corners_of_tiles_are_where_their_points_begin() -> None:
    numbers = np.array([0, 1, 5, SIDE // 3, SIDE - 1])
    x, y = (axis.ravel() for axis in np.meshgrid(numbers, numbers))
    for z in (0, 1, 7, DEEPEST):
        left, top = tile_corners(quadtree_codes(x, y) >> 2 * (24 - z), z)
        side = SIDE >> z
        assert np.array_equal(left, x // side * side)
        assert np.array_equal(top, y // side * side)
