"""What is looked up for a query: rows that have one of some words, or one of some for each of several."""

from collections.abc import Iterable
from dataclasses import dataclass

from concepts.search.found import Question
from concepts.search.likeness import Likenesses
from concepts.search.spelling import splits
from concepts.search.vocabulary import Vocabulary

# How the two kinds of texts are called, by both databases.
NAMES, SUMMARIES = "concepts_names", "concepts_summaries"
# So many rows are read of one lookup.
_MOST_ROWS = {NAMES: 300, SUMMARIES: 80}
# What is in more texts than that says nothing, and reading where it is would take longer than all the rest.
_MOST_COMMON = {NAMES: 100_000, SUMMARIES: 30_000}
# So many groups of words are looked up that are about equally like a word of the query, of a query of many words fewer;
# so many words of a group, and beside a common word so many others. Words that are less alike are left out once
# there are many rows.
_MOST_GROUPS = {NAMES: 3, SUMMARIES: 2}
_GROUPS_OF_ALL = 12
_MOST_WORDS, _MOST_BESIDE = 40, 16
_MANY_ROWS = 1_500
_MOST_SPLIT = 6
# What a word is worth in a summary, beside one in a name; and two words of a name that the query has as one.
_SUMMARY, _SPLIT = 0.5, 0.9
_LEAST_LIKE_IN_SUMMARY = 0.6

Answers = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Lookup:
    """Rows that have any word of each of the groups. `answers`: how well they answer each word of the query."""

    texts: str
    groups: tuple[tuple[str, ...], ...]
    answers: Answers

    @property
    def most(self) -> int:
        """How many rows are read."""
        return _MOST_ROWS[self.texts]


@dataclass(frozen=True, slots=True)
class _Meant:
    """Words that answer a query equally well, and in how many texts they are."""

    words: tuple[str, ...]
    answers: Answers
    count: int


def lookups_for(question: Question, table: Likenesses, vocabulary: Vocabulary) -> list[Lookup]:
    """What finds the rows that answer most of a query: for each of its words those that were meant by it.

    A common word is looked up once more beside the others, since only some of its rows are read.
    """
    parts = {part for _, *parts in splits(question) for part in parts}
    counts = vocabulary.counts(parts.union(table))
    in_names = {word: count.in_names for word, count in counts.items()}
    in_summaries = {word: count.in_summaries for word, count in counts.items()}
    likely = {word: answers for word, answers in table.items() if max(answers) >= _LEAST_LIKE_IN_SUMMARY}
    return [
        *_lookups(NAMES, question, table, in_names),
        *_split_lookups(question, in_names),
        *_lookups(SUMMARIES, question, likely, in_summaries, worth=_SUMMARY),
    ]


def _lookups(
    texts: str, question: Question, table: Likenesses, counts: dict[str, int], *, worth: float = 1.0
) -> Iterable[Lookup]:
    meant = _meant(texts, question, table, counts)
    for at, each in enumerate(meant):
        answers = tuple(worth * answer for answer in each.answers)
        if each.count <= _MOST_COMMON[texts]:
            yield Lookup(texts, (each.words,), answers)
        others = _beside(texts, meant[:at] + meant[at + 1 :], each)
        if each.count > _MOST_ROWS[texts] and others:
            yield Lookup(texts, (each.words, others), answers)
    yield from _of_all_words(texts, question, meant, worth)


def _meant(texts: str, question: Question, table: Likenesses, counts: dict[str, int]) -> list[_Meant]:
    """Of the words that are like one of the query, the likest, until there are many or they are in many texts."""
    each = max(1, min(_MOST_GROUPS[texts], _GROUPS_OF_ALL // len(question.words)))
    groups, rows = [0] * len(question.words), [0] * len(question.words)
    found: list[_Meant] = []
    for answers, words in _alike(table, counts):
        asked = answers.index(max(answers))
        if groups[asked] < each and rows[asked] < _MANY_ROWS:
            meant = _Meant(words, answers, sum(counts[word] for word in words))
            groups[asked] += 1
            rows[asked] += meant.count
            found.append(meant)
    return found


def _alike(table: Likenesses, counts: dict[str, int]) -> list[tuple[Answers, tuple[str, ...]]]:
    """Words that answer a query about equally well, the best first."""
    groups: dict[Answers, list[str]] = {}
    for word, row in table.items():
        if counts[word]:
            groups.setdefault(tuple(round(answer, 1) for answer in row), []).append(word)
    return [
        (
            answers,
            tuple(
                sorted(groups[answers], key=lambda word: (-max(table[word]), len(word), word))[:_MOST_WORDS]
            ),
        )
        for answers in sorted(groups, key=lambda answers: (-max(answers), answers))
    ]


def _beside(texts: str, others: list[_Meant], each: _Meant) -> tuple[str, ...]:
    """Words that answer what this one does not, unless they are common too."""
    words = [
        word
        for other in others
        if other.count <= _MOST_COMMON[texts]
        and any(answer and not own for answer, own in zip(other.answers, each.answers, strict=True))
        for word in other.words
    ]
    return tuple(words[:_MOST_BESIDE])


def _of_all_words(texts: str, question: Question, meant: list[_Meant], worth: float) -> Iterable[Lookup]:
    """Rows that have all words of the query: of common ones too."""
    if len(question.words) < 2:
        return
    best: list[_Meant] = []
    for at in range(len(question.words)):
        those = [each for each in meant if each.answers[at]]
        if not those:
            return
        best.append(max(those, key=lambda each: each.answers[at]))
    if min(each.count for each in best) <= _MOST_COMMON[texts]:
        answers = tuple(worth * each.answers[at] for at, each in enumerate(best))
        yield Lookup(texts, tuple(dict.fromkeys(each.words for each in best)), answers)


def _split_lookups(question: Question, counts: dict[str, int]) -> Iterable[Lookup]:
    """Names that have as two words what the query has as one."""
    parted = [each for each in splits(question) if counts.get(each[1]) and counts.get(each[2])]
    for at, first, second in parted[:_MOST_SPLIT]:
        answers = tuple(_SPLIT if place == at else 0.0 for place in range(len(question.words)))
        yield Lookup(NAMES, ((first,), (second,)), answers)
