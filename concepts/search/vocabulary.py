"""The words that there are in the maps a visitor may see, as far as they may have been meant by a query."""

import json
from collections.abc import Container
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from django.db import connection

from concepts.search.found import Numbers, Parameters, Question
from concepts.search.spelling import LAST, beginnings, ends, ranges

# More words than that are not compared: far more than begin alike in any language.
_MOST_WORDS = 20_000
_MOST_BEGUN = 400
# As texts and not as rows: Python takes them over ten times faster, and most of the words are looked at only once.
_STATEMENT = """
WITH visible AS MATERIALIZED (
    SELECT id FROM concepts_knowledgemap
    WHERE (published OR %(staff)s) AND (CAST(%(map)s AS text) IS NULL OR slug = %(map)s)
),
ranges AS MATERIALIZED ({ranges}),
ends AS MATERIALIZED ({ends})
SELECT
    (SELECT {joined}(CAST(id AS text), ' ') FROM visible),
    {joined}(word, ' '),
    {joined}(CAST(map_id AS text), ' '),
    {joined}(CAST(in_names AS text), ' '),
    {joined}(CAST(in_summaries AS text), ' ')
FROM ({begun}
    SELECT * FROM ({in_ranges} LIMIT {most}) AS in_ranges
    UNION ALL
    SELECT * FROM ({with_ends} LIMIT {most}) AS with_ends
) AS found
"""
_BEGUN = """
    SELECT * FROM (
        SELECT concepts_word.* FROM concepts_word
        WHERE word >= %(begun_{at})s AND word < %(after_{at})s AND map_id IN (SELECT id FROM visible) LIMIT {most}
    ) AS begun_{at}
    UNION ALL
"""
_IN_RANGES = "word >= low AND word < high AND length(word) BETWEEN shortest AND longest"
_WITH_ENDS = "{end} = letters AND length(word) BETWEEN shortest AND longest"
# In whatever way a database counts its rows, it shall look into the index for each range.
_JOINS = {
    "sqlite": """SELECT concepts_word.* FROM {table} CROSS JOIN concepts_word ON {condition}
        WHERE map_id IN (SELECT id FROM visible)""",
    "postgresql": """SELECT word.* FROM {table} CROSS JOIN LATERAL (
            SELECT * FROM concepts_word WHERE {condition} AND map_id = ANY(ARRAY(SELECT id FROM visible)) LIMIT {most}
        ) AS word""",
}
# What each database calls it: rows from a text of JSON, the end of a word, and texts joined to one.
_DIALECTS = {
    "sqlite": {
        "ranges": """SELECT json_extract(value, '$[0]') AS low, json_extract(value, '$[1]') AS high,
            json_extract(value, '$[2]') AS shortest, json_extract(value, '$[3]') AS longest
            FROM json_each(%(ranges)s)""",
        "ends": """SELECT json_extract(value, '$[0]') AS letters,
            json_extract(value, '$[1]') AS shortest, json_extract(value, '$[2]') AS longest FROM json_each(%(ends)s)""",
        "end": "substr(word, 1, 1) || substr(word, -3)",
        "joined": "group_concat",
    },
    "postgresql": {
        "ranges": """SELECT value ->> 0 AS low, value ->> 1 AS high,
            (value ->> 2)::integer AS shortest, (value ->> 3)::integer AS longest
            FROM json_array_elements(%(ranges)s)""",
        "ends": """SELECT value ->> 0 AS letters,
            (value ->> 1)::integer AS shortest, (value ->> 2)::integer AS longest FROM json_array_elements(%(ends)s)""",
        "end": "left(word, 1) || right(word, 3)",
        "joined": "string_agg",
    },
}


class Count(NamedTuple):
    """How often a word is in names and in summaries."""

    in_names: int = 0
    in_summaries: int = 0


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words that were found, one as often as there are ways to it, each with a map that has it and its count there.

    `maps`: the ids of all maps that may be seen.
    """

    maps: list[int]
    words: list[str]
    word_maps: Numbers
    in_names: Numbers
    in_summaries: Numbers

    def counts(self, chosen: Container[str]) -> dict[str, Count]:
        """How often these words are in all the maps together."""
        columns = (self.word_maps, self.in_names, self.in_summaries)
        each = {
            (word, int(columns[0][at])): Count(int(columns[1][at]), int(columns[2][at]))
            for at, word in enumerate(self.words)
            if word in chosen
        }
        counts: dict[str, Count] = {}
        for (word, _), count in each.items():
            before = counts.get(word, Count())
            counts[word] = Count(before.in_names + count.in_names, before.in_summaries + count.in_summaries)
        return counts


def vocabulary_for(question: Question) -> Vocabulary:
    """What may have been meant by the words of a query. Queries: 1."""
    parameters: Parameters = {
        "staff": question.staff,
        "map": question.map_slug,
        "ranges": json.dumps(ranges(question)),
        "ends": json.dumps(ends(question)),
    }
    begun = []
    for at, word in enumerate(beginnings(question)):
        parameters |= {f"begun_{at}": word, f"after_{at}": word + LAST}
        begun.append(_BEGUN.format(at=at, most=_MOST_BEGUN))
    with connection.cursor() as cursor:
        cursor.execute(_statement(begun), parameters)
        maps, words, *columns = (text or "" for text in cursor.fetchone())
    numbers = (np.fromstring(column, dtype=np.int64, sep=" ") for column in columns)
    return Vocabulary(list(map(int, maps.split())), words.split(), *numbers)


def _statement(begun: list[str]) -> str:
    dialect, join = _DIALECTS[connection.vendor], _JOINS[connection.vendor]
    with_ends = _WITH_ENDS.format(end=dialect["end"])
    return _STATEMENT.format(
        in_ranges=join.format(table="ranges", condition=_IN_RANGES, most=_MOST_WORDS),
        with_ends=join.format(table="ends", condition=with_ends, most=_MOST_WORDS),
        begun="".join(begun),
        most=_MOST_WORDS,
        **dialect,
    )
