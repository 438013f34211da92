"""Charts of models: marks where their figures say, labels that cover nothing."""

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explore.drawing.axes import BandAxis, LogAxis
from explore.drawing.label_room import Box, Room, around
from explore.drawing.lettering import text_width
from explore.drawing.model_charts import charts_of
from explore.drawing.scatter import HOLLOW, LETTER_SIZE, SHAPES, Frame, Mark, draw_scatter
from library.ai_models import stated_models
from library.models import AIModel
from library.selectors import library_tag
from tests.library.disclosures import put_on_shelf, state
from tests.library.shelf import document

SVG = "{http://www.w3.org/2000/svg}"
FRAME = Frame(960, 560, left=104)
_INSIDE = FRAME.inside


def drawn(marks: list[Mark], across: LogAxis | BandAxis, up: LogAxis) -> ET.Element:
    svg = draw_scatter(("chart", "Title", "Description"), FRAME, (across, up), marks)
    return ET.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def labels(svg: ET.Element) -> list[Box]:
    found = []
    for text in svg.iter(f"{SVG}text"):
        if "chart__label" in text.get("class", ""):
            left, middle = float(text.get("x", "")), float(text.get("y", ""))
            width = text_width(text.text or "", LETTER_SIZE)
            found.append(Box(left, middle - LETTER_SIZE / 2, left + width, middle + LETTER_SIZE / 2))
    return found


def uses(svg: ET.Element) -> list[tuple[float, float]]:
    return [(float(use.get("x", "")), float(use.get("y", ""))) for use in svg.iter(f"{SVG}use")]


def sizes(start: float = _INSIDE.bottom, end: float = _INSIDE.top) -> LogAxis:
    return LogAxis.over("Parameters", [1e9, 1e12], start, end)


def test_an_axis_of_numbers_runs_between_round_ones_and_each_decade_is_as_long():
    axis = LogAxis.over("Parameters", [65e9, 1.085e12], 0, 100)
    assert (axis.least, axis.most) == (50e9, 2e12)
    assert axis.place(100e9) - axis.place(50e9) == pytest.approx(axis.place(2e12) - axis.place(1e12))
    assert [words for _, words in axis.ticks] == [
        *("50 billion", "100 billion", "200 billion", "500 billion", "1 trillion", "2 trillion")
    ]


def test_an_axis_holds_a_single_number_and_many_decades():
    assert LogAxis.over("x", [1e9], 0, 100).ticks[0] == (0, "1 billion")
    assert len(LogAxis.over("x", [1, 1e30], 0, 100).ticks) <= 10


def test_a_band_is_marked_in_its_middle():
    axis = BandAxis("Year", ("2021", "2022"), 0, 100)
    assert list(axis.ticks) == [(25.0, "2021"), (75.0, "2022")]
    assert list(axis.edges) == [50.0]


def test_what_is_taken_is_not_free():
    room = Room(Box(0, 0, 500, 500))
    room.take(around(100, 100, 10))
    assert not room.is_free(around(105, 105, 10))
    assert room.is_free(around(120, 100, 10))
    assert not room.is_free(around(499, 100, 10))
    assert room.first_free([around(100, 100, 5), around(300, 300, 5)]) == around(300, 300, 5)
    assert room.first_free([around(300, 300, 5)]) is None


positions = st.tuples(st.integers(2018, 2026), st.floats(1e9, 1e12))


@given(st.lists(positions, max_size=40))
def test_no_label_covers_another_or_a_mark_or_leaves_the_chart(given_positions: list[tuple[int, float]]):
    years = BandAxis("Year", tuple(map(str, range(2018, 2027))), _INSIDE.left, _INSIDE.right)
    marks = [
        Mark(f"Model {at}", str(year), (size, size), at % 6, "-")
        for at, (year, size) in enumerate(given_positions)
    ]
    svg = drawn(marks, years, sizes())
    boxes = labels(svg)
    for at, box in enumerate(boxes):
        assert _INSIDE.holds(box)
        assert not any(box.meets(other) for other in boxes[:at])
        assert not any(box.meets(around(x, y, 5)) for x, y in uses(svg))
    assert len(uses(svg)) == len(marks)


def test_equal_marks_of_a_year_stand_side_by_side():
    years = BandAxis("Year", ("2022",), _INSIDE.left, _INSIDE.right)
    svg = drawn([Mark(f"M{at}", "2022", (1e11, 1e11), 0, "-") for at in range(5)], years, sizes())
    assert len({x for x, _ in uses(svg)}) == 5
    assert len(labels(svg)) == 5


def test_a_disagreement_is_a_line_with_two_ends_through_the_mark():
    across = LogAxis.over("Processors", [100, 10_000], _INSIDE.left, _INSIDE.right)
    svg = drawn([Mark("M", (2_000, 4_000), (1e11, 1e11), 0, "-")], across, sizes())
    (line,) = [path for path in svg.iter(f"{SVG}path") if path.get("class") == "chart__range"]
    low, high = (f"{across.place(count):.1f}".removesuffix(".0") for count in (2_000, 4_000))
    assert re.match(rf"M{low} [\d.]+H{high}M", line.get("d", ""))
    assert uses(svg)[0][0] == pytest.approx((across.place(2_000) + across.place(4_000)) / 2, abs=0.1)


def test_texts_cannot_leave_their_place():
    nasty = '<script>"&'
    years = BandAxis("Year", (nasty,), _INSIDE.left, _INSIDE.right)
    svg = drawn([Mark(nasty, nasty, (1e11, 1e11), 0, nasty)], years, sizes())
    assert nasty in [title.text for title in svg.iter(f"{SVG}title")]
    assert not list(svg.iter(f"{SVG}script"))


def test_each_family_has_a_shape_of_its_own():
    assert len(set(SHAPES)) == len(SHAPES) == HOLLOW + 1


@pytest.mark.django_db
def test_the_disclosures_fill_three_charts_with_every_label():
    put_on_shelf()
    charts = charts_of(stated_models(library_tag()))
    assert [family.name for family in charts.families] == ["NVIDIA", "TPU", "Ascend"]
    notes = {chart.name: chart.note for chart in charts.charts}
    assert notes["size-by-year"].startswith("17 models. Within")
    assert notes["size-by-number-of-processors"] == "15 models. Of 2 more, a figure is not stated."
    assert list(notes) == ["size-by-year", "size-by-number-of-processors", "size-by-hardware"]
    assert [chart.svg.count('class="chart__label"') for chart in charts.charts] == [17, 15, 17]
    for chart in charts.charts:
        assert f'<title id="{chart.name}-title">' in chart.svg
        assert 'role="img"' in chart.svg
        assert "style=" not in chart.svg
    assert (
        "Megatron-Turing NLG 530B: 530 billion parameters; 2,240 processors or 4,480" in charts.charts[1].svg
    )


@pytest.mark.django_db
def test_what_cannot_be_drawn_is_left_out():
    text = "It has 1 billion parameters and 0 parameters, of 1066, on a Wafer."
    for number, value in enumerate(("1 billion", "0 parameters")):
        model = AIModel.objects.create(name=f"M{number}")
        source = document(f"D{number}", text=text)
        state(model, source, "params", value)
        state(model, source, "year", "1066")
    assert charts_of(stated_models(library_tag())).charts == ()
    assert charts_of(()).families == ()


@pytest.mark.django_db
def test_a_crowd_is_drawn_as_far_as_there_is_room(monkeypatch):
    put_on_shelf()
    monkeypatch.setattr("explore.drawing.model_charts.MOST_DRAWN", 5)
    charts = charts_of(stated_models(library_tag()))
    assert "5 models. There is room for 5 of 17." in charts.charts[0].note
    assert "PanGu-Σ" in charts.charts[0].svg


@pytest.mark.django_db
def test_a_kind_of_processor_keeps_its_shape_whatever_is_filtered():
    put_on_shelf()
    models = stated_models(library_tag())
    shapes = {family.name: family.number for family in charts_of(models).families}
    chosen = [
        model for model in models if any("TPU" in each.value for each in model.figure("hardware").agreed)
    ]
    shown = charts_of(chosen, among=models)
    assert {family.name: family.number for family in shown.families} == {"TPU": shapes["TPU"]}
