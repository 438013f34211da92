"""The rows of a map merely inserted, as one does who has them ready: executemany on SQLite, COPY on PostgreSQL.

The table's indexes, triggers and constraints are the same as for the import; nothing is read, checked or compared.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from django.db import connection, models, transaction

from concepts.formats import StagedMap, read_maps
from concepts.formats.bulk import Ids
from concepts.formats.concept_changes import CONCEPT_COLUMNS, concept_rows
from concepts.formats.link_changes import LINK_COLUMNS, link_rows
from concepts.models import Concept, KnowledgeMap, Link

Tables = Iterator[tuple[type[models.Model], Sequence[str], Iterable[tuple[Any, ...]]]]


def insert_plainly(files: list[Path], slug: str) -> float:
    """Seconds to insert the rows of a map into empty tables, without those it takes to make them ready."""
    with read_maps(files, slug=slug) as (read,):
        knowledge_map = KnowledgeMap.objects.create(slug=slug, title=slug)
        ids = np.arange(1, len(read.concepts) + 1, dtype=np.int64) + _last_id()
        started = time.perf_counter()
        for _, _, rows in _tables(read, knowledge_map.pk, ids):
            for _ in rows:
                pass
        making = time.perf_counter() - started
        started = time.perf_counter()
        with transaction.atomic():
            for model, columns, rows in _tables(read, knowledge_map.pk, ids):
                _insert(model._meta.db_table, columns, rows)
        return time.perf_counter() - started - making


def _tables(read: StagedMap, map_id: int, ids: Ids) -> Tables:
    every = np.ones(ids.size, dtype=bool)
    yield Concept, CONCEPT_COLUMNS, concept_rows(read.concepts, every, map_id, ids)
    yield Link, LINK_COLUMNS, link_rows(read.links, read.reasons, map_id, ids)


def _insert(table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    names = ", ".join(columns)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join("?" * len(columns))
    connection.connection.cursor().executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)


def _last_id() -> int:
    # Rows of an earlier measurement are gone, but PostgreSQL goes on counting.
    last = Concept.objects.order_by("-pk").values_list("pk", flat=True).first()
    return last or 0
