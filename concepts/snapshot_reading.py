"""What a snapshot is made of, read from the database: all of a map, or what has changed in it."""

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

import numpy as np
from django.db import connection

from concepts.models import Concept, Link, LoggedChange
from concepts.models.querysets import MapRows
from graph.adjacency import Indices, places_among
from graph.overlay.changes import Changes, ConceptNow, LinkNow
from graph.rows import Rows
from graph.snapshot import GraphSnapshot

# Beyond so many concepts and pairs, reading them takes longer than is well in a request.
MOST_LAID_OVER = 20_000
_ROWS_A_FETCH = 20_000
_IDS_A_QUERY = 500

_COLUMNS = ("pk", "position", "minutes", "slug", "title", "summary")
# Both ends are looked up in the index over them, whatever the planner thinks of the number of pairs.
_BETWEEN = """
WITH pairs (first, second) AS (VALUES {pairs})
SELECT link.source_id, link.target_id, link.kind, link.reason FROM pairs
CROSS JOIN concepts_link link WHERE link.source_id = pairs.first AND link.target_id = pairs.second
"""

T = TypeVar("T")


def read_graph(map_id: int, *, revision: int, drafts: bool) -> GraphSnapshot:
    """The graph of a map as it is now. Queries: 3. Raises: BadGraph when it is changed meanwhile."""
    concepts = Concept.objects.filter(map_id=map_id)
    if not drafts:
        concepts = concepts.filter(published=True)
    rows = list(concepts.order_by("pk").values_list(*_COLUMNS))
    ids, positions, minutes, slugs, titles, summaries = zip(*rows, strict=True) if rows else ((),) * 6
    numbers = np.array(ids, dtype=np.int64)
    links = Link.objects.filter(map_id=map_id).order_by()
    ends = _link_ends(links)
    if not drafts:
        # Cheaper here than a join of all links with both of their ends.
        ends = ends[np.isin(ends[:, 1], numbers) & np.isin(ends[:, 2], numbers)]
    return GraphSnapshot.build(
        concept_ids=numbers,
        sources=ends[:, 1],
        targets=ends[:, 2],
        kinds=ends[:, 3],
        positions=np.array(positions, dtype=np.int64),
        revision=revision,
        rows=Rows(
            slugs=slugs,
            titles=titles,
            summaries=summaries,
            minutes=minutes,
            reasons=_reasons(links, ends[:, 0]),
        ),
    )


def _link_ends(links: MapRows[Link]) -> Indices:
    """Number, source, target and kind of each link, by number. Queries: 1."""
    rows = links.values_list("pk", "source_id", "target_id", "kind").iterator(_ROWS_A_FETCH)
    table: Any = np.fromiter(rows, dtype=np.dtype((np.int64, 4))).reshape(-1, 4)
    ordered: Indices = table[np.argsort(table[:, 0], kind="stable")]
    return ordered


def _reasons(links: MapRows[Link], numbers: Indices) -> dict[int, str]:
    """The reasons by place among the numbers of links, which ascend. Most links of large maps have none. Queries: 1."""
    with_reason = dict(links.exclude(reason="").values_list("pk", "reason"))
    places, found = places_among(numbers, np.array(list(with_reason), dtype=np.int64))
    said = zip(places.tolist(), found.tolist(), with_reason.values(), strict=True)
    return {place: reason for place, is_there, reason in said if is_there}


def read_changes(
    map_id: int, logged: Sequence[LoggedChange], base: GraphSnapshot, *, drafts: bool
) -> Changes | None:
    """How the concepts and links now stand that were touched since `base`; None when they are too many.

    Queries: 1 for each 500 concepts and each 500 pairs, and 2 for each 500 concepts that the base does not have.
    """
    touched = {concept for change in logged for concept in change.concepts}
    pairs = {(first, second) for change in logged for first, second in change.pairs}
    if len(touched) + len(pairs) > MOST_LAID_OVER:
        return None
    concepts: dict[int, ConceptNow | None] = dict.fromkeys(touched)
    # In an order, SQLite would read the whole map in it.
    rows = Concept.objects.filter(map_id=map_id).order_by()
    for some in _parts(sorted(touched)):
        for published, *cells in rows.filter(pk__in=some).values_list("published", *_COLUMNS):
            if published or drafts:
                concepts[cells[0]] = ConceptNow(*cells)
    new = [concept for concept, row in concepts.items() if row and concept not in base]
    return Changes(concepts, pairs, [*links_between(pairs), *_links_of(new)])


def links_between(pairs: set[tuple[int, int]]) -> Iterator[LinkNow]:
    """All links between concepts of these pairs, either way. Queries: 1 for each 500."""
    both_ways = sorted(pairs | {(second, first) for first, second in pairs})
    for some in _parts(both_ways):
        with connection.cursor() as cursor:
            # Numbers of our own, read from the log.
            cursor.execute(_BETWEEN.format(pairs=", ".join(f"({first}, {second})" for first, second in some)))
            yield from (LinkNow(*row) for row in cursor.fetchall())


def _links_of(concepts: Sequence[int]) -> Iterator[LinkNow]:
    """All links of concepts; one between two of them twice."""
    for some in _parts(concepts):
        for end in ("source_id__in", "target_id__in"):
            columns = Link.objects.filter(**{end: some}).values_list(
                "source_id", "target_id", "kind", "reason"
            )
            yield from (LinkNow(*row) for row in columns)


def _parts(things: Sequence[T]) -> Iterator[Sequence[T]]:
    for first in range(0, len(things), _IDS_A_QUERY):
        yield things[first : first + _IDS_A_QUERY]
