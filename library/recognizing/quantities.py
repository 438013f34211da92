"""Figures as their attribute counts them: parameters, processors, days, years."""

import re
from dataclasses import dataclass

from library.recognizing.hardware import HARDWARE_NAME, PROCESSORS
from library.recognizing.numbers import NumberFound, numbers_in

PARAMS, HARDWARE, GPU_COUNT = "params", "hardware", "gpu_count"
TRAINING_TIME, COUNTRY, YEAR = "training_time", "country", "year"
ATTRIBUTES = (PARAMS, HARDWARE, GPU_COUNT, TRAINING_TIME, COUNTRY, YEAR)

# A month is counted as 30 days and a year as 365: the texts say "3 months" of runs that nobody dated.
_DAYS = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.0, "year": 365.0}
_HOURS = {"hour": 1.0, "day": 24.0, "week": 168.0, "month": 720.0, "year": 8760.0}
_TIME = "minute|hour|day|week|month|year"
_PROCESSOR = (
    r"(?P<what>GPUs?|TPUs?|NPUs?|CPUs?|cores?|chips?|accelerators?|devices?|[A-Z]{1,3}\d{2,4}[A-Za-z]?)"
)
_WORK = re.compile(rf"{_PROCESSOR}[\s-]+(?P<per>{_TIME})s?\b", re.IGNORECASE)
_ARITHMETIC = re.compile(
    r"\b(?P<scale>[kmgtpe]|exa|peta|tera|giga|zetta)?[\s-]?(?:flops?|flop/s|fs)(?P<days>[\s/-]*(?:s[\s-])?days?)?\b",
    re.IGNORECASE,
)
_DURATION_UNIT = re.compile(
    rf"[\s-]*(?:(?:full|whole|calendar|wall-clock)\s)?(?P<per>{_TIME})s?\b(?P<half>\s+and\s+a\s+half)?",
    re.IGNORECASE,
)
# What stands between two numbers that are to be multiplied: "48 nodes with eight …", "64 × 8".
_MACHINES = re.compile(
    r"(?:[\s-][\w.-]+){0,3}?[\s-](?:nodes?|servers?|machines?|hosts?|systems?|instances?|pods?|boxes|DGXs?)"
    r"(?:\s+[a-z]+)?,?\s(?:with|of|each|holding|having|carrying)(?:\s+[a-z]+){0,2}\s|\s?[×x*]\s?",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r",?\s(?:and\s)?")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_UNTOLD = re.compile(
    r"\b(?:un(?:known|disclosed|specified|stated|reported|published|clear)|not|never|n/a|secret|confidential)\b",
    re.IGNORECASE,
)
# A bare "billion" has lost its number; "billions" says that there is none.
_VAGUE = re.compile(
    r"\b(?:indefinite|several|some|few|many|couple|hundreds|thousands|millions|billions|trillions|dozens|various"
    r"|long|short|overnight)\b",
    re.IGNORECASE,
)
_TIMES = r"(?:minute|hour|day|week|month|year)s?"
# What words without a number must speak of: "many banana" is no count of processors.
_COUNTED_THINGS = {
    PARAMS: r"param\w*|weights?",
    GPU_COUNT: rf"{PROCESSORS}|{HARDWARE_NAME.pattern}|nodes?|servers?|machines?|pods?|racks?|clusters?",
    TRAINING_TIME: rf"{_TIMES}|time|run|long|short|overnight",
    YEAR: _TIMES,
}
_FILLERS = re.compile(
    r"\b(?:an?|the|of|about|at least|over|more than|very|number|amount|a)\b|[\W\d]+", re.IGNORECASE
)
_INDEFINITE = re.compile(
    r"\b(?:several|(?:a )?few|many|some)\s+(?=hundred|thousand|million|billion|trillion|dozen)", re.IGNORECASE
)
_FIGURE_RUN = re.compile(r"(?<![\w.,-])[\d.,'’\u00a0\u202f]*\d[\d.,'’\u00a0\u202f]*\w*")
_SPACED_GROUPS = re.compile(r"(?<![\w.,-])\d{1,3}(?: \d{3})+(?![\d.,])")


class FigureUnreadable(Exception):
    """Words that are to state a figure and state none, or one that can be read in two ways."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in its unit; None for words that state no number."""

    number: float | None
    unit: str


def read_quantity(attribute: str, words: str) -> Quantity:
    """The number that `words` state for an attribute. Raises: FigureUnreadable."""
    if attribute in {HARDWARE, COUNTRY}:
        return Quantity(None, "")
    words = _SPACED_GROUPS.sub(lambda groups: groups[0].replace(" ", "\u00a0"), words)
    words = _INDEFINITE.sub("indefinite ", words)
    _refuse_broken_figures(words)
    found = _READERS[attribute](words)
    if found.number is None and not _states_no_number(attribute, words):
        raise FigureUnreadable
    return found


def _states_no_number(attribute: str, words: str) -> bool:
    """Whether words say in so many words that they give no number: "several weeks", "not disclosed"."""
    if _first(words) is not None:
        return False
    if _UNTOLD.search(words):
        return True
    if re.search(rf"\b(?:{_COUNTED_THINGS[attribute]})\b", words, re.IGNORECASE):
        return (
            _VAGUE.search(words) is not None or re.search(rf"\b{_TIMES}\b", words, re.IGNORECASE) is not None
        )
    return _VAGUE.search(words) is not None and not _FILLERS.sub("", _VAGUE.sub("", words))


def _refuse_broken_figures(words: str) -> None:
    """A run of digits, points and commas must be one number: "1.2.3" and "1,5" are none."""
    readable = [(number.start, number.end) for number in numbers_in(words)]
    for run in _FIGURE_RUN.finditer(words):
        figure = run[0].rstrip(".,'’")
        inside = any(start <= run.start() and run.start() + len(figure) <= end for start, end in readable)
        if not inside and re.search(r"\d[.,'’]\d|\d[oOlI]", figure):
            raise FigureUnreadable


def _params(words: str) -> Quantity:
    number = _first(words)
    return Quantity(number.value if number else None, "parameters")


def _processors(words: str) -> Quantity:
    """The count; of "48 nodes with eight GPUs each" the product."""
    numbers = [number for number in numbers_in(words) if not _is_memory(words, number)]
    if not numbers:
        return Quantity(None, "processors")
    count = numbers[0].value
    if len(numbers) > 1 and _MACHINES.fullmatch(words, numbers[0].end, numbers[1].start):
        count *= numbers[1].value
    return Quantity(count, "processors")


def _is_memory(words: str, number: NumberFound) -> bool:
    return (
        re.match(r"[\s-]?(?:GB|GiB|TB|G\b|nm\b|teraflop|TFLOP)", words[number.end : number.end + 10])
        is not None
    )


def _training_time(words: str) -> Quantity:
    work, arithmetic = _WORK.search(words), _ARITHMETIC.search(words)
    number = _first(words)
    if arithmetic and number:
        return Quantity(number.value, _arithmetic_unit(arithmetic))
    if work:
        unit = "tpu-hours" if work["what"].lower().startswith("tpu") else "gpu-hours"
        return Quantity(number.value * _HOURS.get(work["per"].lower(), 1 / 60) if number else None, unit)
    return Quantity(_days_in(words), "days")


def _days_in(words: str) -> float | None:
    """The first duration, with those that it goes on with: "three weeks and two days"."""
    total, end = None, 0
    for number, unit in durations(words):
        if total is not None and not _GOES_ON.fullmatch(words, end, number.start):
            break
        total, end = (total or 0.0) + _days(number, unit), unit.end()
    return total


def durations(words: str) -> list[tuple[NumberFound, re.Match[str]]]:
    """Numbers that a unit of time follows, with the match of that unit. Cost: O(length)."""
    found = ((number, _DURATION_UNIT.match(words, number.end)) for number in numbers_in(words))
    return [(number, unit) for number, unit in found if unit]


def _days(number: NumberFound, unit: re.Match[str]) -> float:
    count = number.value + (0.5 if unit["half"] else 0.0)
    return round(count * _DAYS[unit["per"].lower()], 6)


def _arithmetic_unit(match: re.Match[str]) -> str:
    scale = (match["scale"] or "").lower()
    name = {"p": "peta", "e": "exa", "t": "tera", "g": "giga", "k": "kilo", "m": "mega"}.get(scale, scale)
    return f"{name}flop/s-days" if match["days"] else f"{name}flop"


def _year(words: str) -> Quantity:
    """The last year that is named: a release follows the training."""
    years = _YEAR.findall(words)
    return Quantity(float(years[-1]) if years else None, "year")


def _first(words: str) -> NumberFound | None:
    return next(numbers_in(words), None)


_READERS = {PARAMS: _params, GPU_COUNT: _processors, TRAINING_TIME: _training_time, YEAR: _year}
