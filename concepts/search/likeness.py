"""How like two words are: one the beginning of the other, or with letters wrong, missing, doubled or swapped."""

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from concepts.search.found import Question

_MOST_ERRORS = 3
# From so many letters on the beginning or a part of a word says something.
STEM = 4

# For a word that was found, how like it is to each word of the query; a word that is like none is not in it.
Likenesses = dict[str, list[float]]


def likenesses(question: Question, vocabulary: Collection[str]) -> Likenesses:
    """The words that are like any of the query. Of the query too, neighboring words joined may stand for each."""
    words, found = question.words, list(vocabulary)
    joined = [first + second for first, second in question.pairs]
    last = len(words) - 1 if question.unfinished else -1
    errors = cdist(words + joined, found, scorer=OSA.distance, score_cutoff=_MOST_ERRORS, dtype=np.uint8)
    table: Likenesses = {}
    for at, asked in enumerate(words + joined):
        stands_for = (at,) if at < len(words) else (at - len(words), at - len(words) + 1)
        # One of two words that were joined answers itself and not the other too.
        alone = {words[place] for place in stands_for} if len(stands_for) > 1 else set()
        for word, value in _words_like(asked, found, errors[at], unfinished=at == last):
            if word in alone:
                continue
            row = table.setdefault(word, [0.0] * len(words))
            for place in stands_for:
                row[place] = max(row[place], value)
    return table


def _words_like(
    asked: str, found: list[str], errors: NDArray[np.uint8], *, unfinished: bool
) -> list[tuple[str, float]]:
    near = {
        found[at]: int(errors[at]) for at in np.flatnonzero(errors <= errors_allowed(len(asked))).tolist()
    }
    part = asked[: len(asked) // 2] if unfinished else asked
    beginnings = {asked[:end] for end in range(STEM, len(asked))}
    for word in found:
        if part in word or word in beginnings:
            near.setdefault(word, _MOST_ERRORS + 1)
    values = (
        (word, _likeness(asked, word, distance, unfinished=unfinished)) for word, distance in near.items()
    )
    return [(word, value) for word, value in values if value]


def _likeness(asked: str, word: str, errors: int, *, unfinished: bool) -> float:
    """From 0 to 1: the same word, its beginning, with letters wrong, the word with an ending, or a part of it."""
    if errors == 0:
        return 1.0
    part = len(asked) / len(word)
    if part < 1 and word.startswith(asked):
        return 0.9 + 0.1 * part if unfinished else 0.72 + 0.23 * part
    if errors <= errors_allowed(len(asked)):
        return 0.95 - 0.9 * errors / len(asked)
    if unfinished and len(asked) >= STEM and _nearly_begins(asked, word):
        return 0.7
    if len(word) >= STEM and asked.startswith(word):
        return 0.95 - 0.5 * (1 - 1 / part)
    return 0.6 * part if len(asked) >= STEM and asked in word else 0.0


def _nearly_begins(asked: str, word: str) -> bool:
    """Whether the word begins so but for one error; a letter missing or doubled moves where the beginning ends."""
    ends = range(len(asked) - 1, len(asked) + 2)
    return any(OSA.distance(asked, word[:end], score_cutoff=1) <= 1 for end in ends)


def errors_allowed(letters: int) -> int:
    """In a word of so many letters: none in one of two, three in a long one."""
    return (letters > 2) + (letters > 4) + (letters > 8)
