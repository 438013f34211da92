"""Numbers in prose: digits with groups and scales, words, ranges."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from library.recognizing.number_words import SCALES, WRITTEN_NUMBER, read_number_words

_LETTERS = {"k": 1e3, "m": 1e6, "mn": 1e6, "b": 1e9, "bn": 1e9, "t": 1e12, "tn": 1e12}
# Commas, apostrophes and the spaces that do not break part groups of three.
_GROUP = "[,'’\u00a0\u2007\u2009\u202f]"
_DIGITS = (
    rf"(?:\d{{1,3}}(?:{_GROUP}\d{{3}})+(?!\d)|\d{{1,25}})(?:\.\d{{1,25}})?"
    r"(?:[eE]\+?\d{1,2}(?!\w)|\s?[×x]\s?10\s?\^?\s?\d{1,2}(?!\w))?"
)
_SCALE = rf"(?:[\s-]?(?:{'|'.join(SCALES)})\b|\s?(?:[KMBT]|Mn|Bn|bn|mn|tn)\b|[kmbt]\b)"
# Not the digits of a name such as A100 or GPT-3, nor those behind a point or a stroke.
_FIGURE = rf"(?<![\w.,/])(?<![A-Za-z][-–]){_DIGITS}(?:{_SCALE})*"
_ONE = rf"(?:{_FIGURE}|{WRITTEN_NUMBER})"
_NUMBER = re.compile(
    rf"(?P<first>{_ONE})(?:\s?(?:[–—-]|\bto\b|\band\b)\s?(?P<last>{_ONE}|(?<=[–—-]){_DIGITS}(?:{_SCALE})*))?"
)
_PARTS = re.compile(rf"({_DIGITS})((?:{_SCALE})*)")
_POWER = re.compile(r"\s?[×x]\s?10\s?\^?\s?")
_SCALE_WORDS = re.compile("[A-Za-z]+")
_BETWEEN = re.compile(r"\bbetween\s+$", re.IGNORECASE)
_LONGEST_BETWEEN = 12


@dataclass(frozen=True, slots=True)
class NumberFound:
    """A number at `start` to `end` of a text; of a range the middle."""

    value: float
    start: int
    end: int


def numbers_in(text: str) -> Iterator[NumberFound]:
    """Every number of a text, in its order. Cost: O(length)."""
    lowered = _lowered(text)
    for match in _NUMBER.finditer(lowered):
        yield from _read(lowered, match)


def _lowered(text: str) -> str:
    # Number words are matched in lower case; single letters such as the B of 13B keep theirs.
    return re.sub(r"\b[A-Z][a-z]{2,}|\b[A-Z]{3,}\b|\bAn?\b", lambda word: word[0].lower(), text)


def _read(text: str, match: re.Match[str]) -> Iterator[NumberFound]:
    first, last = match["first"], match["last"]
    if last is None:
        yield NumberFound(_value(first), match.start(), match.end())
        return
    joined_by_and = "and" in text[match.end("first") : match.start("last")]
    before = text[max(0, match.start() - _LONGEST_BETWEEN) : match.start()]
    low, high = _value(first), _value(last)
    if low < 1000 <= high and not _has_scale(first):
        low *= _scale_of(last)
    if low >= high or (joined_by_and and not _BETWEEN.search(before)):
        yield NumberFound(_value(first), match.start("first"), match.end("first"))
        yield NumberFound(_value(last), match.start("last"), match.end("last"))
    else:
        yield NumberFound((low + high) / 2, match.start(), match.end())


def _value(words: str) -> float:
    match = _PARTS.fullmatch(words)
    if match is None:
        return read_number_words(words)
    digits = re.sub(_GROUP, "", _POWER.sub("e", match[1]))
    return float(digits) * _scale_of(words)


def _has_scale(words: str) -> bool:
    return _scale_of(words) != 1.0


def _scale_of(words: str) -> float:
    match = _PARTS.fullmatch(words)
    names = _SCALE_WORDS.findall(match[2] if match else words)
    scale = 1.0
    for name in names:
        scale *= SCALES.get(name, _LETTERS.get(name.lower(), 1.0))
    return scale
