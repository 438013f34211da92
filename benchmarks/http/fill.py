"""Fills the benchmark's own database: one large made-up map, and the maps that the project ships.

Imported once Django is set up: `python -m benchmarks.http.filling` does both.
"""

import json
import sqlite3
import sys
from collections.abc import Iterable, Sequence
from itertools import islice, repeat
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from tqdm import tqdm

from benchmarks.http.asked import LIMIT, RADIUS, SEED, SLUG, STARTS
from concepts.models import Concept, KnowledgeMap, changing
from concepts.snapshots import read_state, snapshot_of
from graph.neighborhood import reach
from graph.synthetic import power_law_dag

LINKS_A_CONCEPT = 5
ROWS_AT_ONCE = 50_000


def fill(size: int, starts_file: Path) -> None:
    """Make what is missing and write the addresses to ask for. Cost: about a minute for a million concepts."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("seed", verbosity=0)
    made, _ = KnowledgeMap.objects.get_or_create(
        slug=SLUG, defaults={"title": "Made up", "summary": "Made up to be measured."}
    )
    # Published at the very end, so an interrupted run is told by it.
    if not made.published:
        _write(Path(connection.settings_dict["NAME"]), made.pk, size)
        made.published = True
        with changing(made.pk) as change:
            change.whole = True
            made.save()
    starts_file.write_text(json.dumps(_starts()))


def _write(database: Path, map_id: int, size: int) -> None:
    """Write past the ORM, without what SQLite does to be safe and what the search and the indexes do for each row."""
    connection.close()
    store = sqlite3.connect(database)
    for pragma in ("synchronous=OFF", "cache_size=-500000"):
        store.execute(f"PRAGMA {pragma}")
    kept = store.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE type IN ('trigger', 'index') AND sql IS NOT NULL "
        "AND tbl_name IN ('concepts_concept', 'concepts_link')"
    ).fetchall()
    with store:
        for kind, name, _ in kept:
            store.execute(f"DROP {kind} {name}")
        for table in ("concepts_link", "concepts_concept"):
            store.execute(f"DELETE FROM {table} WHERE map_id = ?", [map_id])
        _insert(store, *_concepts(map_id, size))
        _insert(store, *_links(map_id, size))
        for _, name, sql in kept:
            print(f"back in place: {name}", file=sys.stderr)
            store.execute(sql)
    store.close()


def _concepts(map_id: int, size: int) -> tuple[str, Sequence[str], Iterable[tuple[Any, ...]], int]:
    now = str(timezone.now().replace(tzinfo=None))
    row: dict[str, Any] = {str(field.column): field.get_default() for field in Concept._meta.concrete_fields}
    row |= {"map_id": map_id, "created": now, "updated": now}
    for differing in ("id", "slug", "title", "summary", "position"):
        del row[differing]
    same = tuple(row.values())
    rows = (
        (
            number + size,
            f"concept-{number}",
            f"Concept {number}",
            f"What concept {number} says.",
            number,
            *same,
        )
        for number in range(size)
    )
    return "concepts_concept", ["id", "slug", "title", "summary", "position", *row], rows, size


def _links(map_id: int, size: int) -> tuple[str, Sequence[str], Iterable[tuple[Any, ...]], int]:
    table = power_law_dag(size, size * LINKS_A_CONCEPT, SEED)
    order = np.lexsort((table.kinds, table.targets, table.sources))
    # Ids from `size` on, beyond those of the maps that were seeded before.
    sources, targets = (table.sources[order] + size).tolist(), (table.targets[order] + size).tolist()
    columns = (repeat(map_id), sources, targets, table.kinds[order].tolist(), repeat(""))
    names = ["map_id", "source_id", "target_id", "kind", "reason"]
    return "concepts_link", names, zip(*columns, strict=False), len(sources)


def _insert(
    store: sqlite3.Connection, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]], total: int
) -> None:
    sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
    waiting = iter(rows)
    with tqdm(total=total, desc=table, unit=" rows", file=sys.stderr, mininterval=1) as bar:
        while batch := list(islice(waiting, ROWS_AT_ONCE)):
            store.executemany(sql, batch)
            bar.update(len(batch))


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
