"""Candidates from the indexes of the migration `0003_search`."""

from typing import Any

from django.db.models import QuerySet

from concepts.search.found import Parameters, Question
from concepts.search.postgresql import closeness, rows_alike
from library.models import Document
from library.search.words import Sought

_FIRST_LETTERS = 40
# In a longer query the other words find what a short one with two letters swapped does not.
_MOST_WORDS_SWAPPED = 2
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
        closeness=closeness(question, parameters),
        letters=_FIRST_LETTERS,
    )
    ids = [pk for (pk,) in rows_alike(question, statement, parameters)]
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
    if not question.swapped_words or len(question.words) > _MOST_WORDS_SWAPPED:
        return "%(text)s <%% folded_names"
    parameters["swapped"] = "|".join(question.swapped_words)
    return "%(text)s <%% folded_names OR folded_names ~ %(swapped)s"
