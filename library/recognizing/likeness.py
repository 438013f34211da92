"""How much the texts of a map's concepts are alike, and which of them speak of another by its title."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from library.recognizing.stems import stems_of
from library.recognizing.terms import Term, TermIndex

# So many concepts before and after one are its neighbours in the order of the map.
_NEAR = 3
_FAR = 5


class Described(Protocol):
    """What has a title and texts."""

    @property
    def title(self) -> str: ...
    @property
    def summary(self) -> str: ...
    @property
    def detail(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Texts:
    """A concept as sets of stems, with the weight of each in its text, and the indexes of the concepts it names."""

    title: frozenset[str]
    summary: frozenset[str]
    whole: frozenset[str]
    weights: dict[str, float]
    named: frozenset[int]


# Title words that so many concepts share tell nothing of any one of them.
_MOST_SHARING = 20


class Likeness:
    """Measures of concepts by their index, all between 0 and 1 but `lift`. Made in O(length of all texts)."""

    def __init__(self, concepts: Sequence[Described]) -> None:
        counts = [_counts(concept) for concept in concepts]
        frequency = Counter(stem for count in counts for stem in count)
        self.rarity = {stem: math.log(1 + len(concepts) / number) for stem, number in frequency.items()}
        index = TermIndex([Term(place, concept.title) for place, concept in enumerate(concepts)])
        self.texts = [
            self._texts(concept, count, index) for concept, count in zip(concepts, counts, strict=True)
        ]
        self._cosines: dict[tuple[int, int], float] = {}
        self._titled: dict[str, list[int]] = {}
        for place, texts in enumerate(self.texts):
            for stem in texts.title:
                self._titled.setdefault(stem, []).append(place)
        total: dict[str, float] = {}
        for texts in self.texts:
            for stem, weight in texts.weights.items():
                total[stem] = total.get(stem, 0.0) + weight
        others = max(1, len(concepts) - 1)
        self._usual = [max((_dot(texts.weights, total) - 1.0) / others, 1e-3) for texts in self.texts]

    def _texts(self, concept: Described, count: Counter[str], index: TermIndex[int]) -> Texts:
        weights = {stem: (1 + math.log(number)) * self.rarity[stem] for stem, number in count.items()}
        length = math.sqrt(math.fsum(weight * weight for weight in weights.values())) or 1.0
        text = f"{concept.summary}\n{concept.detail}"
        return Texts(
            title=frozenset(stems_of(concept.title)),
            summary=frozenset(stems_of(concept.summary)),
            whole=frozenset(count),
            weights={stem: weight / length for stem, weight in weights.items()},
            named=frozenset(mention.id for mention in index.mentions(text)),
        )

    def akin(self, index: int) -> list[int]:
        """The concepts that this one names, or shares a rare word of its title with, in their order."""
        sharing = (self._titled[stem] for stem in self.texts[index].title)
        found = {other for others in sharing if len(others) <= _MOST_SHARING for other in others}
        return sorted((found | self.texts[index].named) - {index})

    def cosine(self, one: int, other: int) -> float:
        """The cosine of the TF-IDF vectors of two texts."""
        pair = (one, other) if one < other else (other, one)
        found = self._cosines.get(pair)
        if found is None:
            found = self._cosines[pair] = _dot(self.texts[one].weights, self.texts[other].weights)
        return found

    def lift(self, one: int, other: int) -> float:
        """How many times more alike two texts are than the first is to all others, less one; at most 4."""
        return min(self.cosine(one, other) / self._usual[one] - 1.0, 4.0)

    def covered(self, stems: frozenset[str], by: frozenset[str]) -> float:
        """The share of stems that stand in a text, rare ones counting more."""
        shared = stems & by
        if not shared:
            return 0.0
        return self._rarity_of(shared) / self._rarity_of(stems)

    def _rarity_of(self, stems: frozenset[str]) -> float:
        return math.fsum(self.rarity.get(stem, 1.0) for stem in stems)

    def cohesion_after(self, index: int) -> float:
        """The mean lift to the next concepts."""
        return self._mean_lift(index, range(index + 1, min(index + 1 + _NEAR, len(self.texts))))

    def cohesion_before(self, index: int) -> float:
        """The mean lift to the concepts before."""
        return self._mean_lift(index, range(max(0, index - _NEAR), index))

    def _mean_lift(self, index: int, others: range) -> float:
        return sum(self.lift(index, other) for other in others) / len(others) if others else 0.0

    def echo(self, index: int) -> float:
        """How much the next concepts speak of this one: its title's words in their summaries, or it by name."""
        title = self.texts[index].title
        after = self.texts[index + 1 : index + 1 + _FAR]
        return sum(self.covered(title, texts.summary) + (index in texts.named) for texts in after) / _FAR


def _counts(concept: Described) -> Counter[str]:
    """Title and summary count twice: they say what a concept is about."""
    head = stems_of(f"{concept.title}\n{concept.summary}")
    return Counter([*head, *head, *stems_of(concept.detail)])


def _dot(one: dict[str, float], other: dict[str, float]) -> float:
    # The exact sum is the same in any order, and the order of a set of words is not the same in every process.
    return math.fsum(one[stem] * other[stem] for stem in one.keys() & other.keys())
