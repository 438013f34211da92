"""Which concepts have a title, looked up as it is folded: no words are compared, and no errors forgiven."""

from collections.abc import Iterable

from django.db import connection

from concepts.folding import fold

# One is the very concept; with two it is clear that the title names several.
_MOST = 2
_FIRST_LETTERS = 40
# Of folded names the title comes first, a line end behind it if there are others. Both ways go by the index of what
# names begin with; what is added to `map_id` keeps the databases from reading the whole map instead.
_TITLED = {
    "sqlite": """
SELECT {at}, slug FROM (
    SELECT slug FROM concepts_concept
    WHERE folded_names = %(title_{at})s AND +map_id = %(map)s AND (published OR %(staff)s)
    UNION ALL
    SELECT slug FROM concepts_concept
    WHERE folded_names >= %(title_{at})s || char(10) AND folded_names < %(title_{at})s || char(11)
      AND +map_id = %(map)s AND (published OR %(staff)s)
    LIMIT {most}
)
""",
    "postgresql": """
SELECT {at}, slug FROM (
    SELECT slug FROM concepts_concept
    WHERE (left(folded_names, {letters}) = %(first_{at})s OR left(folded_names, {letters}) LIKE %(more_{at})s)
      AND split_part(folded_names, chr(10), 1) = %(title_{at})s AND map_id + 0 = %(map)s AND (published OR %(staff)s)
    LIMIT {most}
) AS titled_{at}
""",
}


def slugs_titled(titles: Iterable[str], map_id: int, *, staff: bool) -> dict[str, tuple[str, ...]]:
    """For each title the concepts of a map that have it, however it is written: none, one, or two if there are more.

    Drafts for staff alone. A title without a word names none. Queries: 1, none without a title.
    """
    found: dict[str, tuple[str, ...]] = dict.fromkeys(titles, ())
    folded = {title: text for title in found if (text := fold(title))}
    if not folded:
        return found
    parameters: dict[str, str | int | bool] = {"map": map_id, "staff": staff}
    for at, text in enumerate(folded.values()):
        parameters[f"title_{at}"] = text
        if connection.vendor == "postgresql":
            parameters[f"first_{at}"] = text[:_FIRST_LETTERS]
            parameters[f"more_{at}"] = f"{text}\n"[:_FIRST_LETTERS] + "%"
    selects = (
        _TITLED[connection.vendor].format(at=at, most=_MOST, letters=_FIRST_LETTERS)
        for at in range(len(folded))
    )
    asked = list(folded)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(selects), parameters)
        for at, slug in cursor.fetchall():
            found[asked[at]] += (slug,)
    return found
