"""The long part of proposing, which needs no lock: looking for the concepts of the atlas in a text."""

from collections.abc import Collection
from dataclasses import dataclass

from library.proposing.concepts import Likes
from library.proposing.likeness import likes_among
from library.proposing.mentions import Named, concepts_named
from library.proposing.standing import concepts_to_cite
from library.recognizing.found import Recognized


@dataclass(frozen=True, slots=True)
class Ahead:
    """What a text names and what its concepts are like, among the concepts of a map or of these topics."""

    map_id: int | None
    topics: frozenset[int]
    named: Named
    likes: Likes


def look_ahead(recognized: Recognized, *, map_id: int | None, topics: Collection[int]) -> Ahead:
    """Look for the concepts that a document of this map, or else of these topics, may cite. Queries: 1."""
    known = concepts_to_cite(map_id, topics)
    return Ahead(map_id, frozenset(topics), concepts_named(recognized.text, known), likes_among(known))
