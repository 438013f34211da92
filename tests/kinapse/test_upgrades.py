"""The version before runs on tables that this one has migrated already: its statements must still do."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader

from kinapse.settings.environment import BASE_DIR

OURS = {app.label for app in apps.get_app_configs() if Path(app.path).parent == BASE_DIR}
# The last migration of each of our apps in the release before. Nothing has been released yet, so until the first one
# the tables are compared with what this version itself expects of them; from then on this moves at each release.
RELEASED: list[tuple[str, str]] = []
# What the version before calls on PostgreSQL. Whoever changes one adds another under a new name.
FUNCTIONS = [
    "outbox_hand_over(text,text,jsonb)",
    "waitlist_spend(text[],integer[],bigint)",
    "waitlist_ask(text[],integer[],bigint,text,text,jsonb)",
]

pytestmark = pytest.mark.django_db


# Name, whether it takes NULL, and its default.
_COLUMNS = {
    "sqlite": 'SELECT name, NOT "notnull", coalesce(dflt_value, nullif(pk, 0)) FROM pragma_table_info(%s)',
    "postgresql": "SELECT column_name, is_nullable = 'YES', coalesce(column_default, identity_generation)"
    " FROM information_schema.columns WHERE table_name = %s",
}


def _faults() -> Iterator[str]:
    loader = MigrationLoader(connection)
    last = [node for node in loader.graph.leaf_nodes() if node[0] in OURS]
    for model in loader.project_state(RELEASED or last).apps.get_models():
        if model._meta.app_label in OURS:
            yield from _faults_of(model)
    if connection.vendor == "postgresql":
        for name in FUNCTIONS:
            if _rows("SELECT to_regprocedure(%s)", name) == [(None,)]:
                yield f"{name} is gone"


def _faults_of(model: type[models.Model]) -> Iterator[str]:
    table = model._meta.db_table
    columns = {name: rest for name, *rest in _rows(_COLUMNS[connection.vendor], table)}
    if not columns:
        yield f"{table} is gone"
        return
    known = {str(field.column): field for field in model._meta.local_fields}
    for name, field in known.items():
        if name not in columns:
            yield f"{table}.{name} is gone: remove it one version after nothing uses it"
        elif field.null and not columns[name][0]:
            yield f"{table}.{name} takes no NULL any more"
    for name in sorted(columns.keys() - known.keys()):
        takes_null, default = columns[name]
        if not takes_null and default is None:
            yield f"{table}.{name} is new and has no default in the database (db_default)"


def _rows(query: str, value: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, [value])
        return list(cursor.fetchall())


def test_what_the_version_before_reads_and_writes_is_still_there() -> None:
    assert list(_faults()) == []


def test_every_app_of_ours_is_looked_at() -> None:
    assert {"concepts", "library", "outbox", "waitlist"} <= OURS


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("ALTER TABLE waitlist_signup RENAME COLUMN asked TO joined", "waitlist_signup.asked is gone"),
        ("ALTER TABLE waitlist_withheld RENAME TO withheld", "waitlist_withheld is gone"),
        ("ALTER TABLE outbox_job ADD COLUMN room integer", ""),
        ("ALTER TABLE outbox_job ADD COLUMN room integer NOT NULL DEFAULT 0", ""),
    ],
)
def test_a_change_that_breaks_the_version_before_is_found(change: str, fault: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(change)
    found = "; ".join(_faults())
    assert found.startswith(fault)
    assert bool(found) == bool(fault)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite cannot change a table so")
@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("ALTER TABLE outbox_beat ADD COLUMN room integer NOT NULL", "outbox_beat.room is new"),
        (
            "ALTER TABLE outbox_job ALTER COLUMN begun SET NOT NULL",
            "outbox_job.begun takes no NULL any more",
        ),
        ("DROP FUNCTION outbox_hand_over", "outbox_hand_over(text,text,jsonb) is gone"),
    ],
)
def test_on_postgresql_too(change: str, fault: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(change)
    assert [found[: len(fault)] for found in _faults()] == [fault]
