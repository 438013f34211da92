"""Documents as weighted words, and which of them are near each other: TF-IDF and the cosine of the angle between."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from library.recognizing.stems import STOP_WORDS

# Of a document so many of its weightiest words are compared, and so many words tell it apart for a reader.
WORDS = 40
TOLD = 24
NEIGHBORS = 10
_LEAST_ALIKE = 0.08
_SHORTEST = 3

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class WeightedTexts:
    """`words[i]`, `weights[i]`: the weightiest words of document i, by number in `vocabulary`, of a vector of length 1.

    Words that no other document has are parts of that vector too, and are not listed.
    """

    vocabulary: list[str]
    words: list[Numbers]
    weights: list[npt.NDArray[np.float64]]


def weighted(texts: Iterable[str], *, progress: Callable[[int], None] = lambda count: None) -> WeightedTexts:
    """Weigh the words of folded texts: often here and seldom elsewhere is weighty. Cost: each text once.

    Source: Salton and Buckley 1988, the logarithm of a word's count times that of its rarity.
    """
    numbers: dict[str, int] = {}
    counts: list[tuple[Numbers, npt.NDArray[np.float64]]] = []
    for text in texts:
        counted = Counter(word for word in text.split() if len(word) >= _SHORTEST and not word.isdigit())
        ids = np.fromiter(
            (numbers.setdefault(word, len(numbers)) for word in counted), np.int64, len(counted)
        )
        counts.append((ids, 1 + np.log(np.fromiter(counted.values(), np.float64, len(counted)))))
        progress(1)
    every = np.concatenate([ids for ids, _ in counts]) if counts else np.empty(0, np.int64)
    documents = np.bincount(every, minlength=len(numbers))
    rarity = np.log((1 + len(counts)) / np.maximum(documents, 1))
    rows = [_weightiest(ids, many * rarity[ids], documents[ids] > 1) for ids, many in counts]
    return WeightedTexts(list(numbers), [ids for ids, _ in rows], [weights for _, weights in rows])


def _weightiest(
    ids: Numbers, weights: npt.NDArray[np.float64], shared: npt.NDArray[np.bool_]
) -> tuple[Numbers, npt.NDArray[np.float64]]:
    """The weightiest of the words that another document has too; those it has alone only make the others weigh less."""
    length = np.sqrt((weights**2).sum()) or 1.0
    ids, weights = ids[shared], weights[shared]
    # By word where weights are equal, so that the same library always gives the same index.
    best = np.lexsort((ids, -weights))[:WORDS]
    best = best[weights[best] > 0]
    return ids[best], weights[best] / length


def near_texts(
    texts: WeightedTexts, *, progress: Callable[[int], None] = lambda count: None
) -> list[tuple[int, int, float]]:
    """Pairs of documents whose words are alike, each with how much so, from 0 to 1: up to 10 for each document.

    Cost: for each document, the documents that share each of its weighty words.
    """
    count = len(texts.words)
    rows = np.repeat(np.arange(count), [len(words) for words in texts.words])
    words = np.concatenate([*texts.words, np.empty(0, np.int64)])
    weights = np.concatenate([*texts.weights, np.empty(0)])
    order = np.argsort(words, kind="stable")
    rows, weights = rows[order], weights[order]
    starts = np.searchsorted(words[order], np.arange(len(texts.vocabulary) + 1))
    pairs: dict[tuple[int, int], float] = {}
    for one in range(count):
        alike = np.zeros(count)
        for word, weight in zip(texts.words[one].tolist(), texts.weights[one].tolist(), strict=True):
            held = slice(starts[word], starts[word + 1])
            alike[rows[held]] += weight * weights[held]
        alike[one] = 0
        for other in _best(alike):
            pairs[min(one, other), max(one, other)] = float(alike[other])
        progress(1)
    return [(one, two, alike) for (one, two), alike in pairs.items()]


def _best(alike: npt.NDArray[np.float64]) -> list[int]:
    near = np.flatnonzero(alike >= _LEAST_ALIKE)
    if len(near) > NEIGHBORS:
        near = near[np.argpartition(-alike[near], NEIGHBORS)[:NEIGHBORS]]
    return near.tolist()


def telling_words(texts: WeightedTexts) -> npt.NDArray[np.int32]:
    """Up to 24 words that tell each document from the others and carry a subject, by number, filled up with -1."""
    says_nothing = np.array([word in STOP_WORDS for word in texts.vocabulary], dtype=np.bool_)
    told = np.full((len(texts.words), TOLD), -1, dtype=np.int32)
    for row, words in enumerate(texts.words):
        telling = words[~says_nothing[words]][:TOLD]
        told[row, : len(telling)] = telling
    return told
