"""The two questions a visitor can ask: a search, and what to suggest while the query is being typed."""

from django.db import connection

from concepts.folding import fold
from concepts.search import postgresql, sqlite
from concepts.search.found import LONGEST_QUERY, Hit, Question
from concepts.search.ranking import rank


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
    database = postgresql if connection.vendor == "postgresql" else sqlite
    return rank(question, database.find_candidates(question), limit=limit)
