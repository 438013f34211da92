"""The search's index over documents, kept by the database itself, and the table of the index of likeness.

Names (titles and authors) by trigrams, as in `concepts.migrations.0003_search`; all words of names, summary and text as
they are folded. SQLite: two FTS5 tables without texts of their own and triggers that fill them. PostgreSQL: trigram
indexes, and a table of words with a trigger. There the words of a document lie in pieces, because a tsvector ends at
1 MB; each piece has the names and the summary too. A later migration that makes Django rebuild the table of documents on SQLite must run `lay` again (a test tells).
"""

from importlib import import_module

from django.db import migrations, models
from django.db.models.functions import Now

concepts_search = import_module("concepts.migrations.0003_search")

TABLE = "library_document"
EVENTS = ("insert", "delete", "update")
TEXTS = {
    "library_names": ("folded_names",),
    "library_texts": ("folded_names", "folded_summary", "folded_text"),
}
KINDS = {
    "library_names": "tokenize='trigram'",
    "library_texts": "tokenize='unicode61 remove_diacritics 0'",
}
# To PostgreSQL no date comes before all dates unless it is told otherwise.
NEWEST = {"library_newest": "status", "library_newest_of_kind": "status, kind"}
# However odd the words, so many characters of them make no tsvector of 1 MB.
PIECE = 200_000


def _padded(row, columns):
    joined = " || ' ' || ".join(f"replace({row}{column}, char(10), ' ')" for column in columns)
    return f"' ' || {joined} || ' '"


def _sqlite_triggers(index, columns):
    add = f"INSERT INTO {index} (rowid, folded) VALUES (NEW.id, {_padded('NEW.', columns)});"
    drop = (
        f"INSERT INTO {index} ({index}, rowid, folded) VALUES ('delete', OLD.id, {_padded('OLD.', columns)});"
    )
    changed = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in columns)
    yield f"CREATE TRIGGER {index}_insert AFTER INSERT ON {TABLE} BEGIN {add} END"
    yield f"CREATE TRIGGER {index}_delete AFTER DELETE ON {TABLE} BEGIN {drop} END"
    yield f"""CREATE TRIGGER {index}_update AFTER UPDATE OF {", ".join(columns)} ON {TABLE}
        WHEN {changed} BEGIN {drop} {add} END"""


def _sqlite():
    yield f"CREATE INDEX library_first_letters ON {TABLE} (folded_names)"
    for index, columns in TEXTS.items():
        yield f"CREATE VIRTUAL TABLE {index} USING fts5(folded, content='', detail=none, {KINDS[index]})"
        yield f"INSERT INTO {index} (rowid, folded) SELECT id, {_padded('', columns)} FROM {TABLE}"
        yield from _sqlite_triggers(index, columns)
    yield "CREATE VIRTUAL TABLE library_names_terms USING fts5vocab(library_names, row)"


def _postgresql():
    yield f"CREATE INDEX library_first_letters ON {TABLE} (left(folded_names, 40) text_pattern_ops)"
    yield f"""CREATE INDEX library_names ON {TABLE} USING gin (folded_names gin_trgm_ops)
        WITH (gin_pending_list_limit = {concepts_search.PENDING_KB})"""
    for name, columns in NEWEST.items():
        yield f"CREATE INDEX {name} ON {TABLE} ({columns}, published_on DESC NULLS LAST, title, id)"
    # Without a foreign key, which would keep tests from emptying the table of documents.
    yield "CREATE TABLE library_words (document_id bigint NOT NULL, words tsvector NOT NULL)"
    # Unpacking them again and again would cost more than reading them.
    yield "ALTER TABLE library_words ALTER COLUMN words SET STORAGE EXTERNAL"
    yield "CREATE INDEX library_words_of_document ON library_words (document_id)"
    yield f"""CREATE INDEX library_words_words ON library_words USING gin (words)
        WITH (gin_pending_list_limit = {concepts_search.PENDING_KB})"""
    yield f"""CREATE FUNCTION library_keep_words() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'TRUNCATE' THEN
                TRUNCATE library_words;
                RETURN NULL;
            END IF;
            IF TG_OP <> 'INSERT' THEN
                DELETE FROM library_words WHERE document_id = OLD.id;
            END IF;
            IF TG_OP <> 'DELETE' THEN
                INSERT INTO library_words (document_id, words)
                SELECT NEW.id, strip(to_tsvector('simple', concat_ws(
                    ' ', NEW.folded_names, NEW.folded_summary, substr(NEW.folded_text, place, {PIECE})
                )))
                FROM generate_series(1, greatest(length(NEW.folded_text), 1), {PIECE}) AS place;
            END IF;
            RETURN NULL;
        END $$"""
    yield f"""CREATE TRIGGER library_words_written
        AFTER INSERT OR DELETE OR UPDATE OF folded_names, folded_summary, folded_text ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION library_keep_words()"""
    yield f"""CREATE TRIGGER library_words_emptied AFTER TRUNCATE ON {TABLE}
        FOR EACH STATEMENT EXECUTE FUNCTION library_keep_words()"""


def lay(apps, schema_editor):
    lift(apps, schema_editor)
    statements = _postgresql() if schema_editor.connection.vendor == "postgresql" else _sqlite()
    for statement in statements:
        schema_editor.execute(statement)


def lift(apps, schema_editor):
    drops = ["DROP INDEX IF EXISTS library_first_letters"]
    if schema_editor.connection.vendor == "postgresql":
        drops += [
            *(f"DROP INDEX IF EXISTS {name}" for name in ("library_names", *NEWEST)),
            f"DROP TRIGGER IF EXISTS library_words_written ON {TABLE}",
            f"DROP TRIGGER IF EXISTS library_words_emptied ON {TABLE}",
            "DROP FUNCTION IF EXISTS library_keep_words",
            "DROP TABLE IF EXISTS library_words",
        ]
    else:
        drops += [f"DROP TRIGGER IF EXISTS {index}_{event}" for index in TEXTS for event in EVENTS]
        drops += [f"DROP TABLE IF EXISTS {name}" for name in ("library_names_terms", *TEXTS)]
    for drop in drops:
        schema_editor.execute(drop)


class Migration(migrations.Migration):
    dependencies = [
        # Adds PostgreSQL's trigrams, or says what SQLite lacks.
        ("concepts", "0003_search"),
        ("concepts", "0006_sources_stamp"),
        ("library", "0002_first_state"),
    ]
    operations = [
        migrations.CreateModel(
            name="LikenessIndex",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stamp", models.CharField(max_length=64)),
                ("content", models.BinaryField()),
                ("built", models.DateTimeField(db_default=Now())),
            ],
        ),
        migrations.AlterModelOptions(
            name="document",
            options={
                "base_manager_name": "objects",
                "ordering": [
                    models.OrderBy(models.F("published_on"), descending=True, nulls_last=True),
                    "title",
                    "pk",
                ],
            },
        ),
        migrations.AddField(
            model_name="document",
            name="folded_text",
            field=models.TextField(blank=True, db_default="", default="", editable=False),
        ),
        migrations.AddConstraint(
            model_name="likenessindex",
            constraint=models.CheckConstraint(
                condition=models.Q(("pk", 1)), name="likeness_index_is_one_row"
            ),
        ),
        migrations.RunPython(lay, lift),
    ]
