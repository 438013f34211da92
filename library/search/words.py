"""Which words of a document answer those of a query."""

from typing import NamedTuple

from concepts.search.found import Question

# From so many letters on the beginning of a word stands for all that begin so: “train” for “training”.
_STEM = 4


class Sought(NamedTuple):
    """A folded word. `beginning`: whether words that go on behind it count too."""

    word: str
    beginning: bool


def words_sought(question: Question) -> list[Sought]:
    """The words of a query as they are looked for inside documents, without the ending of a plural."""
    return [_sought(word, question) for word in question.words]


def _sought(word: str, question: Question) -> Sought:
    if len(word) > _STEM and word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    unfinished = question.unfinished and question.text.endswith(word)
    return Sought(word, len(word) >= _STEM or unfinished)
