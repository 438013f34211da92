"""Candidates from the trigram indexes of the migration `0003_search`.

PostgreSQL itself reads the rarer trigrams of a query first and only so many as its thresholds need.
"""

from typing import Any

from django.db import connection, transaction

from concepts.search.found import Candidate, Parameters, Question

_NAMED = 200
_DESCRIBED = 80
_BEGINNING = 60
# Of a short query a large part of all names may share the few trigrams; beyond so many rows it is not worth comparing.
_MOST_COMPARED = 2_000
_FIRST_LETTERS = 40
# Which part of a query's trigrams a name must have, by the query's letters: each error spoils up to four of them, and
# the fewer there are, the more names share them by chance. And which part of a word's a word of a summary must have.
_LIKENESS_OF_LETTERS = {1: 0.9, 2: 0.6, **dict.fromkeys(range(3, 8), 0.5)}
_WORD_LIKENESS, _WORDS_LIKENESS, _SUMMARY_LIKENESS = 0.45, 0.4, 0.6
# Too many are a little like a short word to be compared one by one, so that is looked for as it is; PostgreSQL reads
# no pattern of fewer letters off the index.
_PATTERN_LETTERS = 3
_LETTERS_COMPARED_IN_SUMMARY = 6

_THRESHOLDS = """
SELECT set_config('pg_trgm.word_similarity_threshold', %s, true),
       set_config('pg_trgm.strict_word_similarity_threshold', %s, true)
"""
# Materialized, or the planner would rather read the whole table than the index, hoping to reach the limit early.
_OF_TABLE = """
(
    WITH alike AS MATERIALIZED (
        SELECT id, {map} AS map, folded_names FROM {table}
        WHERE ({named_by}) AND (published OR %(staff)s)
    )
    SELECT id FROM (
        SELECT id, folded_names FROM alike WHERE map IN (SELECT id FROM visible) LIMIT {compared}
    ) AS compared
    ORDER BY {closeness} DESC, length(folded_names) LIMIT {named}
) UNION (
    SELECT id FROM {table}
    WHERE left(folded_names, {letters}) LIKE %(beginning)s
      AND {map} IN (SELECT id FROM visible) AND (published OR %(staff)s)
    ORDER BY left(folded_names, {letters}) USING ~<~ LIMIT {beginning}
) UNION (
    WITH described AS MATERIALIZED (
        SELECT id, {map} AS map FROM {table} WHERE {described_by} AND (published OR %(staff)s)
    )
    SELECT id FROM described WHERE map IN (SELECT id FROM visible) LIMIT {described}
)
"""
_CANDIDATES = """
WITH visible AS MATERIALIZED (
    SELECT id FROM concepts_knowledgemap
    WHERE (published OR %(staff)s) AND (%(map)s::text IS NULL OR slug = %(map)s)
),
found_concepts AS ({concepts}),
found_maps AS ({maps})
SELECT 'concept', m.slug, m.title, c.slug, c.title, c.summary, c.folded_names, c.folded_summary, m.position, c.position
FROM found_concepts JOIN concepts_concept c USING (id) JOIN concepts_knowledgemap m ON m.id = c.map_id
UNION ALL
SELECT 'map', m.slug, m.title, m.slug, m.title, m.summary, m.folded_names, m.folded_summary, m.position, 0
FROM found_maps JOIN concepts_knowledgemap m USING (id)
"""


def find_candidates(question: Question) -> list[Candidate]:
    """What is like the query in its names, begins with it, or has its words in the summary. Queries: 2."""
    parameters: Parameters = {
        "text": question.text,
        "beginning": question.text[:_FIRST_LETTERS] + "%",
        "staff": question.staff,
        "map": question.map_slug,
    }
    statement = _statement(question, parameters)
    return [Candidate(*row) for row in rows_alike(question, statement, parameters)]


def rows_alike(question: Question, statement: str, parameters: Parameters) -> list[Any]:
    """What a statement finds when names must be so much like the query as its length allows. Queries: 2."""
    longer = _WORD_LIKENESS if len(question.words) == 1 else _WORDS_LIKENESS
    likeness = _LIKENESS_OF_LETTERS.get(len(question.text), longer)
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(_THRESHOLDS, [str(likeness), str(_SUMMARY_LIKENESS)])
        cursor.execute(statement, parameters)
        rows: list[Any] = cursor.fetchall()
        return rows


def _statement(question: Question, parameters: Parameters) -> str:
    """The query over both tables; adds what it looks for to the parameters."""
    named, described = named_by(question, parameters), _described_by(question, parameters)
    concepts, maps = (
        _OF_TABLE.format(
            table=table,
            map=map_id,
            named_by=named,
            closeness=closeness(question, parameters),
            described_by=described,
            compared=_MOST_COMPARED,
            named=_NAMED,
            letters=_FIRST_LETTERS,
            beginning=_BEGINNING,
            described=_DESCRIBED,
        )
        for table, map_id in (("concepts_concept", "map_id"), ("concepts_knowledgemap", "id"))
    )
    return _CANDIDATES.format(concepts=concepts, maps=maps)


def named_by(question: Question, parameters: Parameters) -> str:
    """The condition on the names: like the query, or with a word of it whose letters are swapped back."""
    short = len(question.text) == _PATTERN_LETTERS and " " not in question.text
    parameters["pattern"] = _pattern(question.text, whole=False)
    conditions = ["folded_names ~ %(pattern)s" if short else "%(text)s <%% folded_names"]
    if question.swapped_words:
        parameters["swapped"] = "|".join(question.swapped_words)
        conditions.append("folded_names ~ %(swapped)s")
    return " OR ".join(conditions)


def closeness(question: Question, parameters: Parameters) -> str:
    """By what the names are put in order: among very many, whether they have the short word whole."""
    if len(question.text) > _PATTERN_LETTERS:
        return "word_similarity(%(text)s, folded_names)"
    parameters["whole"] = _pattern(question.text, whole=True)
    return "folded_names ~ %(whole)s"


def _described_by(question: Question, parameters: Parameters) -> str:
    """The condition on the summary: it has every word of the query that is not too short to say something."""
    conditions = []
    for at, word in enumerate(word for word in question.words if len(word) >= _PATTERN_LETTERS):
        comparison, parameters[f"word_{at}"] = _comparison(word, question)
        conditions.append(f"folded_summary {comparison} %(word_{at})s")
    return " AND ".join(conditions) or "false"


def _comparison(word: str, question: Question) -> tuple[str, str]:
    """How a word is looked for in a summary: the operator and what stands on its right."""
    if len(word) >= _LETTERS_COMPARED_IN_SUMMARY:
        return "%%>>", word
    if question.unfinished and question.text.endswith(word):
        return "~", _pattern(word, whole=False)
    # With the blanks the index knows where the word ends; at the very ends of a summary so short a word is missed.
    return ("LIKE", f"% {word} %") if len(word) == _PATTERN_LETTERS else ("~", _pattern(word, whole=True))


def _pattern(word: str, *, whole: bool) -> str:
    """What matches the word, or what begins with it. A folded word has no signs in it."""
    return rf"\m{word}\M" if whole else rf"\m{word}"
