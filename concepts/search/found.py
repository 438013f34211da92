"""What a search is asked, what the database finds for it, and what it answers."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

LONGEST_QUERY = 200
_MOST_WORDS = 16

# Of a number the upper bits are the map's, the lower ones the concept's; nought is the map itself.
CONCEPT_BITS = 40
Numbers = NDArray[np.int64]
# What a statement is given by name.
Parameters = dict[str, str | int | None]


@dataclass(frozen=True, slots=True)
class Hit:
    """A map or concept that was found. `kind`: "map" or "concept"; of a map the slug and title are given twice.

    `score`: from 0 to 1, where 1 is the very title that was asked for.
    """

    kind: str
    map_slug: str
    map_title: str
    slug: str
    title: str
    summary: str
    score: float


class Candidate(NamedTuple):
    """A row that may answer a query, in the order in which both databases select its columns."""

    kind: str
    map_slug: str
    map_title: str
    slug: str
    title: str
    summary: str
    folded_names: str
    folded_summary: str
    map_position: int
    position: int


@dataclass(frozen=True)
class Question:
    """A query in its folded form. `unfinished`: whether its last word is still being typed."""

    text: str
    unfinished: bool
    staff: bool
    map_slug: str | None

    @cached_property
    def words(self) -> list[str]:
        """The words, each once, as many as are looked at."""
        return list(dict.fromkeys(self.text.split()))[:_MOST_WORDS]

    @cached_property
    def lengths(self) -> list[int]:
        return [len(word) for word in self.words]

    @cached_property
    def pairs(self) -> list[tuple[str, str]]:
        """Words that stand side by side."""
        return list(pairwise(self.words))
