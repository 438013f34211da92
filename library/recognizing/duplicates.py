"""Concepts that are proposed and exist already, by titles that differ a little."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic

from rapidfuzz import fuzz

from library.recognizing.stems import stems_of
from library.recognizing.terms import Id, Term

# Titles less alike than this are not offered.
LEAST = 0.72
_MOST_FOUND = 5
# Of a word in so many titles only the first are looked at; it tells little.
_MOST_SHARING = 2_000
# A word that one title has and the other lacks makes a concept of its own, more often than a change of letters.
_LACKING = 0.15


@dataclass(frozen=True, slots=True)
class SameAs(Generic[Id]):
    """An existing concept that a proposed one may be. `score`: 0 to 1; `name`: the title or alias that is alike."""

    id: Id
    name: str
    score: float


class TitleIndex(Generic[Id]):
    """Titles and aliases by the stems of their words, to find those that are alike. Made in O(words)."""

    def __init__(self, terms: Iterable[Term[Id]]) -> None:
        self._names: list[tuple[Id, str, tuple[str, ...]]] = []
        self._by_stem: dict[str, list[int]] = defaultdict(list)
        for term in terms:
            for name in (term.title, *term.aliases):
                stems = tuple(sorted(set(stems_of(name))))
                for stem in stems:
                    self._by_stem[stem].append(len(self._names))
                self._names.append((term.id, name, stems))

    def same_as(self, title: str) -> list[SameAs[Id]]:
        """The concepts that a title may name, best first, at most five. Cost: O(titles that share a word), bounded."""
        stems = tuple(sorted(set(stems_of(title))))
        places = {place for stem in stems for place in self._by_stem.get(stem, ())[:_MOST_SHARING]}
        best: dict[Id, SameAs[Id]] = {}
        for place in sorted(places):
            term_id, name, other = self._names[place]
            score = round(likeness(title, stems, name, other), 3)
            if score >= LEAST and (term_id not in best or best[term_id].score < score):
                best[term_id] = SameAs(term_id, name, score)
        # Sorting is stable: of equal scores the one that was given first.
        return sorted(best.values(), key=lambda one: -one.score)[:_MOST_FOUND]


def likeness(title: str, stems: tuple[str, ...], name: str, other: tuple[str, ...]) -> float:
    """How likely two titles name one thing, 0 to 1; `stems` and `other` are the stems of their words."""
    if stems == other and stems:
        return 1.0 if title.casefold() == name.casefold() else 0.97
    letters = fuzz.token_sort_ratio(title.lower(), name.lower()) / 100
    lacking = len(set(stems) ^ set(other))
    return max(0.0, letters - _LACKING * (lacking - 1 if len(stems) == len(other) else lacking) / 2)
