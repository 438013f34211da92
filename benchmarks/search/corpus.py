"""Concepts to search: the synsets of WordNet where they lie beside the project, made-up ones otherwise and beyond."""

import csv
import gzip
import random
from collections.abc import Iterator
from itertools import accumulate, islice
from pathlib import Path
from typing import NamedTuple

WORDNET = Path(__file__).resolve().parents[3] / "shared" / "data" / "wordnet" / "concepts.csv.gz"
_SEED = 11
_ONSETS, _VOWELS, _CODAS = "bcdfghklmnprstvw", "aeiou", "lmnrst"


class Text(NamedTuple):
    """What is searched of a concept."""

    title: str
    summary: str
    aliases: str


def texts(size: int) -> Iterator[Text]:
    """As many concepts as asked for, the same ones each time."""
    known = 0
    if WORDNET.is_file():
        for text in islice(_wordnet(), size):
            known += 1
            yield text
    yield from _made_up(size - known)


def _wordnet() -> Iterator[Text]:
    with gzip.open(WORDNET, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Text(row["title"][:200], row["summary"][:300], row["aliases"].replace("|", "\n")[:4000])


def _made_up(count: int) -> Iterator[Text]:
    """Words are drawn as in a language: a few very often, most seldom."""
    generator = random.Random(_SEED)
    words = [_word(generator) for _ in range(max(count // 5, 1))]
    weights = list(accumulate(1 / (rank + 10) for rank in range(len(words))))
    for _ in range(count):
        drawn = generator.choices(words, cum_weights=weights, k=14)
        title = generator.randint(1, 4)
        yield Text(" ".join(drawn[:title]).title(), " ".join(drawn[title:12]), " ".join(drawn[12:]))


def _word(generator: random.Random) -> str:
    syllables = generator.randint(1, 4)
    parts = (_ONSETS, _VOWELS, _CODAS)
    return "".join(generator.choice(part) for _ in range(syllables) for part in parts)
