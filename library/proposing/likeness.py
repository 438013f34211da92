"""Concepts that are there and that a new one may be the same as."""

from collections.abc import Sequence

from library.proposing.concepts import Likes
from library.proposing.standing import Known
from library.recognizing.duplicates import TitleIndex
from library.recognizing.found import ConceptFound
from library.recognizing.terms import Term


def likes_among(known: Sequence[Known]) -> Likes:
    """Finds among these concepts those whose titles or other names are nearly that of a new one, best first."""
    by_id = {concept.pk: concept for concept in known}
    index = TitleIndex(Term(concept.pk, concept.title, concept.aliases) for concept in known)

    def likes(found: ConceptFound) -> Sequence[tuple[Known, float]]:
        return [(by_id[same.id], same.score) for same in index.same_as(found.title)]

    return likes
