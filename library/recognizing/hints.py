"""What a sentence states by its words: sizes, processors, durations, places, years; each with how sure that is."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from library.recognizing.hardware import AFTER_NAME, HARDWARE_NAME, PROCESSORS, is_generic
from library.recognizing.numbers import NumberFound, numbers_in
from library.recognizing.places import countries_in
from library.recognizing.quantities import (
    COUNTRY,
    GPU_COUNT,
    HARDWARE,
    PARAMS,
    TRAINING_TIME,
    YEAR,
    FigureUnreadable,
    durations,
    read_quantity,
)

_LONGEST = 2_000
_YEAR_OF_TRAINING = 0.5
# Cheap questions that spare most sentences the dear ones.
_COUNTED_WORDS = (
    "param",
    "weights",
    "gpu",
    "tpu",
    "chip",
    "processor",
    "accelerator",
    "hour",
    "day",
    "week",
    "month",
    "year",
    "train",
)
_NAMED = re.compile(r"[AHVPTLMB][I]?\d{2,3}|v\d|Ascend")
_MAY_NAME_HARDWARE = re.compile(
    r"[A-Z][A-Za-z]*[\s-]?v?\d|TPU|DCU|IPU|Trainium|Gaudi|Hopper|Ampere|Volta|Wafer|Trillium|Ironwood|Inferentia|Trn"
)
_PARAMETERS = re.compile(
    r"[\s-]?(?:(?:total|trainable|dense|learnable|model|free|learned)\s)?(?:parameters?|weights|params)\b",
    re.IGNORECASE,
)
_IN_ALL = re.compile(r"\s?(?:in\s)?(?:total|all)\b")
_ACTIVE = re.compile(r"^.{0,30}\b(?:activ\w+|per token|any one token|each token|for each)\b")
_OTHER_SIZE = re.compile(
    r"\b(?:than|compared (?:to|with)|like|of|beat|match(?:es|ed)?|predecessor|sibling|as"
    r" the)\s(?:the\s|its\s|an?\s)?(?:\w+\s){0,2}$"
)
_COUNT_BEFORE = re.compile(
    r"\b(?:parameters?|weights)\s(?:count\s)?(?:of|:|=)\s*(?:about\s|around\s|roughly\s)?$", re.IGNORECASE
)
_COUNTED = re.compile(
    rf"[\s-]?(?:[×x]\s?)?(?:(?:of\s(?:the|them)\s)?(?:{HARDWARE_NAME.pattern})|(?:[a-z]+\s){{0,2}}{PROCESSORS}\b)"
)
_MACHINES = re.compile(
    r"\s(?:[\w.-]+\s){0,2}(?:nodes?|servers?|machines?|hosts?|systems?"
    r"|instances?),?\s(?:\w+\s)?(?:with|of|each|holding|having|carrying)(?:\s[a-z]+)?\s"
)
_ALTOGETHER = re.compile(r"\b(?:in all|in total|altogether|total of|makes?|together|combined|so)\b")
_USE = re.compile(
    r"\b(?:inference|infer|serv(?:e[sd]?|ing)|deploy\w*|fit(?:s|ting)?\s(?:on|in|into)"
    r"|runs?\son|to run|run it|quantiz\w+|laptops?|consumer"
    r"|per (?:copy|replica)|single copy|each slice|memory bandwidth|variant of)\b",
    re.IGNORECASE,
)
_TRAINING = re.compile(
    r"\b(?:pre-?train\w*|train\w*|took|takes?|lasted|ran|run|needed|finished|cluster|clock"
    r"|course of|comput\w+|budget|consumed)\b",
    re.IGNORECASE,
)
_TRAINED = re.compile(r"\b(?:pre-?train\w*|train\w*)\b", re.IGNORECASE)
_NOT_A_RUN = re.compile(
    r"^\W*(?:later|ago|before|after|earlier|old|long|of\s(?:work|data|text|video|audio"
    r"|preparation|research)|each|per)\b"
)
_NOT_A_RUN_BEFORE = re.compile(
    r"\b(?:every|each|last|first|next|per|spent|within|another|since|previous|for the (?:past|last))\s(?:\w+\s)?$",
    re.IGNORECASE,
)
_WORK = re.compile(
    r"[\s-](?:[A-Z]\w*[\s-])?(?:GPU|TPU|chip|accelerator|device|core|node|[AHVP]\d{3})[\s-](?:hours?|days?|years?)\b",
    re.IGNORECASE,
)
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_DATE = re.compile(
    rf"(?:(?:\d{{1,2}}\s)?(?:{_MONTH})(?:\s\d{{1,2}},?)?\s)?(?<![\d/.-])(?:20[12]\d)(?![\d/-]|\.\d)"
)
_RELEASED = re.compile(
    r"\b(?:releas\w+|publish\w*|announc\w+|introduc\w+|present(?:ed|s)|unveil\w*|describ\w+"
    r"|launch\w*|open[\s-]?sourc\w+|debut\w*|appear\w*"
    r"|came|wrote|told|showed|gave|public|out since|available|made)\b",
    re.IGNORECASE,
)
_DURING = re.compile(r"\b(?:from|between|until|began|start\w*|through)\b", re.IGNORECASE)
# "Foo-70B, its larger sibling with": these words tell of the model just named.
_NAMED_SO = re.compile(
    r"[A-Z][\w.-]*\d[\w.-]*,\s(?:\w+\s){1,3}(?:sibling|predecessor)\s(?:with|of)\s(?:\w+\s)?$"
)
# How sure or exact a figure is said to be belongs to it.
_ABOUT = re.compile(
    r"\b(?:(?:an\s)?estimated|approximately|about|around|roughly|nearly|almost|over|more than|less than|at least"
    r"|at most|up to)\s$",
    re.IGNORECASE,
)
_LONGEST_ABOUT = 16


@dataclass(frozen=True, slots=True)
class Hint:
    """A statement at `start` to `end` of a text; about which model is not told."""

    attribute: str
    number: float | None
    unit: str
    start: int
    end: int
    confidence: float


def hints_in(text: str, start: int, end: int) -> Iterator[Hint]:
    """What the sentence from `start` to `end` states. Cost: O(length)."""
    words = text[start : min(end, start + _LONGEST)]
    lowered = words.lower()
    numbers = (
        list(numbers_in(words))
        if any(word in lowered for word in _COUNTED_WORDS) or _NAMED.search(words)
        else []
    )
    for find in _FINDERS:
        for hint in find(words, numbers):
            about = _ABOUT.search(words, max(0, hint.start - _LONGEST_ABOUT), hint.start)
            begin = about.start() if about and hint.number is not None else hint.start
            yield Hint(
                hint.attribute, hint.number, hint.unit, begin + start, hint.end + start, hint.confidence
            )


def _params(words: str, numbers: list[NumberFound]) -> Iterator[Hint]:
    for number in numbers:
        after = _PARAMETERS.match(words, number.end)
        before = words[max(0, number.start - 40) : number.start]
        counted = _COUNT_BEFORE.search(before)
        if number.value < 1e5 or not (after or counted):
            continue
        end = after.end() if after else number.end
        confidence = 0.9
        if _OTHER_SIZE.search(before) and not counted and not _NAMED_SO.search(before):
            confidence = 0.4 if re.search(r"\bof\s(?:\w+\s){0,2}$", before) is None else 0.7
        if _ACTIVE.search(words[end:]) and not _IN_ALL.match(words, end):
            confidence = 0.3
        yield Hint(PARAMS, number.value, "parameters", number.start, end, confidence)


def _hardware(words: str, numbers: list[NumberFound]) -> Iterator[Hint]:
    del numbers
    if not _MAY_NAME_HARDWARE.search(words):
        return
    use = _USE.search(words) is not None
    for match in HARDWARE_NAME.finditer(words):
        after = AFTER_NAME.match(words, match.end())
        end = after.end() if after else match.end()
        confidence = 0.85 if _TRAINING.search(words) else 0.6
        if use:
            confidence = 0.3
        if is_generic(match[0]):
            confidence -= 0.3 if end > match.end() else 0.5
        if confidence > 0.2:
            yield Hint(HARDWARE, None, "", match.start(), end, round(confidence, 2))


def _processors(words: str, numbers: list[NumberFound]) -> Iterator[Hint]:
    if not numbers:
        return
    use = _USE.search(words) is not None
    for place, number in enumerate(numbers):
        if number.value < 2 or number.value != int(number.value) or _WORK.match(words, number.end):
            continue
        following = numbers[place + 1] if place + 1 < len(numbers) else None
        product = following and _MACHINES.fullmatch(words, number.end, following.start)
        if product and following and (counted := _COUNTED.match(words, following.end)):
            yield Hint(
                GPU_COUNT, number.value * following.value, "processors", number.start, counted.end(), 0.75
            )
        elif counted := _COUNTED.match(words, number.end):
            confidence = 0.3 if use else 0.85
            confidence += 0.05 if _ALTOGETHER.search(words) else 0.0
            confidence -= 0.3 if number.value < 16 else 0.0
            if confidence > 0.2:
                yield Hint(
                    GPU_COUNT, number.value, "processors", number.start, counted.end(), round(confidence, 2)
                )


def _training_time(words: str, numbers: list[NumberFound]) -> Iterator[Hint]:
    for number in numbers:
        if work := _WORK.match(words, number.end):
            yield _time(words, number.start, work.end(), 0.9)
    if not numbers:
        return
    trained = _TRAINED.search(words) is not None
    if not trained and not _TRAINING.search(words):
        return
    for number, unit in durations(words):
        apart = _NOT_A_RUN.search(words[unit.end() : unit.end() + 20])
        if apart or _NOT_A_RUN_BEFORE.search(words[max(0, number.start - 20) : number.start]):
            continue
        yield _time(words, number.start, unit.end(), 0.8 if trained else 0.65)


def _time(words: str, start: int, end: int, confidence: float) -> Hint:
    try:
        quantity = read_quantity(TRAINING_TIME, words[start:end])
    except FigureUnreadable:
        return Hint(TRAINING_TIME, None, "days", start, end, 0.2)
    return Hint(TRAINING_TIME, quantity.number, quantity.unit, start, end, confidence)


def _countries(words: str, numbers: list[NumberFound]) -> Iterator[Hint]:
    del numbers
    for start, end in countries_in(words):
        yield Hint(COUNTRY, None, "", start, end, 0.6)


def _years(words: str, numbers: list[NumberFound]) -> Iterator[Hint]:
    del numbers
    if "20" not in words:
        return
    for match in _DATE.finditer(words):
        before = words[max(0, match.start() - 60) : match.start()]
        confidence = 0.8 if _RELEASED.search(words) else 0.5
        if _DURING.search(before):
            confidence -= 0.3
        elif _TRAINED.search(before):
            # When it was trained stands for when it came out where nothing else does.
            confidence = _YEAR_OF_TRAINING
        if before.endswith("("):
            confidence = 0.25
        yield Hint(
            YEAR,
            float(re.findall(r"20\d\d", match[0])[-1]),
            "year",
            match.start(),
            match.end(),
            round(confidence, 2),
        )


_FINDERS: tuple[Callable[[str, list[NumberFound]], Iterator[Hint]], ...] = (
    _params,
    _hardware,
    _processors,
    _training_time,
    _countries,
    _years,
)
