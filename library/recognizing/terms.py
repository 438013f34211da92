"""Mentions of known terms in a text: a hundred thousand of them, their aliases, singular and plural, in linear time."""

import re
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from concepts.folding import fold
from library.recognizing.stems import STOP_WORDS, singular

Id = TypeVar("Id", bound=Hashable)

# Apostrophes belong to words: "Moore's law". All else parts them, so "fine-tuning" and "fine tuning" are alike.
_WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
# Words of one term stand so near each other, with no end of a sentence or line between paragraphs.
_APART = re.compile(r"[.!?;:,()\[\]{}<>|\"“”]|\n\s*\n")
_MOST_WORDS = 16
_LONGEST_ABBREVIATION = 5


@dataclass(frozen=True, slots=True)
class Term(Generic[Id]):
    """Something that a text can mention, by its title or one of its aliases."""

    id: Id
    title: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention(Generic[Id]):
    """A term at `start` to `end` of a text, `end` exclusive."""

    id: Id
    start: int
    end: int


class _Node:
    __slots__ = ("id", "next", "written")

    def __init__(self) -> None:
        self.next: dict[str, _Node] | None = None
        self.id: object = None
        self.written: str | None = None


class TermIndex(Generic[Id]):
    """Terms by their words. Of terms with the same name the first is found. Made in O(words of all names)."""

    def __init__(self, terms: Iterable[Term[Id]]) -> None:
        self._root = _Node()
        # Titles before aliases: a term that is named so comes before one that is also called so.
        later: list[tuple[str, Id]] = []
        for term in terms:
            self._add(term.title, term.id)
            later.extend((alias, term.id) for alias in term.aliases)
        for alias, term_id in later:
            self._add(alias, term_id)

    def _add(self, name: str, term_id: Id) -> None:
        words = [_key(word) for word in _WORD.findall(name)]
        words = [word for word in words if word]
        # An abbreviation such as "IT" or "RAG" must not be found in "it" and "rag".
        written = name.strip() if len(words) == 1 and _is_abbreviation(name.strip()) else None
        if (
            not words
            or len(words) > _MOST_WORDS
            or (words[0] in STOP_WORDS and len(words) == 1 and not written)
        ):
            return
        node = self._root
        for word in words:
            if node.next is None:
                node.next = {}
            node = node.next.setdefault(word, _Node())
        if node.id is None:
            node.id = term_id
            node.written = written

    def mentions(self, text: str) -> Iterator[Mention[Id]]:
        """Mentions in order, the longest at each place, none within another. Cost: O(length)."""
        for start, end in _paragraphs(text):
            yield from self._mentions(text, list(_WORD.finditer(text, start, end)))

    def _mentions(self, text: str, words: list[re.Match[str]]) -> Iterator[Mention[Id]]:
        keys = [_key(word[0]) for word in words]
        starts = self._root.next or {}
        place = 0
        while place < len(words):
            if keys[place] not in starts:
                place += 1
                continue
            end, node = self._longest(text, words, keys, place)
            if node is None:
                place += 1
            else:
                yield Mention(node.id, words[place].start(), words[end - 1].end())  # type: ignore[arg-type]
                place = end

    def _longest(
        self, text: str, words: list[re.Match[str]], keys: list[str], place: int
    ) -> tuple[int, _Node | None]:
        node, found, end = self._root, None, place
        for index in range(place, min(place + _MOST_WORDS, len(words))):
            following = node.next.get(keys[index]) if node.next else None
            if following is None or (
                index > place and _APART.search(text, words[index - 1].end(), words[index].start())
            ):
                break
            node = following
            if node.id is not None and (node.written is None or _is_written(words[index][0], node.written)):
                found, end = node, index + 1
        return end, found


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Stretches that no term goes across; one at a time, so that a long text is never held as words."""
    start = 0
    while start < len(text):
        end = text.find("\n\n", start)
        end = len(text) if end < 0 else end
        yield start, end
        start = end + 2


@lru_cache(maxsize=131_072)
def _key(word: str) -> str:
    folded = fold(word).replace(" ", "")
    if folded.endswith("s") and ("'" in word or "’" in word) and word[-2] in "'’":
        folded = folded[:-1]
    return singular(folded)


def _is_abbreviation(name: str) -> bool:
    return len(name) <= _LONGEST_ABBREVIATION and name.isupper() and name.isalpha()


def _is_written(word: str, written: str) -> bool:
    return word.startswith(written)
