"""Which documents answer a query, and in which order."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from concepts.folding import fold
from concepts.search.found import LONGEST_QUERY, Candidate, Question
from concepts.search.ranking import rank
from library.models import Document
from library.search import postgresql, sqlite
from library.search.words import words_sought
from library.selectors import documents_listed

# Who needs what comes after so many asks better.
MOST_FOUND = 200
# From this on a name says nearly all that was asked for; below it, the words inside a document say more.
_NAMED_WELL = 0.75
_IN_TEXT = 0.5
_COLUMNS = ("pk", "slug", "kind", "title", "summary")

Row = tuple[int, str, str, str, str]


@dataclass(frozen=True, slots=True)
class DocumentHit:
    """A document that was found. `score`: from 0 to 1, where 1 is the very title that was asked for."""

    pk: int
    slug: str
    kind: str
    title: str
    summary: str
    score: float


def find_documents(
    query: str, *, staff: bool = False, kind: str = "", topic: str = "", limit: int = MOST_FOUND
) -> tuple[DocumentHit, ...]:
    """Documents for a query, the best first: named so, having all its words, named somewhat so; then the newest.

    Queries: at most 4, however many there are; none for a query without a word.
    """
    question = _question(query, unfinished=False, staff=staff)
    if question is None or limit < 1:
        return ()
    documents = documents_listed(staff=staff, kind=kind, topic=topic)
    named = _named(question, documents, limit=limit)
    texts = _with_words(question, documents)[:limit]
    return _in_order(named, list(texts.values_list(*_COLUMNS)), limit)


def suggest_documents(query: str, *, staff: bool = False, limit: int = 4) -> tuple[DocumentHit, ...]:
    """Documents whose names a query still being typed may become. Queries: at most 3."""
    question = _question(query, unfinished=not query[-1:].isspace(), staff=staff)
    if question is None or limit < 1:
        return ()
    named = _named(question, documents_listed(staff=staff), limit=limit)
    return tuple(DocumentHit(*row, score=score) for row, score in named.values())


def _question(query: str, *, unfinished: bool, staff: bool) -> Question | None:
    text = fold(query[:LONGEST_QUERY])
    return Question(text, unfinished=unfinished, staff=staff, map_slug=None) if text else None


def _named(question: Question, documents: QuerySet[Document], *, limit: int) -> dict[int, tuple[Row, float]]:
    """Those whose names or summary answer the query, the best first."""
    database = postgresql if connection.vendor == "postgresql" else sqlite
    rows = database.named_alike(question, documents, (*_COLUMNS, "folded_names", "folded_summary"))
    by_slug = {row[1]: row[:5] for row in rows}
    candidates = [
        Candidate("document", "", "", slug, title, summary, names, folded, 0, 0)
        for _, slug, _, title, summary, names, folded in rows
    ]
    found = rank(question, candidates, limit=limit)
    return {by_slug[hit.slug][0]: (by_slug[hit.slug], hit.score) for hit in found}


def _with_words(question: Question, documents: QuerySet[Document]) -> QuerySet[Document]:
    """Those that have all words of the query, anywhere. Queries: 1 when it is read."""
    database = postgresql if connection.vendor == "postgresql" else sqlite
    statement, parameters = database.having_words(words_sought(question))
    # The statement is one of two written out; what was typed is a parameter.
    return documents.filter(pk__in=RawSQL(statement, parameters))  # nosec B611


def _in_order(named: dict[int, tuple[Row, float]], texts: list[Row], limit: int) -> tuple[DocumentHit, ...]:
    hits = {pk: DocumentHit(*row, score=score) for pk, (row, score) in named.items()}
    inside = {row[0] for row in texts}
    for row in texts:
        hits.setdefault(row[0], DocumentHit(*row, score=_IN_TEXT))

    def place(hit: DocumentHit) -> tuple[bool, bool, float]:
        well = hit.score >= _NAMED_WELL
        return (not well, hit.pk not in inside, -hit.score)

    # Sorting keeps equals in their order: by name, then the newest.
    return tuple(sorted(hits.values(), key=place)[:limit])
