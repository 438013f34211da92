"""What did not change does not move: layouts of maps that have changed a little."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graph.atlas.grid import SIDE
from graph.atlas.keeping import lay_out
from graph.atlas.layout import Layout
from graph.atlas.room import CELLS_BETWEEN, Room, told_apart
from graph.kinds import LinkKind
from tests.graph.atlas.maps import changed, drawing_of, forests, parents_by_id, ruled_drawing
from tests.graph.atlas.test_layout import areas_of, holds, points_of
from tests.graph.drawings import Drawing


def with_links(drawing: Drawing, *links: tuple[int, int, LinkKind]) -> Drawing:
    """The same concepts, those at the ends of new links added."""
    ids = list(dict.fromkeys([*drawing.ids, *(end for link in links for end in link[:2])]))
    return Drawing(ids, ids, [*drawing.links, *links], {}, [f"Concept {concept}" for concept in ids])


@given(forests(least=10), st.data())
def test_what_was_there_keeps_its_place_and_colour(drawing: Drawing, data: st.DataObject) -> None:
    before = lay_out(drawing.snapshot())
    after_all = data.draw(st.composite(changed)(drawing, len(drawing.ids) // 6))
    after = lay_out(after_all.snapshot(), previous=before)
    old, new = points_of(before), points_of(after)
    assert set(new) == set(after_all.ids)
    assert len(set(new.values())) == len(new)
    assert {concept: new[concept] for concept in old if concept in new} == {
        concept: point for concept, point in old.items() if concept in new
    }
    colours = [dict(zip(one.ids.tolist(), one.colours.tolist(), strict=True)) for one in (before, after)]
    assert all(colours[1][concept] == colour for concept, colour in colours[0].items() if concept in new)


def test_a_map_that_has_been_emptied_or_filled_is_laid_out_like_any_other() -> None:
    empty, filled = drawing_of([], []), ruled_drawing(20)
    nothing = lay_out(empty.snapshot())
    assert lay_out(empty.snapshot(revision=2), previous=nothing).ids.size == 0
    some = lay_out(filled.snapshot(), previous=nothing)
    assert points_of(some) == points_of(lay_out(filled.snapshot()))
    assert lay_out(empty.snapshot(), previous=some).ids.size == 0


@given(forests(least=10), st.data())
def test_areas_keep_their_place_as_long_as_something_is_below_their_concept(
    drawing: Drawing, data: st.DataObject
) -> None:
    before = lay_out(drawing.snapshot())
    after_all = data.draw(st.composite(changed)(drawing, len(drawing.ids) // 6))
    old, new = areas_of(before), areas_of(lay_out(after_all.snapshot(), previous=before))
    heads = set(parents_by_id(after_all).values())
    assert new == {concept: area for concept, area in old.items() if concept in heads}


def test_a_new_concept_finds_room_in_the_area_of_its_parent() -> None:
    drawing = ruled_drawing(600)
    before = lay_out(drawing.snapshot())
    areas = areas_of(before)
    for parent in list(areas)[:40]:
        after = lay_out(with_links(drawing, (parent, 9_999, LinkKind.PARENT)).snapshot(), previous=before)
        assert holds(areas[parent], points_of(after)[9_999])


def test_a_new_concept_without_parent_stands_beside_what_it_is_linked_to() -> None:
    drawing = ruled_drawing(600)
    before = lay_out(drawing.snapshot())
    after = points_of(
        lay_out(with_links(drawing, (9_999, 300, LinkKind.RELATED)).snapshot(), previous=before)
    )
    assert max(abs(after[300][axis] - after[9_999][axis]) for axis in (0, 1)) < SIDE // 20


def test_a_new_branch_hangs_together() -> None:
    drawing = ruled_drawing(600)
    chain = [(300, 9_000, LinkKind.PARENT), *((9_000 + n, 9_001 + n, LinkKind.PARENT) for n in range(20))]
    before = lay_out(drawing.snapshot())
    after = points_of(lay_out(with_links(drawing, *chain).snapshot(), previous=before))
    assert max(abs(after[300][axis] - after[9_020][axis]) for axis in (0, 1)) < SIDE // 8


def test_a_concept_that_gets_another_parent_stays_where_it_was() -> None:
    drawing = drawing_of([None, 0, 0, *[1] * 20, *[2] * 20], [])
    before = lay_out(drawing.snapshot())
    moved = Drawing(
        drawing.ids,
        drawing.positions,
        [(3, 4, LinkKind.PARENT) if link[1] == 4 else link for link in drawing.links],
    )
    assert points_of(lay_out(moved.snapshot(), previous=before)) == points_of(before)


def test_a_map_that_has_changed_by_more_than_a_fifth_is_laid_out_anew() -> None:
    before = lay_out(ruled_drawing(100).snapshot())
    grown = ruled_drawing(200).snapshot()
    anew, kept = lay_out(grown), lay_out(grown, previous=before)
    for name in Layout.__slots__:
        assert np.array_equal(getattr(anew, name), getattr(kept, name))


def test_a_layout_kept_twice_is_kept() -> None:
    snapshot = ruled_drawing(400).snapshot()
    layout = lay_out(snapshot)
    assert points_of(lay_out(snapshot, previous=lay_out(snapshot, previous=layout))) == points_of(layout)


def test_a_thousand_new_concepts_find_room_beside_one_parent() -> None:
    drawing = ruled_drawing(6_000)
    links = [(300, 10_000 + number, LinkKind.PARENT) for number in range(1_000)]
    before = lay_out(drawing.snapshot())
    after = points_of(lay_out(with_links(drawing, *links).snapshot(), previous=before))
    assert len(set(after.values())) == len(after)
    assert after.items() >= points_of(before).items()


def test_room_is_found_where_every_cell_near_by_is_taken() -> None:
    x, y = (numbers.ravel() for numbers in np.mgrid[0:60, 0:60])
    room = Room(x, y)
    found = [room.beside(30, 30) for _ in range(50)]
    assert len({*found, *zip(x.tolist(), y.tolist(), strict=True)}) == 3_650
    assert all(0 <= number < SIDE for point in found for number in point)


def test_room_in_an_area_that_is_full_to_the_last_unit_is_outside_of_it() -> None:
    x, y = (numbers.ravel() for numbers in np.mgrid[100:104, 100:104])
    point = Room(x, y).beside(101, 101, (100, 100, 4, 4))
    assert not holds([100, 100, 4, 4], point)
    assert max(point) < SIDE // CELLS_BETWEEN


def test_points_at_one_place_are_told_apart_and_the_first_stays() -> None:
    x, y = told_apart(np.array([5, 5, 9, 5]), np.array([5, 5, 9, 5]))
    assert (x[0], y[0], x[2], y[2]) == (5, 5, 9, 9)
    assert len(set(zip(x.tolist(), y.tolist(), strict=True))) == 4
