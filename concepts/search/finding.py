"""The two questions a visitor can ask: a search, and what to suggest while the query is being typed."""

import numpy as np
from django.db import connection

from concepts.folding import fold
from concepts.search import postgresql, sqlite
from concepts.search.found import LONGEST_QUERY, Candidate, Hit, Numbers, Question
from concepts.search.likeness import likenesses
from concepts.search.lookups import Lookup, lookups_for
from concepts.search.ranking import rank
from concepts.search.vocabulary import vocabulary_for

_COMPARED = 250


def search(
    query: str, *, staff: bool = False, map_slug: str | None = None, limit: int = 20
) -> tuple[Hit, ...]:
    """Maps and concepts for a query, the best first; drafts for staff alone.

    Words are found in any order, in titles, other names and summaries, with letters wrong, missing, doubled or
    swapped. Queries: at most 3, however much there is; none for a query without a word.
    """
    return _find(query, unfinished=False, staff=staff, map_slug=map_slug, limit=limit)


def suggest(
    query: str, *, staff: bool = False, map_slug: str | None = None, limit: int = 8
) -> tuple[Hit, ...]:
    """What a query still being typed may become: like `search`, its last word a beginning. Queries: at most 3."""
    return _find(query, unfinished=not query[-1:].isspace(), staff=staff, map_slug=map_slug, limit=limit)


def _find(query: str, *, unfinished: bool, staff: bool, map_slug: str | None, limit: int) -> tuple[Hit, ...]:
    text = fold(query[:LONGEST_QUERY])
    if not text or limit < 1:
        return ()
    question = Question(text, unfinished=unfinished, staff=staff, map_slug=map_slug)
    return rank(question, _candidates(question), limit=limit)


def _candidates(question: Question) -> list[Candidate]:
    """The rows that answer most of the query. Queries: 3."""
    database = postgresql if connection.vendor == "postgresql" else sqlite
    vocabulary = vocabulary_for(question)
    if not vocabulary.maps:
        return []
    lookups = lookups_for(question, likenesses(question, set(vocabulary.words)), vocabulary)
    found = database.find_numbers(lookups, vocabulary.maps, staff=question.staff) if lookups else []
    candidates: list[Candidate] = database.read_rows(
        question, _best(question, lookups, found), vocabulary.maps
    )
    return candidates


def _best(question: Question, lookups: list[Lookup], found: list[Numbers]) -> Numbers:
    """The numbers that answer most letters of the query, each word by the best that was found for it."""
    if not found:
        return np.empty(0, dtype=np.int64)
    each, places = np.unique(np.concatenate(found), return_inverse=True)
    answers = np.zeros((len(each), len(question.words)))
    start = 0
    for lookup, numbers in zip(lookups, found, strict=True):
        at = places[start : start + len(numbers)]
        answers[at] = np.maximum(answers[at], lookup.answers)
        start += len(numbers)
    return each[np.argsort(-(answers @ question.lengths), kind="stable")[:_COMPARED]]
