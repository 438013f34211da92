"""Candidates from the indexes of the migration `0003_search`."""

from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from concepts.search.found import Parameters, Question
from library.models import Document
from library.search.trigrams import swapped_words
from library.search.words import Sought

_FIRST_LETTERS = 40
# Which part of a query's trigrams a name must have, by the query's letters: each error spoils up to four of them, and
# the fewer there are, the more names share them by chance.
_LIKENESS_OF_LETTERS = {1: 0.9, 2: 0.6, **dict.fromkeys(range(3, 8), 0.5)}
_WORD_LIKENESS, _WORDS_LIKENESS = 0.45, 0.4
# Among the many that are a little like a short word, those that have it whole come first.
_SHORT = 3
_THRESHOLD = "SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)"
# Materialized, or the planner would rather read the whole table than the index, hoping to reach the limit early.
_ALIKE = """
WITH alike AS MATERIALIZED (SELECT id, folded_names FROM library_document WHERE {named_by} LIMIT 500)
(SELECT id FROM alike ORDER BY {closeness} DESC, length(folded_names) LIMIT 100)
UNION (
    SELECT id FROM library_document WHERE left(folded_names, {letters}) LIKE %(beginning)s
    ORDER BY left(folded_names, {letters}) USING ~<~ LIMIT 60
)
"""


def named_alike(question: Question, documents: QuerySet[Document], columns: tuple[str, ...]) -> list[Any]:
    """Rows of those whose names are like the query, or begin with it. Queries: 3."""
    parameters: Parameters = {"text": question.text, "beginning": question.text[:_FIRST_LETTERS] + "%"}
    statement = _ALIKE.format(
        named_by=_named_by(question, parameters),
        closeness=_closeness(question, parameters),
        letters=_FIRST_LETTERS,
    )
    longer = _WORD_LIKENESS if len(question.words) == 1 else _WORDS_LIKENESS
    likeness = _LIKENESS_OF_LETTERS.get(len(question.text), longer)
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(_THRESHOLD, [str(likeness)])
        cursor.execute(statement, parameters)
        ids = [pk for (pk,) in cursor.fetchall()]
    return list(documents.filter(pk__in=ids).order_by().values_list(*columns))


def having_words(sought: list[Sought]) -> tuple[str, list[str]]:
    """The statement that finds the ids of documents that have all these words, and its parameters.

    In one piece of 200,000 letters, that is, so that the index alone can tell.
    """
    terms = (f"'{word}'{':*' if beginning else ''}" for word, beginning in sought)
    statement = "SELECT document_id FROM library_words WHERE words @@ to_tsquery('simple', %s)"
    return statement, [" & ".join(terms)]


def _named_by(question: Question, parameters: Parameters) -> str:
    """The condition on the names: like the query, or with a short word of it whose letters are swapped back."""
    swapped = swapped_words(question)
    if not swapped:
        return "%(text)s <%% folded_names"
    parameters["swapped"] = "|".join(swapped)
    return "%(text)s <%% folded_names OR folded_names ~ %(swapped)s"


def _closeness(question: Question, parameters: Parameters) -> str:
    """By what the names are put in order; a folded word has no signs in it."""
    if len(question.text) > _SHORT:
        return "word_similarity(%(text)s, folded_names)"
    parameters["whole"] = rf"\m{question.text}\M"
    return "folded_names ~ %(whole)s"
