"""Which words of a sorted list may have been meant by a word with typing errors, as ranges of it.

Most errors leave most of a word as it was. So a word is looked for by its first letters, with none or one of them
wrong, whatever follows; by its first letter and its last ones, whatever is between; and a short one by all that it may
have been. A range costs a look into the index and its words, however many words there are.
"""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from concepts.search.found import Question
from concepts.search.likeness import STEM, errors_allowed

# So many letters begin few enough of all words, and leave enough of a word behind them; of long words one more.
HEAD = 4
LONG_HEAD, _LONG = 5, 10
_END = 3
_FEWEST_WITH_END = 6
# Of a longer query the other words find what one with errors does not.
_MOST_WITH_ERRORS = 6
_SHORTEST_PART = 2
# A folded word has no letter before the first sign, nor any behind the last one.
FIRST, LAST = "\x01", "\U0010ffff"
_ANY_LENGTH = 64
# Letters stand in blocks of that size, those of one script in few of them. Of more letters than that none is guessed.
_BLOCK = 128
_MOST_LETTERS = 64
_ASCII = (frozenset("abcdefghijklmnopqrstuvwxyz"), frozenset("0123456789"))


class Range(NamedTuple):
    """Words from `first` on and before `last`, of so many letters."""

    first: str
    last: str
    shortest: int
    longest: int


class End(NamedTuple):
    """Words with this first letter and these last ones, of so many letters."""

    letters: str
    shortest: int
    longest: int


def beginnings(question: Question) -> list[str]:
    """What words may begin with: words of the query as they are, also two of them joined."""
    joined = [first + second for first, second in question.pairs]
    last = question.words[-1] if question.unfinished else ""
    return [word for word in question.words + joined if len(word) >= STEM - 1 or word == last]


def whole_words(question: Question) -> set[str]:
    """The words that are looked up as they are: those of the query, their beginnings, and parts of two in one."""
    words = question.words
    found = {*words, *(first + second for first, second in question.pairs)}
    for word in words:
        found.update(word[:end] for end in range(STEM, len(word)))
    for _, first, second in splits(question):
        found.update((first, second))
    return {word for word in found if len(word) <= _ANY_LENGTH}


def splits(question: Question) -> list[tuple[int, str, str]]:
    """What words of the query may be when two were written as one, with their places in it."""
    return [
        (place, word[:at], word[at:])
        for place, word in enumerate(question.words[:_MOST_WITH_ERRORS])
        for at in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
        if len(word) > STEM
    ]


def ranges(question: Question) -> list[Range]:
    """Where the words may stand that were meant by those of the query, those with fewer errors first."""
    exact = [Range(word, word + FIRST, 1, _ANY_LENGTH) for word in sorted(whole_words(question))]
    last = question.words[-1] if question.unfinished else ""
    heads = [head for word in _with_errors(question) for head in _ranges_of(word, unfinished=word == last)]
    return exact + sorted(set(heads))


def ends(question: Question) -> list[End]:
    """The ends of the words that were meant, when all errors lie behind the first letter and before the last ones."""
    return [
        End(word[0] + word[-_END:], len(word) - allowed, len(word) + allowed)
        for word in _with_errors(question)
        if len(word) >= _FEWEST_WITH_END and (allowed := errors_allowed(len(word)))
    ]


def _with_errors(question: Question) -> list[str]:
    words = [word for word in question.words if errors_allowed(len(word)) and len(word) <= _ANY_LENGTH]
    return sorted(words, key=len, reverse=True)[:_MOST_WITH_ERRORS]


def _ranges_of(word: str, *, unfinished: bool) -> Iterator[Range]:
    allowed = errors_allowed(len(word))
    longest = _ANY_LENGTH if unfinished else len(word) + allowed
    if len(word) > HEAD or (unfinished and len(word) == HEAD):
        length = head_length(word)
        heads = {variant[:length] for variant in variants(word, length)} | {word[:length]}
        shortest = max(len(word) - allowed, 1)
        yield from (Range(head, head + LAST, shortest, longest) for head in heads if len(head) == length)
    if len(word) <= HEAD:
        yield from (Range(variant, variant + FIRST, 1, longest) for variant in variants(word, len(word)))


def head_length(word: str) -> int:
    """How many letters of a word are its first ones."""
    return LONG_HEAD if len(word) >= _LONG else HEAD


def variants(word: str, places: int) -> Iterator[str]:
    """The word with one of its first letters missing, wrong, added or swapped with the next."""
    letters = letters_like(word)
    for at in range(min(places, len(word))):
        before, letter, after = word[:at], word[at], word[at + 1 :]
        yield before + after
        yield before + after[:1] + letter + after[1:]
        for other in letters:
            yield before + other + after
            yield before + other + letter + after
    if places >= len(word):
        yield from (word + other for other in letters)


def letters_like(word: str) -> frozenset[str]:
    """Letters that may have been meant by one of the word: those of its scripts, digits where it has digits."""
    return frozenset().union(*(_letters_beside(letter) for letter in word))


@lru_cache(maxsize=1_024)
def _letters_beside(letter: str) -> frozenset[str]:
    for kind in _ASCII:
        if letter in kind:
            return kind
    start = ord(letter) // _BLOCK * _BLOCK
    block = (chr(code) for code in range(start, start + _BLOCK))
    letters = frozenset(other for other in block if unicodedata.category(other) in {"Ll", "Lo"})
    return letters if len(letters) <= _MOST_LETTERS else frozenset(letter)
