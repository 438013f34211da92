"""Where words are, from the FTS5 tables of the migration `0008_word_index`, and rows, on SQLite."""

import numpy as np
from django.db import connection

from concepts.search.found import CONCEPT_BITS, Candidate, Numbers, Parameters, Question
from concepts.search.lookups import Lookup

_BEGINNING = 60
_LAST_LETTER = "\U0010ffff"

# The numbers of a lookup as one text: Python takes them over faster than rows.
_NUMBERS = """
SELECT {at}, group_concat(number) FROM (
    SELECT rowid AS number FROM {texts} WHERE {texts} MATCH %s AND rowid {within} LIMIT {most}
)
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


def find_numbers(lookups: list[Lookup], maps: list[int], *, staff: bool) -> list[Numbers]:
    """The numbers of the rows that each lookup finds in these maps, drafts among them. Queries: 1."""
    within = _within(maps)
    statement = " UNION ALL ".join(
        _NUMBERS.format(at=at, texts=lookup.texts, within=within, most=lookup.most)
        for at, lookup in enumerate(lookups)
    )
    found = [np.empty(0, dtype=np.int64)] * len(lookups)
    with connection.cursor() as cursor:
        cursor.execute(statement, [_match(lookup) for lookup in lookups])
        for at, numbers in cursor.fetchall():
            found[at] = np.fromstring(numbers or "", dtype=np.int64, sep=",")
    return found


def _within(maps: list[int]) -> str:
    """Of a single map the index reads nothing else."""
    if len(maps) == 1:
        return f"BETWEEN {maps[0] << CONCEPT_BITS} AND {((maps[0] + 1) << CONCEPT_BITS) - 1}"
    return f">> {CONCEPT_BITS} IN ({', '.join(map(str, maps))})"


def _match(lookup: Lookup) -> str:
    """In FTS5's language, where bare words are commands: so each is quoted."""
    groups = (" OR ".join(f'"{word}"' for word in group) for group in lookup.groups)
    return " AND ".join(f"({group})" for group in groups)


def read_rows(question: Question, numbers: Numbers, maps: list[int]) -> list[Candidate]:
    """The rows of these numbers, and those whose names begin with the query. Queries: 1."""
    concepts = numbers & ((1 << CONCEPT_BITS) - 1)
    statement = _CANDIDATES.format(
        visible=", ".join(map(str, maps)),
        concepts=_values(concepts),
        maps=_values(numbers[concepts == 0] >> CONCEPT_BITS),
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
