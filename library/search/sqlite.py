"""Candidates from the FTS5 tables of the migration `0003_search`."""

from typing import Any

import numpy as np
from django.db import connection
from django.db.models import Q, QuerySet

from concepts.search.found import Numbers, Question
from library.models import Document
from library.search.trigrams import all_of, lookups_of, swapped_words, trigrams_of
from library.search.words import Sought

_NAMES = "library_names"
_NAMED, _BEGINNING = 100, 60
_SWAPPED_WEIGHT = 30.0
_LAST_LETTER = "\U0010ffff"
_NUMBERS = "SELECT {weight:.3f}, group_concat(rowid) FROM library_names WHERE library_names MATCH %s"


def named_alike(question: Question, documents: QuerySet[Document], columns: tuple[str, ...]) -> list[Any]:
    """Rows of those whose names share the rarer trigrams of the query, or begin with it. Queries: 3 or 4."""
    text = question.text
    begun = Q(folded_names__gte=text, folded_names__lt=text + _LAST_LETTER)
    heaviest = _heaviest(question).tolist()
    rows = list(documents.filter(pk__in=heaviest).order_by().values_list(*columns))
    if len(text) < 3:
        # So short a beginning has no trigram of its own.
        rows += documents.filter(begun).order_by("folded_names").values_list(*columns)[:_BEGINNING]
    return list({row[0]: row for row in rows}.values())


def having_words(sought: list[Sought]) -> tuple[str, list[str]]:
    """The statement that finds the ids of documents that have all these words, and its parameters."""
    terms = (f'"{word}"{" *" if beginning else ""}' for word, beginning in sought)
    return "SELECT rowid FROM library_texts WHERE library_texts MATCH %s", [" AND ".join(terms)]


def _heaviest(question: Question) -> Numbers:
    """The ids with the greatest sums of weights of shared trigrams. Queries: 2."""
    lookups = lookups_of(question, _NAMES)
    swapped = (trigrams_of(word, question) for word in swapped_words(question))
    lookups += [(all_of(trigrams), _SWAPPED_WEIGHT) for trigrams in swapped]
    if not lookups:
        return np.empty(0, dtype=np.int64)
    statement = " UNION ALL ".join(_NUMBERS.format(weight=weight) for _, weight in lookups)
    with connection.cursor() as cursor:
        cursor.execute(statement, [match for match, _ in lookups])
        found = [
            (weight, np.fromstring(numbers or "", dtype=np.int64, sep=","))
            for weight, numbers in cursor.fetchall()
        ]
    each, place = np.unique(np.concatenate([numbers for _, numbers in found]), return_inverse=True)
    weights = np.repeat([weight for weight, _ in found], [len(numbers) for _, numbers in found])
    return each[np.argsort(-np.bincount(place, weights), kind="stable")[:_NAMED]]
