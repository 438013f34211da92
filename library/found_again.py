"""Where a passage of a former text stands in the new one: the same words, in nearly the same company."""

import re
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from library.quotes import sentence_around

# A figure with its points and commas, a sign of a script without spaces, a word, a sign that tells ("+", "%").
_WORD = re.compile(
    r"\d+(?:[.,]\d+)*|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\d]+|[^\w\s.,;:!?…\"'“”‘’()\[\]–—-]"
)
# So many words tell a passage from any other; of fewer, those around must be alike too.
_TELLING = 8
_ALIKE = 0.4
# Words that stand everywhere are looked for at so many places, the nearest to where they stood.
_MOST_PLACES = 100


@dataclass(frozen=True, slots=True)
class Passage:
    """Words and where they stood in the former text. Those that were gone already have no place: `start` is None."""

    quote: str
    start: int | None


class NewText:
    """A text in which passages of the former one are looked for. Cost: O(both texts), then little for each."""

    def __init__(self, text: str, before: str, quotes: Iterable[str]) -> None:
        self.text, self._before = text, before
        self._words: list[str] = []
        self._starts, self._ends = array("L"), array("L")
        known: dict[str, str] = {}
        for match in _WORD.finditer(text):
            word = match[0].casefold()
            self._words.append(known.setdefault(word, word))
            self._starts.append(match.start())
            self._ends.append(match.end())
        self._counts = Counter(self._words)
        wanted = {self._rarest(words) for quote in set(quotes) if (words := words_of(quote))}
        self._places = self._placed(wanted)
        self._found: dict[Passage, tuple[int, int] | None] = {}

    def find(self, passage: Passage) -> tuple[int, int] | None:
        """Where the same words stand, whatever signs part them: where those around are most alike, else nearest."""
        # A proposal and what became of it quote the same.
        if passage not in self._found:
            self._found[passage] = self._find(passage)
        return self._found[passage]

    def _find(self, passage: Passage) -> tuple[int, int] | None:
        words = words_of(passage.quote)
        if not words:
            return None
        around = self._around_before(passage)
        found: list[tuple[float, int, int, int]] = []
        for number in self._numbers(words, passage.start or 0):
            start, end = self._bounds(number, words, passage.quote)
            alike = 0.0 if around is None else _alike(around, _around(self.text, start, end, words))
            if alike >= _ALIKE or len(words) >= _TELLING:
                found.append((alike, -abs(start - (passage.start or 0)), start, end))
        return max(found)[2:] if found else None

    def _placed(self, wanted: Collection[str]) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {word: [] for word in wanted}
        for number, word in enumerate(self._words):
            if word in places:
                places[word].append(number)
        return places

    def _rarest(self, words: list[str]) -> str:
        return min(words, key=lambda word: self._counts.get(word, 0))

    def _numbers(self, words: list[str], near: int) -> Iterable[int]:
        """The numbers of the words with which these begin, about a place."""
        rarest = self._rarest(words)
        offset = words.index(rarest)
        places = self._places.get(rarest, [])
        middle = bisect_left(places, bisect_left(self._starts, near) + offset)
        low = max(0, min(middle - _MOST_PLACES // 2, len(places) - _MOST_PLACES))
        for place in places[low : low + _MOST_PLACES]:
            first = place - offset
            if first >= 0 and self._words[first : first + len(words)] == words:
                yield first

    def _bounds(self, number: int, words: list[str], quote: str) -> tuple[int, int]:
        """The passage with the signs at its ends, if they are those of the quote or as many."""
        start, end = self._starts[number], self._ends[number + len(words) - 1]
        first, last = _edges(quote)
        if self.text[max(start - first, 0) : start] == quote[:first]:
            start -= first
        stop = end
        while stop < min(len(self.text), end + last) and _is_sign(self.text[stop]):
            stop += 1
        return start, stop

    def _around_before(self, passage: Passage) -> Counter[str] | None:
        """The words around a passage in the former text; None where it stood nowhere."""
        if passage.start is None:
            return None
        end = passage.start + len(passage.quote)
        if self._before[passage.start : end] != passage.quote:
            return None
        return _around(self._before, passage.start, end, words_of(passage.quote))


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared."""
    return [match[0].casefold() for match in _WORD.finditer(text)]


def _around(text: str, start: int, end: int, words: list[str]) -> Counter[str]:
    """The other words of the sentence that holds a passage."""
    first, last = sentence_around(text, start, end)
    return Counter(words_of(text[first:last])) - Counter(words)


def _is_sign(letter: str) -> bool:
    return not letter.isspace() and not letter.isalnum()


def _edges(quote: str) -> tuple[int, int]:
    """How many signs stand before the first word of a quote and after the last."""
    matches = list(_WORD.finditer(quote))
    return matches[0].start(), len(quote) - matches[-1].end()


def _alike(one: Counter[str], other: Counter[str]) -> float:
    """The share of words that two have in common, 0 to 1 (Dice 1945)."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0
