"""The search of the site, and the simpler ones it is measured beside. Each answers a query with titles."""

from collections.abc import Callable

from django.db import connection

from concepts.models import Concept
from concepts.search import search

SHOWN = 20
# The simple ones take a second for a query of a million.
_MOST_COMPARED = 200_000
SERVICE = "kinapse"

Engine = Callable[[str], list[str]]


def engines(size: int) -> dict[str, Engine]:
    """Those that there are on this database, by name; of very many concepts the search of the site alone."""
    found: dict[str, Engine] = {SERVICE: _service}
    if size <= _MOST_COMPARED:
        found["LIKE '%q%'"] = _like
        _lay_trigrams()
        found["plain trigrams"] = _plain_postgresql if connection.vendor == "postgresql" else _plain_sqlite
    return found


def settle() -> None:
    """Do at once what the database does by itself some time after an import."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)" if connection.vendor == "postgresql" else "ANALYZE")


def _lay_trigrams() -> None:
    """One index of trigrams, as the manual of each database makes one."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE INDEX IF NOT EXISTS plain ON concepts_concept USING gin (folded_names gin_trgm_ops)"
            )
        else:
            cursor.execute("CREATE VIRTUAL TABLE IF NOT EXISTS plain USING fts5(names, tokenize='trigram')")
            cursor.execute("DELETE FROM plain")
            cursor.execute("INSERT INTO plain (rowid, names) SELECT id, folded_names FROM concepts_concept")


def _service(query: str) -> list[str]:
    return [hit.title for hit in search(query, limit=SHOWN)]


def _like(query: str) -> list[str]:
    return list(Concept.objects.filter(title__icontains=query).values_list("title", flat=True)[:SHOWN])


def _plain_sqlite(query: str) -> list[str]:
    """Every trigram of the query, ranked by bm25."""
    trigrams = {query[at : at + 3].replace('"', '""') for at in range(len(query) - 2)}
    match = " OR ".join(f'"{trigram}"' for trigram in sorted(trigrams))
    return _titles(
        """SELECT c.title FROM plain JOIN concepts_concept c ON c.id = plain.rowid
           WHERE plain MATCH %s ORDER BY plain.rank LIMIT %s""",
        match,
    )


def _plain_postgresql(query: str) -> list[str]:
    """By similarity, with pg_trgm's own threshold."""
    return _titles(
        """SELECT title FROM concepts_concept WHERE folded_names %%> %s
           ORDER BY folded_names <->> %s LIMIT %s""",
        query,
        query,
    )


def _titles(statement: str, *parameters: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [*parameters, SHOWN])
        return [title for (title,) in cursor.fetchall()]
