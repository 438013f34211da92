"""The search's index over the folded texts of maps and concepts, kept by the database itself.

PostgreSQL: trigram indexes of pg_trgm. SQLite: two FTS5 tables of trigrams, which hold no text, and triggers that fill
them; the number of a row there is that of its map and its own in one, so that a search reads whose it is off the index.
A later migration that makes Django rebuild one of the two tables on SQLite must run `lay` again (a test tells).
"""

from django.db import DatabaseError, migrations

# The table, the map's number and the row's own; a map itself has the number nought. `concepts.search.sqlite` knows too.
ROWS = {"concepts_concept": ("map_id", "id"), "concepts_knowledgemap": ("id", "0")}
TEXTS = {"concepts_names": "folded_names", "concepts_summaries": "folded_summary"}
EVENTS = ("insert", "delete", "update")
# What the first letters are looked up in, with what tells at once whose they are.
FIRST_LETTERS = {
    "concepts_concept": "folded_names, map_id, published",
    "concepts_knowledgemap": "folded_names, published",
}
# New entries wait in a list that every search reads through. At PostgreSQL's 4 MB a search took a second after an
# import of 100,000 concepts; without a list the import took five times as long; so short a list costs neither.
PENDING_KB = 256
NEEDS_TRIGRAMS = (
    "The search needs PostgreSQL's extension pg_trgm, and this user may not add it. "
    'Let a superuser run "CREATE EXTENSION pg_trgm" in this database once, then migrate again.'
)
NEEDS_FTS5 = "The search needs SQLite 3.34 or newer with FTS5. Use another build of Python, or PostgreSQL."


def _padded(text):
    return f"' ' || replace({text}, char(10), ' ') || ' '"


def _sqlite_triggers(table, map_id, row_id):
    for index, column in TEXTS.items():
        number = {
            side: f"({side}.{map_id} << 40) + {row_id if row_id == '0' else f'{side}.{row_id}'}"
            for side in ("OLD", "NEW")
        }
        add = f"INSERT INTO {index} (rowid, folded) VALUES ({number['NEW']}, {_padded(f'NEW.{column}')});"
        drop = f"INSERT INTO {index} ({index}, rowid, folded) VALUES ('delete', {number['OLD']}, {_padded(f'OLD.{column}')});"
        yield f"CREATE TRIGGER {table}_{column}_insert AFTER INSERT ON {table} BEGIN {add} END"
        yield f"CREATE TRIGGER {table}_{column}_delete AFTER DELETE ON {table} BEGIN {drop} END"
        yield f"""CREATE TRIGGER {table}_{column}_update AFTER UPDATE OF {column} ON {table}
            WHEN OLD.{column} IS NOT NEW.{column} BEGIN {drop} {add} END"""


def _sqlite():
    for index in TEXTS:
        yield f"CREATE VIRTUAL TABLE {index} USING fts5(folded, content='', tokenize='trigram', detail=none)"
        yield f"CREATE VIRTUAL TABLE {index}_terms USING fts5vocab({index}, row)"
    for table, (map_id, row_id) in ROWS.items():
        yield f"CREATE INDEX {table}_first_letters ON {table} ({FIRST_LETTERS[table]})"
        for index, column in TEXTS.items():
            number = f"({map_id} << 40) + {row_id}"
            yield f"INSERT INTO {index} (rowid, folded) SELECT {number}, {_padded(column)} FROM {table}"
        yield from _sqlite_triggers(table, map_id, row_id)


def _postgresql():
    for table in ROWS:
        # A B-tree takes no long values, and the first letters are all that a prefix is compared with.
        yield f"CREATE INDEX {table}_first_letters ON {table} (left(folded_names, 40) text_pattern_ops)"
        for column in TEXTS.values():
            yield f"""CREATE INDEX {table}_{column} ON {table} USING gin ({column} gin_trgm_ops)
                WITH (gin_pending_list_limit = {PENDING_KB})"""


def lay(apps, schema_editor):
    lift(apps, schema_editor)
    if schema_editor.connection.vendor == "postgresql":
        _run(schema_editor, ["CREATE EXTENSION IF NOT EXISTS pg_trgm"], NEEDS_TRIGRAMS)
        _run(schema_editor, _postgresql())
    else:
        _run(schema_editor, _sqlite(), NEEDS_FTS5)


def lift(apps, schema_editor):
    kind = "INDEX" if schema_editor.connection.vendor == "postgresql" else "TRIGGER"
    for table in ROWS:
        _run(schema_editor, [f"DROP INDEX IF EXISTS {table}_first_letters"])
        for column in TEXTS.values():
            names = (
                [f"{table}_{column}"]
                if kind == "INDEX"
                else [f"{table}_{column}_{event}" for event in EVENTS]
            )
            _run(schema_editor, [f"DROP {kind} IF EXISTS {name}" for name in names])
    if kind == "TRIGGER":
        _run(
            schema_editor,
            [f"DROP TABLE IF EXISTS {index}{part}" for index in TEXTS for part in ("_terms", "")],
        )


def _run(schema_editor, statements, needs=None):
    try:
        for statement in statements:
            schema_editor.execute(statement)
    except DatabaseError as error:
        if needs is None:
            raise
        raise RuntimeError(needs) from error


class Migration(migrations.Migration):
    dependencies = [("concepts", "0002_ends_in_the_same_map")]
    operations = [migrations.RunPython(lay, lift)]
