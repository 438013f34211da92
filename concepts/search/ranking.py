"""The order of what was found: how well its words answer those of the query."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from concepts.search.found import Candidate, Hit, Question

# The parts of a name's score: how much of the query it answers, how much of it is answered, that it begins alike.
_ANSWERED, _CLOSE, _BEGUN = 0.8, 0.14, 0.04
_SAME_TITLE, _SAME_TITLE_JOINED = 1.0, 0.99
# What a word is worth in another name and in the summary, beside the title.
_ALIAS, _SUMMARY = 0.93, 0.5
_LEAST_ANSWERED = 0.42
_MOST_ERRORS = 3
# From so many letters on a beginning or a part of a word says something.
_STEM = 4

Likenesses = dict[str, float]


def rank(question: Question, candidates: Sequence[Candidate], *, limit: int) -> tuple[Hit, ...]:
    """The best candidates, in order; what answers too little of the query is left out."""
    words = question.words
    tables = _likenesses(question, {word for candidate in candidates for word in _words_of(candidate)})
    scored = [(_score(question.text, words, tables, candidate), candidate) for candidate in candidates]
    best = sorted((one for one in scored if one[0]), key=_place)[:limit]
    return tuple(Hit(*candidate[:6], score=round(score, 4)) for score, candidate in best)


def _place(scored: tuple[float, Candidate]) -> tuple[float, int, bool, int, str]:
    score, candidate = scored
    return -round(score, 4), candidate.map_position, candidate.kind == "concept", candidate.position, candidate.slug


def _score(text: str, words: list[str], tables: list[Likenesses], candidate: Candidate) -> float:
    """From 0, which is no answer, to 1, which is the title itself."""
    title, *aliases = candidate.folded_names.split("\n")
    if title == text:
        return _SAME_TITLE
    if title.replace(" ", "") == text.replace(" ", ""):
        return _SAME_TITLE_JOINED
    weights = [len(word) for word in words]
    in_title = _answers(tables, _joined_too(title))
    best = _name_score(text, title, _share(in_title, weights))
    in_any = in_title
    for alias in aliases:
        in_alias = _answers(tables, _joined_too(alias))
        best = max(best, _ALIAS * _name_score(text, alias, _share(in_alias, weights)))
        in_any = [max(one, _ALIAS * other) for one, other in zip(in_any, in_alias, strict=True)]
    in_summary = _answers(tables, candidate.folded_summary.split())
    in_any = [max(one, _SUMMARY * other) for one, other in zip(in_any, in_summary, strict=True)]
    answered = _share(in_any, weights)
    return max(best, _ANSWERED * answered) if answered >= _LEAST_ANSWERED else 0.0


def _name_score(text: str, name: str, answered: float) -> float:
    close = min(1.0, answered * len(text) / max(len(name), 1))
    return _ANSWERED * answered + _CLOSE * close + _BEGUN * name.startswith(text)


def _share(answers: list[float], weights: list[int]) -> float:
    return sum(answer * weight for answer, weight in zip(answers, weights, strict=True)) / sum(weights)


def _answers(tables: list[Likenesses], words: Iterable[str]) -> list[float]:
    """How well each word of the query is answered by the best of these words."""
    present = frozenset(words)
    return [max([table[word] for word in present if word in table], default=0.0) for table in tables]


def _words_of(candidate: Candidate) -> Iterable[str]:
    for name in candidate.folded_names.split("\n"):
        yield from _joined_too(name)
    yield from candidate.folded_summary.split()


def _joined_too(name: str) -> list[str]:
    """The words of a name, and its neighboring ones joined: "multi agent" is also "multiagent"."""
    words = name.split()
    return words + [first + second for first, second in pairwise(words)]


def _likenesses(question: Question, vocabulary: set[str]) -> list[Likenesses]:
    """For each word of the query the words that are like it at all. Its neighbors joined to it may stand for it."""
    words, found = question.words, sorted(vocabulary)
    joined = [first + second for first, second in pairwise(words)]
    last = len(words) - 1 if question.unfinished else -1
    errors = cdist(words + joined, found, scorer=OSA.distance, score_cutoff=_MOST_ERRORS, dtype=np.uint8)
    alike = [
        _likenesses_of(one, found, row, unfinished=at == last)
        for at, (one, row) in enumerate(zip(words + joined, errors, strict=True))
    ]
    own, pairs = alike[: len(words)], alike[len(words) :]
    return [_merged(table, pairs[max(at - 1, 0) : at + 1]) for at, table in enumerate(own)]


def _likenesses_of(asked: str, found: list[str], errors: NDArray[np.uint8], *, unfinished: bool) -> Likenesses:
    beginning = asked[: len(asked) // 2] if unfinished else asked
    near = {found[at]: int(errors[at]) for at in np.flatnonzero(errors <= _errors_allowed(len(asked))).tolist()}
    parts = (word for word in found if beginning in word or (len(word) >= _STEM and asked.startswith(word)))
    for word in parts:
        near.setdefault(word, _MOST_ERRORS + 1)
    values = ((word, _likeness(asked, word, distance, unfinished=unfinished)) for word, distance in near.items())
    return {word: value for word, value in values if value}


def _merged(table: Likenesses, pairs: list[Likenesses]) -> Likenesses:
    merged = dict(table)
    for pair in pairs:
        for word, value in pair.items():
            merged[word] = max(value, merged.get(word, 0.0))
    return merged


def _likeness(asked: str, word: str, errors: int, *, unfinished: bool) -> float:
    """From 0 to 1: the same word, its beginning, the word with an ending, with letters wrong, or a part of it."""
    if errors == 0:
        return 1.0
    part = len(asked) / len(word)
    if part < 1 and word.startswith(asked):
        return 0.9 + 0.1 * part if unfinished else 0.72 + 0.23 * part
    if errors <= _errors_allowed(len(asked)):
        return 0.95 - 0.9 * errors / len(asked)
    if unfinished and len(asked) >= _STEM and OSA.distance(asked, word[: len(asked)], score_cutoff=1) <= 1:
        return 0.7
    if len(word) >= _STEM and asked.startswith(word):
        return 0.95 - 0.5 * (1 - 1 / part)
    return 0.6 * part if len(asked) >= _STEM and asked in word else 0.0


def _errors_allowed(letters: int) -> int:
    """In a word of so many letters: none in one of two, three in a long one."""
    return (letters > 2) + (letters > 4) + (letters > 8)
