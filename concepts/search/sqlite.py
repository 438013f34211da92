"""Candidates from the FTS5 tables of the migration `0003_search`.

An index over trigrams is fast where they are rare: the trigrams of a query are looked up from the rarest on, for as
long as their rows stay within a budget. That bounds the cost of any query on any number of concepts; and as one wrong
letter spoils three neighboring trigrams at most, some of the rare ones are left.
"""

from collections.abc import Sequence
from math import log

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from concepts.search.found import Candidate, Parameters, Question

_NAMES, _SUMMARIES = "concepts_names", "concepts_summaries"
_MOST_ROWS_READ = 24_000
_MOST_TRIGRAMS = 40
_NAMED = 300
_DESCRIBED = 80
_BEGINNING = 60
# A short word found with two letters swapped back outweighs any that shares some trigrams by chance.
_SWAPPED_WEIGHT = 30.0
_LAST_LETTER = "\U0010ffff"
# In a number of the index the upper bits are the map's, the lower ones the concept's; nought is the map itself.
_CONCEPT_BITS = 40

_COUNT = "SELECT '{index}', term, doc FROM {index}_terms WHERE term IN ({marks})"
# All numbers of a trigram as one text: Python takes them over, and NumPy adds them up, faster than SQLite groups them.
_NUMBERS = "SELECT '{index}', {weight:.3f}, group_concat(rowid) FROM {index} WHERE {index} MATCH %s"
_VISIBLE = """
SELECT 'visible', 0, group_concat(id) FROM concepts_knowledgemap
WHERE (published OR %s) AND (%s IS NULL OR slug = %s)
"""
# The signs before `map_id` and `id` keep SQLite from reading whole maps instead of the few that begin alike.
_CANDIDATES = """
WITH beginning AS (
    SELECT id FROM concepts_concept
    WHERE folded_names >= %(first)s AND folded_names < %(last)s AND +map_id IN ({visible}) AND (published OR %(staff)s)
    ORDER BY folded_names LIMIT {beginning}
),
beginning_maps AS (
    SELECT id FROM concepts_knowledgemap
    WHERE folded_names >= %(first)s AND folded_names < %(last)s AND +id IN ({visible})
    ORDER BY folded_names LIMIT {beginning}
)
SELECT 'concept', m.slug, m.title, c.slug, c.title, c.summary, c.folded_names, c.folded_summary, m.position, c.position
FROM concepts_concept c JOIN concepts_knowledgemap m ON m.id = c.map_id
WHERE c.id IN (SELECT id FROM beginning UNION VALUES {concepts}) AND (c.published OR %(staff)s)
UNION ALL
SELECT 'map', m.slug, m.title, m.slug, m.title, m.summary, m.folded_names, m.folded_summary, m.position, 0
FROM concepts_knowledgemap m WHERE m.id IN (SELECT id FROM beginning_maps UNION VALUES {maps})
"""

Numbers = NDArray[np.int64]
Lookup = tuple[str, str, float]


def find_candidates(question: Question) -> list[Candidate]:
    """What shares the rarer trigrams of its names or summary with the query, or begins with it. Queries: 3."""
    trigrams = list(
        dict.fromkeys(trigram for word in question.words for trigram in trigrams_of(word, question))
    )
    counts = count_rows(trigrams, (_NAMES, _SUMMARIES))
    lookups = rarest(_NAMES, counts[_NAMES]) + rarest(_SUMMARIES, counts[_SUMMARIES])
    lookups += [
        (_NAMES, all_of(trigrams_of(word, question)), _SWAPPED_WEIGHT) for word in question.swapped_words
    ]
    found, visible = _look_up(question, lookups)
    numbers = np.concatenate(
        [
            _heaviest(found[_NAMES], visible, most=_NAMED),
            _heaviest(found[_SUMMARIES], visible, most=_DESCRIBED),
        ]
    )
    return _read_rows(question, numbers, visible)


def trigrams_of(word: str, question: Question) -> list[str]:
    """Trigrams of a word with the blanks beside it; an unfinished word has none behind it."""
    ending = "" if question.unfinished and question.text.endswith(word) else " "
    padded = f" {word}{ending}"
    return [padded[at : at + 3] for at in range(max(len(padded) - 2, 1))]


def count_rows(trigrams: list[str], indexes: Sequence[str]) -> dict[str, dict[str, int]]:
    """In how many rows each trigram is, by index. Queries: 1."""
    counts: dict[str, dict[str, int]] = {index: {} for index in indexes}
    marks = ", ".join(["%s"] * len(trigrams))
    statement = " UNION ALL ".join(_COUNT.format(index=index, marks=marks) for index in counts)
    with connection.cursor() as cursor:
        cursor.execute(statement, trigrams * len(counts))
        for index, trigram, count in cursor.fetchall():
            counts[index][trigram] = count
    return counts


def rarest(index: str, counts: dict[str, int]) -> list[Lookup]:
    """The rarest trigrams whose rows together stay within the budget, at least one; the rarer, the weightier."""
    lookups: list[Lookup] = []
    rows = 0
    most = max(counts.values(), default=0)
    for trigram, count in sorted(counts.items(), key=lambda item: item[1])[:_MOST_TRIGRAMS]:
        rows += count
        if lookups and rows > _MOST_ROWS_READ:
            break
        lookups.append((index, all_of([trigram]), log(2 + most / count)))
    return lookups


def all_of(trigrams: list[str]) -> str:
    """In FTS5's language, where bare words are commands and signs in them errors: so each is quoted."""
    return " AND ".join('"' + trigram.replace('"', '""') + '"' for trigram in trigrams)


def _look_up(
    question: Question, lookups: list[Lookup]
) -> tuple[dict[str, list[tuple[float, Numbers]]], Numbers]:
    """What is found in each index, with its weight, and the maps that may be seen. Queries: 1."""
    selects = [_NUMBERS.format(index=index, weight=weight) for index, _, weight in lookups]
    parameters: list[str | int | None] = [match for _, match, _ in lookups]
    parameters += [question.staff, question.map_slug, question.map_slug]
    found: dict[str, list[tuple[float, Numbers]]] = {_NAMES: [], _SUMMARIES: [], "visible": []}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([*selects, _VISIBLE]), parameters)
        for index, weight, numbers in cursor.fetchall():
            found[index].append((weight, np.fromstring(numbers or "", dtype=np.int64, sep=",")))
    return found, found.pop("visible")[0][1]


def _heaviest(found: list[tuple[float, Numbers]], visible: Numbers, *, most: int) -> Numbers:
    """The numbers with the greatest sums of weights, of maps that may be seen."""
    if not found:
        return np.empty(0, dtype=np.int64)
    numbers = np.concatenate([numbers for _, numbers in found])
    weights = np.repeat([weight for weight, _ in found], [len(numbers) for _, numbers in found])
    seen = np.isin(numbers >> _CONCEPT_BITS, visible)
    each, place = np.unique(numbers[seen], return_inverse=True)
    sums = np.bincount(place, weights[seen])
    return each[np.argsort(-sums, kind="stable")[:most]]


def _read_rows(question: Question, numbers: Numbers, visible: Numbers) -> list[Candidate]:
    """The rows of these numbers, and those whose names begin with the query. Queries: 1."""
    concepts = np.unique(numbers & ((1 << _CONCEPT_BITS) - 1))
    maps = numbers[numbers & ((1 << _CONCEPT_BITS) - 1) == 0] >> _CONCEPT_BITS
    statement = _CANDIDATES.format(
        visible=", ".join(map(str, visible.tolist())),
        concepts=_values(concepts),
        maps=_values(maps),
        beginning=_BEGINNING,
    )
    parameters: Parameters = {
        "first": question.text,
        "last": question.text + _LAST_LETTER,
        "staff": question.staff,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return [Candidate(*row) for row in cursor.fetchall()]


def _values(numbers: Numbers) -> str:
    # No row has the number nought, and there is no list of no values.
    return ", ".join(f"({number})" for number in {0, *numbers.tolist()})
