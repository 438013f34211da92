"""Large maps are laid out as nested areas: apart, broad, near to what they are linked to, the same everywhere."""

from hashlib import sha256
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given

from graph.adjacency import Indices
from graph.atlas import layout as layouts
from graph.atlas.grid import SIDE
from graph.atlas.keeping import lay_out
from graph.atlas.layout import Layout
from graph.atlas.spanning import link_ends
from graph.kinds import LinkKind
from graph.snapshot import GraphSnapshot
from graph.synthetic import power_law_dag
from tests.graph.atlas.maps import drawing_of, forests, parents_by_id, ruled_drawing
from tests.graph.drawings import Drawing, drawings

# Of the layout of `ruled_drawing(1_000)`. It changes with the method, and must not with anything else.
RULED = "d637505eb8b4bdb2852cc3f7b9eb0788973a55768c1f77f3aaa6ac3b3f7dba38"


def areas_of(layout: Layout) -> dict[int, list[int]]:
    return dict(zip(layout.area_ids.tolist(), layout.rectangles.tolist(), strict=True))


def points_of(layout: Layout) -> dict[int, tuple[int, int]]:
    return dict(zip(layout.ids.tolist(), zip(layout.x.tolist(), layout.y.tolist(), strict=True), strict=True))


def holds(area: list[int], point: tuple[int, int]) -> bool:
    x, y, width, height = area
    return x <= point[0] < x + width and y <= point[1] < y + height


def mean_distance(layout: Layout, ones: Indices, others: Indices) -> float:
    return float(np.hypot(layout.x[ones] - layout.x[others], layout.y[ones] - layout.y[others]).mean())


def linked_distance(snapshot: GraphSnapshot, layout: Layout) -> float:
    ends = link_ends(snapshot.adjacency)
    return mean_distance(layout, ends.lows, ends.highs)


@given(forests() | drawings(most=20))
def test_every_concept_has_a_point_of_its_own_on_the_grid(drawing: Drawing) -> None:
    points = points_of(lay_out(drawing.snapshot()))
    assert set(points) == set(drawing.ids)
    assert len(set(points.values())) == len(points)
    assert all(0 <= number < SIDE for point in points.values() for number in point)


@given(forests())
def test_concepts_and_areas_are_inside_of_the_areas_above_them(drawing: Drawing) -> None:
    layout, parents = lay_out(drawing.snapshot()), parents_by_id(drawing)
    areas, points = areas_of(layout), points_of(layout)
    levels = dict(zip(layout.area_ids.tolist(), layout.levels.tolist(), strict=True))
    for concept in drawing.ids:
        around, above = [], concept
        while above in parents or above in areas:
            around += [above] if above in areas else []
            if above not in parents:
                break
            above = parents[above]
        for inner, outer in pairwise(around):
            x, y, width, height = areas[inner]
            assert holds(areas[outer], (x, y))
            assert holds(areas[outer], (x + width - 1, y + height - 1))
            assert levels[inner] > levels[outer]
        assert all(holds(areas[area], points[concept]) for area in around)


@given(forests() | drawings(most=20))
def test_areas_are_one_in_the_other_or_apart(drawing: Drawing) -> None:
    layout = lay_out(drawing.snapshot())
    x, y, width, height = layout.rectangles.T
    for one in range(x.size):
        for other in range(one):
            across = min(x[one] + width[one], x[other] + width[other]) - max(x[one], x[other])
            down = min(y[one] + height[one], y[other] + height[other]) - max(y[one], y[other])
            if across > 0 and down > 0:
                smaller = min(one, other, key=lambda area: width[area] * height[area])
                assert (across, down) == (width[smaller], height[smaller])


@given(forests())
def test_no_area_is_a_strip(drawing: Drawing) -> None:
    sides = lay_out(drawing.snapshot()).rectangles[:, 2:]
    assert bool(np.all(sides.max(axis=1) <= 4.2 * sides.min(axis=1)))


@pytest.mark.parametrize("small", [1, 2, 3])
def test_a_small_area_beside_large_ones_is_not_crowded(small: int) -> None:
    sizes = [600, 500]
    sizes.insert(small - 1, 3)
    below = [tree for tree, size in enumerate(sizes, 1) for _ in range(size)]
    layout = lay_out(drawing_of([None, 0, 0, 0, *below], []).snapshot())
    _, _, width, height = areas_of(layout)[small + 1]
    fair = 4 * SIDE * SIDE / layout.ids.size
    assert fair / 2 < width * height < 4 * fair


@given(drawings(least=2, most=20))
def test_the_same_map_gives_the_same_layout_in_whatever_order_it_is_read(drawing: Drawing) -> None:
    turned = Drawing(drawing.ids[::-1], drawing.positions[::-1], drawing.links[::-1])
    one, other = lay_out(drawing.snapshot()), lay_out(turned.snapshot())
    for name in Layout.__slots__:
        assert np.array_equal(getattr(one, name), getattr(other, name))


def test_the_layout_is_the_same_on_every_machine() -> None:
    layout = lay_out(ruled_drawing(1_000).snapshot())
    numbers = np.concatenate((layout.x, layout.y, layout.colours, layout.rectangles.ravel())).astype("<i8")
    assert sha256(numbers.tobytes()).hexdigest() == RULED


def test_a_layout_of_nothing_is_empty() -> None:
    layout = lay_out(Drawing([], [], []).snapshot())
    assert layout.ids.size == layout.area_ids.size == 0


def test_a_chain_of_thousands_is_laid_out_in_few_areas() -> None:
    layout = lay_out(drawing_of([None, *range(4_999)], []).snapshot())
    assert int(layout.levels.max()) < 40
    assert np.unique(layout.x << 24 | layout.y).size == 5_000


def test_a_star_of_thousands_fills_the_map() -> None:
    layout = lay_out(drawing_of([None] + [0] * 4_999, []).snapshot())
    counts = np.histogram2d(layout.x, layout.y, bins=8, range=[[0, SIDE], [0, SIDE]])[0]
    assert counts.min() > 50
    # Its hub is in the middle.
    assert abs(layout.x[0] - SIDE // 2) < SIDE // 16
    assert abs(layout.y[0] - SIDE // 2) < SIDE // 16


def test_siblings_are_together() -> None:
    snapshot = ruled_drawing(2_000).snapshot()
    layout = lay_out(snapshot)
    scattered = np.random.default_rng(1).permutation(snapshot.concept_count)
    assert linked_distance(snapshot, layout) < mean_distance(layout, scattered, scattered[::-1]) / 2


def test_links_besides_parents_draw_what_they_join_nearer() -> None:
    # Two trees of forty branches each; branch n of one is linked to branch 39 - n of the other.
    branches = [0] * 40 + [1] * 40
    leaves = [2 + number % 80 for number in range(800)]
    links = [
        (83 + number, 122 + 80 * row - (number - 80 * row), LinkKind.RELATED)
        for row in range(10)
        for number in range(80 * row, 80 * row + 40)
    ]
    snapshot = drawing_of([None, None, *branches, *leaves], []).snapshot()
    linked = drawing_of([None, None, *branches, *leaves], [link for link in links if link[0] < link[1]])
    alone, drawn = lay_out(snapshot), lay_out(linked.snapshot())
    ones, others = (np.array([link[end] - 1 for link in linked.links if link[2] == 3]) for end in (0, 1))
    assert mean_distance(drawn, ones, others) < 0.8 * mean_distance(alone, ones, others)


def test_a_lone_concept_stands_beside_what_it_is_linked_to() -> None:
    parents: list[int | None] = [None, *[0] * 4, *[1 + number % 4 for number in range(200)], None]
    drawing = drawing_of(parents, [(50, 206, LinkKind.RELATED)])
    layout = lay_out(drawing.snapshot())
    assert holds(areas_of(layout)[parents_by_id(drawing)[50]], points_of(layout)[206])


def test_large_regions_that_touch_have_different_colours() -> None:
    layout = lay_out(drawing_of([None] * 6 + [number % 6 for number in range(600)], []).snapshot())
    colours = dict(zip(layout.ids.tolist(), layout.colours.tolist(), strict=True))
    assert len({colours[top] for top in range(1, 7)}) == 6


def test_more_rounds_bring_neighbors_nearer() -> None:
    links = power_law_dag(3_000, 9_000, 5)
    snapshot = GraphSnapshot.build(
        concept_ids=range(3_000), sources=links.sources, targets=links.targets, kinds=links.kinds
    )
    many = linked_distance(snapshot, lay_out(snapshot))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layouts, "ROUNDS", 1)
        assert many < linked_distance(snapshot, lay_out(snapshot))
