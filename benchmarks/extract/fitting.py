"""Fits the weights of the hierarchy to maps: softmax over the choices of each concept, by gradient ascent."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from benchmarks.extract.maps import SeedMap
from library.recognizing.hierarchy import choices_for, decide
from library.recognizing.likeness import Likeness
from library.recognizing.tree import ROOT, Tree

Weights = dict[str, float]
_STEPS, _RATE, _DECAY = 150, 0.0075, 0.05


class Lesson:
    """A map's choices as they stand when all before was decided rightly, and which of them are right."""

    def __init__(self, seed: SeedMap) -> None:
        self.likeness = Likeness(seed.concepts)
        self.right = [parents or frozenset({ROOT}) for parents in seed.parents_by_index()]
        self.choices: list[tuple[list[dict[str, float]], list[bool]]] = []
        tree = Tree(len(seed.concepts))
        for index, right in enumerate(self.right):
            choices = list(choices_for(index, tree, self.likeness))
            told = [choice.index in right for choice in choices]
            if any(told):
                self.choices.append(([choice.features for choice in choices], told))
            # Where a concept has several parents the tree of a map shows it under the nearest before it.
            tree.hang(index, max(right))

    def hits(self, weights: Weights) -> int:
        """How many parents are right when every decision rests on those before it."""
        found = decide(self.likeness, weights)
        return sum(parent in right for (parent, _), right in zip(found, self.right, strict=True))


def fit(lessons: Sequence[Lesson]) -> Weights:
    """The weights by name, rounded as they are kept."""
    names = sorted({name for lesson in lessons for rows, _ in lesson.choices for row in rows for name in row})
    tables = [
        (np.array([[row.get(name, 0.0) for name in names] for row in rows]), np.array(told))
        for lesson in lessons
        for rows, told in lesson.choices
    ]
    size = np.maximum(1e-3, np.max([np.abs(table).max(axis=0) for table, _ in tables], axis=0))
    weights = np.zeros(len(names))
    for step in range(_STEPS):
        gradient = sum((_gradient(table, told, weights) for table, told in tables), -_DECAY * weights)
        weights += _RATE * gradient / size**2 * 8 / (8 + step / 20)
    return {name: round(float(weight), 2) for name, weight in zip(names, weights, strict=True)}


def _gradient(
    table: npt.NDArray[np.float64], told: npt.NDArray[np.bool_], weights: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    scores = table @ weights
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    right = shares * told
    return np.asarray(table.T @ (right / right.sum() - shares))
