"""The order of what was found: how well its words answer those of the query."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from concepts.search.found import Candidate, Hit, Question
from concepts.search.likeness import Likenesses, likenesses

# The parts of a name's score: how much of the query it answers, how much of it is answered, that it begins alike.
_ANSWERED, _CLOSE, _BEGUN = 0.8, 0.12, 0.06
_SAME_TITLE, _SAME_TITLE_JOINED = 1.0, 0.99
# What a word is worth in another name and in the summary, beside the title: the very alias comes after titles that
# begin so, and before those that have the word further on.
_ALIAS, _SUMMARY = 0.88, 0.5
_LEAST_ANSWERED = 0.42

Answers = list[float]


class _Texts(NamedTuple):
    """The words of a candidate: of each of its names, the title first, and of its summary."""

    candidate: Candidate
    names: list[tuple[str, list[str]]]
    summary: list[str]


def rank(question: Question, candidates: Sequence[Candidate], *, limit: int) -> tuple[Hit, ...]:
    """The best candidates, in order; what answers too little of the query is left out."""
    texts = [_texts_of(candidate) for candidate in candidates]
    vocabulary: set[str] = set()
    for text in texts:
        vocabulary.update(text.summary, *(words for _, words in text.names))
    table = likenesses(question, vocabulary)
    scored = [(_score(question, table, text), text.candidate) for text in texts]
    best = sorted((one for one in scored if one[0]), key=_place)[:limit]
    return tuple(Hit(*candidate[:6], score=round(score, 4)) for score, candidate in best)


def _texts_of(candidate: Candidate) -> _Texts:
    names = [(name, _with_joined(name.split())) for name in candidate.folded_names.split("\n")]
    return _Texts(candidate, names, candidate.folded_summary.split())


def _with_joined(words: list[str]) -> list[str]:
    """The words, and neighboring ones joined: "multi agent" is also "multiagent"."""
    return words + [first + second for first, second in pairwise(words)]


def _place(scored: tuple[float, Candidate]) -> tuple[float, int, bool, int, str]:
    score, candidate = scored
    return (
        -round(score, 4),
        candidate.map_position,
        candidate.kind == "concept",
        candidate.position,
        candidate.slug,
    )


def _score(question: Question, table: Likenesses, text: _Texts) -> float:
    """From 0, which is no answer, to 1, which is the title itself."""
    title = text.names[0][0]
    if title == question.text:
        return _SAME_TITLE
    if title.replace(" ", "") == question.text.replace(" ", ""):
        return _SAME_TITLE_JOINED
    best, worth = 0.0, 1.0
    overall: Answers = []
    for name, words in text.names:
        answers = _answers(table, words)
        if answers:
            best = max(best, worth * _name_score(question, name, _share(question, answers)))
            overall = _better(overall, answers, worth)
        worth = _ALIAS
    overall = _better(overall, _answers(table, text.summary), _SUMMARY)
    answered = _share(question, overall)
    return max(best, _ANSWERED * answered) if answered >= _LEAST_ANSWERED else 0.0


def _answers(table: Likenesses, words: list[str]) -> Answers:
    """How well each word of the query is answered by the best of these words; empty when none is at all."""
    rows = [table[word] for word in words if word in table]
    return [max(row) for row in zip(*rows, strict=True)] if len(rows) > 1 else rows[0] if rows else []


def _better(answers: Answers, others: Answers, worth: float) -> Answers:
    if not others:
        return answers
    if not answers:
        return [worth * other for other in others]
    return [max(one, worth * other) for one, other in zip(answers, others, strict=True)]


def _share(question: Question, answers: Answers) -> float:
    """How much of the query is answered, its long words counting more."""
    answered = sum(answer * letters for answer, letters in zip(answers, question.lengths, strict=False))
    return answered / sum(question.lengths)


def _name_score(question: Question, name: str, answered: float) -> float:
    close = min(1.0, answered * len(question.text) / max(len(name), 1))
    return _ANSWERED * answered + _CLOSE * close + _BEGUN * name.startswith(question.text)
