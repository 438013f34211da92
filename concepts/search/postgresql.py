"""Where words are, from the GIN indexes of the migration `0008_word_index`, and rows, on PostgreSQL."""

import numpy as np
from django.db import connection

from concepts.search.found import CONCEPT_BITS, Candidate, Numbers, Question
from concepts.search.lookups import NAMES, SUMMARIES, Lookup

_BEGINNING = 60
_FIRST_LETTERS = 40
_COLUMNS = {NAMES: "folded_names", SUMMARIES: "folded_summary"}
# One plan for all lookups in the same texts.
_NUMBERS = """
SELECT at, (
    SELECT array_agg(number) FROM (
        SELECT (map_id << {bits}) + id AS number FROM concepts_concept
        WHERE concepts_words({column}) @@ query::tsquery AND map_id = ANY(%(visible)s) AND (published OR %(staff)s)
        LIMIT most
    ) AS concepts
), (
    SELECT array_agg(number) FROM (
        SELECT id << {bits} AS number FROM concepts_knowledgemap
        WHERE concepts_words({column}) @@ query::tsquery AND id = ANY(%(visible)s)
        LIMIT most
    ) AS maps
)
FROM unnest(%({texts}_at)s::integer[], %({texts}_query)s::text[], %({texts}_most)s::integer[])
    AS lookups (at, query, most)
"""
_CANDIDATES = """
WITH beginning AS MATERIALIZED (
    SELECT id FROM concepts_concept
    WHERE left(folded_names, {letters}) LIKE %(beginning)s
      AND map_id = ANY(%(visible)s) AND (published OR %(staff)s)
    ORDER BY left(folded_names, {letters}) USING ~<~ LIMIT {most}
),
beginning_maps AS MATERIALIZED (
    SELECT id FROM concepts_knowledgemap
    WHERE left(folded_names, {letters}) LIKE %(beginning)s AND id = ANY(%(visible)s)
    ORDER BY left(folded_names, {letters}) USING ~<~ LIMIT {most}
)
SELECT 'concept', m.slug, m.title, c.slug, c.title, c.summary, c.folded_names, c.folded_summary, m.position, c.position
FROM (SELECT unnest(%(concepts)s::bigint[]) AS id UNION SELECT id FROM beginning) AS found
JOIN concepts_concept c USING (id) JOIN concepts_knowledgemap m ON m.id = c.map_id
UNION ALL
SELECT 'map', m.slug, m.title, m.slug, m.title, m.summary, m.folded_names, m.folded_summary, m.position, 0
FROM (SELECT unnest(%(maps)s::bigint[]) AS id UNION SELECT id FROM beginning_maps) AS found
JOIN concepts_knowledgemap m USING (id)
"""


def find_numbers(lookups: list[Lookup], maps: list[int], *, staff: bool) -> list[Numbers]:
    """The numbers of the rows that each lookup finds in these maps. Queries: 1."""
    parameters: dict[str, list[int] | list[str] | bool] = {"visible": maps, "staff": staff}
    for texts in _COLUMNS:
        chosen = [(at, lookup) for at, lookup in enumerate(lookups) if lookup.texts == texts]
        parameters[f"{texts}_at"] = [at for at, _ in chosen]
        parameters[f"{texts}_query"] = [_query(lookup) for _, lookup in chosen]
        parameters[f"{texts}_most"] = [lookup.most for _, lookup in chosen]
    selects = (
        _NUMBERS.format(texts=texts, column=column, bits=CONCEPT_BITS) for texts, column in _COLUMNS.items()
    )
    found = [np.empty(0, dtype=np.int64)] * len(lookups)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(selects), parameters)
        for at, concepts, own in cursor.fetchall():
            found[at] = np.array([*(concepts or ()), *(own or ())], dtype=np.int64)
    return found


def _query(lookup: Lookup) -> str:
    groups = (" | ".join(f"'{word}'" for word in group) for group in lookup.groups)
    return " & ".join(f"({group})" for group in groups)


def read_rows(question: Question, numbers: Numbers, maps: list[int]) -> list[Candidate]:
    """The rows of these numbers, and those whose names begin with the query. Queries: 1."""
    concepts = numbers & ((1 << CONCEPT_BITS) - 1)
    parameters = {
        "beginning": question.text[:_FIRST_LETTERS] + "%",
        "staff": question.staff,
        "visible": maps,
        "concepts": concepts[concepts > 0].tolist(),
        "maps": (numbers[concepts == 0] >> CONCEPT_BITS).tolist(),
    }
    statement = _CANDIDATES.format(letters=_FIRST_LETTERS, most=_BEGINNING)
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return [Candidate(*row) for row in cursor.fetchall()]
