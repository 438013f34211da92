"""Fills the benchmark's own database: one large made-up map, and the maps that the project ships.

Imported once Django is set up: `python -m benchmarks.http.filling` does both.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from tqdm import tqdm

from benchmarks.http.asked import LIMIT, RADIUS, SEED, SLUG, STARTS
from concepts.models import Concept, KnowledgeMap
from concepts.snapshots import read_state, snapshot_of
from graph.neighborhood import reach
from graph.synthetic import power_law_dag

LINKS_A_CONCEPT = 5
ROWS_AT_ONCE = 20_000


def fill(size: int, starts_file: Path) -> None:
    """Make what is missing and write the addresses to ask for. Cost: about 20 µs a row."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("seed", verbosity=0)
    if not KnowledgeMap.objects.filter(slug=SLUG).exists():
        _fill(size)
    starts_file.write_text(json.dumps(_starts()))


def _fill(size: int) -> None:
    made = KnowledgeMap.objects.create(slug=SLUG, title="Made up", summary="Made up to be measured.")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
        # Row by row the search's index takes most of the time, and nothing is searched here.
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'concepts_%'"
        )
        triggers = cursor.fetchall()
    with transaction.atomic(), connection.cursor() as cursor:
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        _insert(cursor, "concepts_concept", _concepts(made.pk, size), size)
        _insert(cursor, "concepts_link", _links(made.pk, size), size * LINKS_A_CONCEPT)
        for _, sql in triggers:
            cursor.execute(sql)
        cursor.execute("UPDATE concepts_knowledgemap SET published = 1 WHERE id = %s", [made.pk])


def _concepts(map_id: int, size: int) -> Iterator[dict[str, Any]]:
    now = timezone.now()
    empty = {field.attname: field.get_default() for field in Concept._meta.concrete_fields}
    for number in range(size):
        words = {
            "slug": f"concept-{number}",
            "title": f"Concept {number}",
            "summary": f"What concept {number} says.",
        }
        row = {**empty, **words, "id": number + _first(size), "map_id": map_id, "position": number}
        yield {**row, "created": now, "updated": now}


def _links(map_id: int, size: int) -> Iterator[dict[str, Any]]:
    table = power_law_dag(size, size * LINKS_A_CONCEPT, SEED)
    order = np.lexsort((table.kinds, table.targets, table.sources))
    columns = (table.sources[order].tolist(), table.targets[order].tolist(), table.kinds[order].tolist())
    first = _first(size)
    for source, target, kind in zip(*columns, strict=True):
        yield {
            "map_id": map_id,
            "source_id": source + first,
            "target_id": target + first,
            "kind": kind,
            "reason": "",
        }


def _first(size: int) -> int:
    """Ids beyond those of the maps that were seeded before."""
    return size


def _insert(cursor: Any, table: str, rows: Iterator[dict[str, Any]], total: int) -> None:
    batch: list[tuple[Any, ...]] = []
    sql = ""
    for row in tqdm(rows, desc=table, total=total, unit=" rows", file=sys.stderr, mininterval=1):
        sql = sql or _insertion(table, row)
        batch.append(tuple(row.values()))
        if len(batch) == ROWS_AT_ONCE:
            cursor.executemany(sql, batch)
            batch.clear()
    if batch:
        cursor.executemany(sql, batch)


def _insertion(table: str, columns: Iterable[str]) -> str:
    named = list(columns)
    return f"INSERT INTO {table} ({', '.join(named)}) VALUES ({', '.join(['%s'] * len(named))})"


def _starts() -> list[str]:
    """Concepts with a full neighborhood, the same ones each time."""
    snapshot = snapshot_of(read_state(SLUG))
    generator = np.random.default_rng(SEED)
    slugs: list[str] = []
    for index in generator.permutation(snapshot.concept_count).tolist():
        if reach(snapshot, index, radius=RADIUS, limit=LIMIT).indices.size == LIMIT:
            slugs.append(snapshot.slug_of(index))
        if len(slugs) == STARTS:
            break
    return slugs
