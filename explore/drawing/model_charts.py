"""Charts of AI models: how large they are, against the year, the processors and the hardware they were trained on."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from explore.drawing.axes import BandAxis, LogAxis
from explore.drawing.scatter import HOLLOW, Frame, Mark, draw_scatter, shape_sample
from library.ai_models import StatedModel
from library.models import Attribute

# What is more is a cloud, and takes long to place; the table has all of them.
MOST_DRAWN = 300
_MOST_BANDS = 14
_WIDTH, _HEIGHT = 960.0, 560.0
_BAND_HEIGHT = 46.0
_SIZE_NAME = "Parameters (each step of the scale a multiple)"
_UNSTATED, _OTHERS = "Not stated", "Others"
_SHAPES_MEAN = (
    "Shapes tell the kind of processor; a line with two ends joins figures on which documents disagree."
)


@dataclass(frozen=True, slots=True)
class Chart:
    """`note`: how many models it shows, why not all, and how it is to be read."""

    name: str
    title: str
    svg: SafeString
    note: str


@dataclass(frozen=True, slots=True)
class Family:
    """Models whose processors are of one kind. `number`: that of its shape and colour."""

    name: str
    number: int
    sample: SafeString


@dataclass(frozen=True, slots=True)
class Charts:
    """`families`: what the shapes of all the charts mean."""

    families: tuple[Family, ...] = ()
    charts: tuple[Chart, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sized:
    """A model of known size, with what its marks in the charts share."""

    model: StatedModel
    size: tuple[float, float]
    family: int


def charts_of(models: Sequence[StatedModel], *, among: Sequence[StatedModel] = ()) -> Charts:
    """The charts that these models can fill; one with fewer than two marks is left out. Cost: O(models drawn²).

    `among`: all models, of which these were chosen, so that a processor keeps its shape whatever is chosen.
    """
    kinds = {model.slug: _kind_of_processor(model) for model in models}
    families = _families(map(_kind_of_processor, among or models))
    sized = [
        _Sized(model, _both_ends(numbers), families.get(kinds[model.slug], families.get(_OTHERS, HOLLOW)))
        for model in models
        if (numbers := model.figure(Attribute.PARAMS).numbers) and numbers[0] > 0
    ]
    # The largest are labelled first, and drawn when not all can be.
    sized.sort(key=lambda each: (-each.size[1], each.model.name))
    draw = (_against_year, _against_processors, _against_hardware)
    charts = tuple(chart for chart in (one(sized, len(models)) for one in draw) if chart)
    drawn = {each.family for each in sized}
    named = (
        Family(name, number, shape_sample(number)) for name, number in families.items() if number in drawn
    )
    return Charts(tuple(named), charts) if charts else Charts()


def _families(kinds: Iterable[str]) -> dict[str, int]:
    """The kinds of processors, the most usual first, with the number of the shape that each has."""
    counts = Counter(kinds)
    unstated = counts.pop(_UNSTATED, 0)
    names = [name for name, _ in sorted(counts.items(), key=lambda each: (-each[1], each[0]))]
    if len(names) > HOLLOW:
        names = [*names[: HOLLOW - 1], _OTHERS]
    families = {name: number for number, name in enumerate(names)}
    return families | ({_UNSTATED: HOLLOW} if unstated else {})


def _kind_of_processor(model: StatedModel) -> str:
    """The first word of the hardware's name: "NVIDIA", "TPU"."""
    hardware = _hardware(model)
    return hardware.split()[0] if hardware else _UNSTATED


def _hardware(model: StatedModel) -> str:
    agreed = model.figure(Attribute.HARDWARE).agreed
    return agreed[0].value if agreed else ""


def _against_year(sized: Sequence[_Sized], count: int) -> Chart | None:
    # Where documents disagree, the later year: that of the document that knew more.
    years = {
        each.model.slug: int(numbers[-1]) for each in sized if (numbers := _numbers(each, Attribute.YEAR))
    }
    latest = max(years.values(), default=0)
    shown = [each for each in sized if latest - _MOST_BANDS < years.get(each.model.slug, 0)][:MOST_DRAWN]
    if len(shown) < 2:
        return None
    earliest = min(years[each.model.slug] for each in shown)
    frame = Frame(_WIDTH, _HEIGHT, left=104)
    bands = tuple(map(str, range(earliest, latest + 1)))
    axes = (
        BandAxis("Year", bands, frame.inside.left, frame.inside.right),
        _size_axis(shown, frame, upward=True),
    )
    marks = [_mark(each, Attribute.YEAR, x=str(years[each.model.slug]), y=each.size) for each in shown]
    return _chart(
        "Size by year", frame, axes, marks, (len(years), count), "Within a year, left and right mean nothing."
    )


def _against_processors(sized: Sequence[_Sized], count: int) -> Chart | None:
    able = [each for each in sized if _counted(each)]
    shown = able[:MOST_DRAWN]
    if len(shown) < 2:
        return None
    frame = Frame(_WIDTH, _HEIGHT, left=104)
    numbers = [number for each in shown for number in _counted(each)]
    across = LogAxis.over(
        "Processors (each step of the scale a multiple)", numbers, frame.inside.left, frame.inside.right
    )
    marks = [_mark(each, Attribute.GPU_COUNT, x=_both_ends(_counted(each)), y=each.size) for each in shown]
    axes = (across, _size_axis(shown, frame, upward=True))
    return _chart("Size by number of processors", frame, axes, marks, (len(able), count), "")


def _against_hardware(sized: Sequence[_Sized], count: int) -> Chart | None:
    counts = Counter(hardware for each in sized if (hardware := _hardware(each.model)))
    usual = sorted(counts, key=lambda name: (-counts[name], name))[:_MOST_BANDS]
    shown = [each for each in sized if _hardware(each.model) in usual][:MOST_DRAWN]
    if len(shown) < 2:
        return None
    bands = tuple(sorted(usual, key=str.casefold))
    frame = Frame(_WIDTH, 96 + _BAND_HEIGHT * len(bands), left=172)
    rows = BandAxis("Hardware", bands, frame.inside.top, frame.inside.bottom)
    marks = [_mark(each, Attribute.HARDWARE, x=each.size, y=_hardware(each.model)) for each in shown]
    axes = (_size_axis(shown, frame, upward=False), rows)
    return _chart(
        "Size by hardware",
        frame,
        axes,
        marks,
        (counts.total(), count),
        "Within a row, up and down mean nothing.",
    )


def _chart(
    title: str,
    frame: Frame,
    axes: tuple[LogAxis | BandAxis, LogAxis | BandAxis],
    marks: Sequence[Mark],
    counts: tuple[int, int],
    reading: str,
) -> Chart:
    """`counts`: how many models have both figures, and how many there are."""
    able, count = counts
    name = title.casefold().replace(" ", "-")
    room = "" if len(marks) == able else f"There is room for {len(marks)} of {able:,}."
    unknown = f"Of {count - able:,} more, a figure is not stated." if able < count else ""
    note = " ".join(filter(None, (f"{len(marks)} models.", room, unknown, reading)))
    description = f"{note} {_SHAPES_MEAN} The table on this page has the same figures."
    return Chart(name, title, draw_scatter((name, title, description), frame, axes, marks), note)


def _mark(
    each: _Sized, attribute: str, *, x: tuple[float, float] | str, y: tuple[float, float] | str
) -> Mark:
    size, other = each.model.figure(Attribute.PARAMS), each.model.figure(attribute)
    stated = "; ".join(" or ".join(agreed.value for agreed in figure.agreed) for figure in (size, other))
    return Mark(each.model.name, x, y, each.family, f"{each.model.name}: {stated}")


def _size_axis(shown: Sequence[_Sized], frame: Frame, *, upward: bool) -> LogAxis:
    numbers = [number for each in shown for number in each.size]
    box = frame.inside
    start, end = (box.bottom, box.top) if upward else (box.left, box.right)
    return LogAxis.over(_SIZE_NAME, numbers, start, end)


def _counted(each: _Sized) -> tuple[float, ...]:
    """How many processors, where that is a number above 0."""
    numbers = _numbers(each, Attribute.GPU_COUNT)
    return numbers if numbers and numbers[0] > 0 else ()


def _numbers(each: _Sized, attribute: str) -> tuple[float, ...]:
    return each.model.figure(attribute).numbers


def _both_ends(numbers: Sequence[float]) -> tuple[float, float]:
    return numbers[0], numbers[-1]
