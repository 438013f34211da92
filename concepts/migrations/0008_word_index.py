"""The search's index by words in place of that by trigrams: which row has a word, and which words there are at all.

Both databases keep it themselves. The words of each map, with how often each is in names and in summaries, are a table
of their own, in which triggers count: a word with a typing error is looked up there. Which rows have a word is told on
PostgreSQL by a GIN index over the words, on SQLite by two FTS5 tables, which hold no text; the number of a row there is
that of its map and its own in one, so that a search reads whose it is off the index. Whoever writes a row has the lock
of its map, so no two writers wait for each other in the table of words.
A later migration that makes Django rebuild one of the two tables on SQLite must run `lay` again (a test tells), and migration 10 after it.
"""

from importlib import import_module

from django.db import migrations

trigrams = import_module("concepts.migrations.0003_search")

ROWS, TEXTS, EVENTS = trigrams.ROWS, trigrams.TEXTS, trigrams.EVENTS
WORDS = "concepts_word"
COUNTS = {"folded_names": "in_names", "folded_summary": "in_summaries"}
# No word of a language is longer; PostgreSQL indexes none of many more. `concepts.search` knows too.
LONGEST_WORD = 64
# Where a word begins and how it ends, for those that have their errors between.
ENDS = {"sqlite": "substr(word, 1, 1) || substr(word, -3)", "postgresql": "left(word, 1) || right(word, 3)"}
# The words of a text as PostgreSQL indexes them; of too long a one, the beginning.
WORDS_OF_TEXT = rf"""CREATE FUNCTION concepts_words(folded text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT array_to_tsvector(array_remove(string_to_array(replace(
            CASE WHEN octet_length(folded) <= 1000 THEN folded
            ELSE regexp_replace(folded, '(\S{{{LONGEST_WORD}}})\S+', '\1', 'g') END,
        E'\n', ' '), ' '), ''))
    $$"""


def _split(text):
    """On SQLite, the words of a folded text as rows; there are only letters, digits and blanks in it."""
    array = f"""'["' || replace(replace({text}, char(10), ' '), ' ', '","') || '"]'"""
    return f"json_each({array}) WHERE length(value) BETWEEN 1 AND {LONGEST_WORD}"


def _counted(text, map_id, count, step):
    """On SQLite, the words of a text counted up or down."""
    other = next(name for name in COUNTS.values() if name != count)
    return f"""INSERT INTO {WORDS} (word, map_id, {count}, {other})
        SELECT value, {map_id}, {step}, 0 FROM {_split(text)}
        ON CONFLICT (word, map_id) DO UPDATE SET {count} = {count} + {step};"""


def _sqlite_triggers(table, map_id, row_id):
    for index, column in TEXTS.items():
        new, old = (
            {
                "map": f"{side}.{map_id}",
                "number": f"({side}.{map_id} << 40) + {row_id if row_id == '0' else f'{side}.{row_id}'}",
                "text": f"{side}.{column}",
            }
            for side in ("NEW", "OLD")
        )
        add = f"""INSERT INTO {index} (rowid, folded) VALUES ({new["number"]}, {new["text"]});
            {_counted(new["text"], new["map"], COUNTS[column], 1)}"""
        drop = f"""INSERT INTO {index} ({index}, rowid, folded) VALUES ('delete', {old["number"]}, {old["text"]});
            {_counted(old["text"], old["map"], COUNTS[column], -1)}"""
        clean = f"""DELETE FROM {WORDS} WHERE map_id = {old["map"]} AND in_names = 0 AND in_summaries = 0
            AND word IN (SELECT value FROM {_split(old["text"])});"""
        yield f"CREATE TRIGGER {table}_{column}_insert AFTER INSERT ON {table} BEGIN {add} END"
        yield f"CREATE TRIGGER {table}_{column}_delete AFTER DELETE ON {table} BEGIN {drop} {clean} END"
        yield f"""CREATE TRIGGER {table}_{column}_update AFTER UPDATE OF {column} ON {table}
            WHEN OLD.{column} IS NOT NEW.{column} BEGIN {drop} {add} {clean} END"""


def _sqlite():
    yield f"""CREATE TABLE {WORDS} (
        word text NOT NULL, map_id integer NOT NULL, in_names integer NOT NULL, in_summaries integer NOT NULL,
        PRIMARY KEY (word, map_id)) WITHOUT ROWID"""
    for index in TEXTS:
        yield f"""CREATE VIRTUAL TABLE {index}
            USING fts5(folded, content='', tokenize='ascii', detail=none, columnsize=0)"""
    for table, (map_id, row_id) in ROWS.items():
        yield f"CREATE INDEX {table}_first_letters ON {table} ({trigrams.FIRST_LETTERS[table]})"
        for index, column in TEXTS.items():
            yield f"INSERT INTO {index} (rowid, folded) SELECT ({map_id} << 40) + {row_id}, {column} FROM {table}"
            other = next(name for name in COUNTS.values() if name != COUNTS[column])
            yield f"""INSERT INTO {WORDS} (word, map_id, {COUNTS[column]}, {other})
                SELECT value, {table}.{map_id}, count(*), 0 FROM {table}, {_split(f"{table}.{column}")}
                GROUP BY value, {table}.{map_id}
                ON CONFLICT (word, map_id) DO UPDATE SET {COUNTS[column]} = {COUNTS[column]} + excluded.{COUNTS[column]}"""
        yield from _sqlite_triggers(table, map_id, row_id)
    yield f"CREATE INDEX {WORDS}_ends ON {WORDS} ({ENDS['sqlite']})"


def words_of(rows, map_id, step):
    """On PostgreSQL, the words of some rows, each with how much it is to be counted up or down."""
    split = "unnest(string_to_array(replace({column}, E'\\n', ' '), ' '))"
    return f"""SELECT {split.format(column="folded_names")} AS word, {map_id} AS map_id, {step} AS names, 0 AS summaries
            FROM {rows}
            UNION ALL
            SELECT {split.format(column="folded_summary")}, {map_id}, 0, {step} FROM {rows}"""


def count_words(*words):
    """Count them, in one order. A word that comes and goes at once is left alone."""
    return f"""INSERT INTO {WORDS} AS stored (word, map_id, in_names, in_summaries)
            SELECT word, map_id, sum(names), sum(summaries) FROM ({" UNION ALL ".join(words)}) AS each
            WHERE length(word) BETWEEN 1 AND {LONGEST_WORD}
            GROUP BY word, map_id HAVING sum(names) <> 0 OR sum(summaries) <> 0 ORDER BY word, map_id
            ON CONFLICT (word, map_id) DO UPDATE SET
                in_names = stored.in_names + excluded.in_names,
                in_summaries = stored.in_summaries + excluded.in_summaries"""


def clean_words(words):
    return f"""DELETE FROM {WORDS} AS stored USING (SELECT DISTINCT word, map_id FROM ({words}) AS each) AS gone
            WHERE stored.word = gone.word AND stored.map_id = gone.map_id
              AND stored.in_names = 0 AND stored.in_summaries = 0"""


def _row(side, map_id):
    columns = ("folded_names", "folded_summary", map_id)
    return f"(VALUES ({', '.join(f'{side}.{column}' for column in columns)})) AS row ({', '.join(columns)})"


def update_by_row(table):
    return f"""CREATE TRIGGER {table}_words_update AFTER UPDATE OF folded_names, folded_summary ON {table}
        FOR EACH ROW WHEN (
            OLD.folded_names IS DISTINCT FROM NEW.folded_names OR OLD.folded_summary IS DISTINCT FROM NEW.folded_summary
        ) EXECUTE FUNCTION {table}_count_words()"""


def _postgresql_triggers(table, map_id):
    before, after = words_of(_row("OLD", map_id), map_id, -1), words_of(_row("NEW", map_id), map_id, 1)
    gone, added = words_of("gone", map_id, -1), words_of("added", map_id, 1)
    yield f"""CREATE FUNCTION {table}_count_words() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'TRUNCATE' THEN
                TRUNCATE {WORDS};
            ELSIF TG_OP = 'INSERT' THEN
                {count_words(added)};
            ELSIF TG_OP = 'DELETE' THEN
                {count_words(gone)};
                {clean_words(gone)};
            ELSE
                {count_words(before, after)};
                {clean_words(before)};
            END IF;
            RETURN NULL;
        END $$"""
    call = f"EXECUTE FUNCTION {table}_count_words()"
    yield f"""CREATE TRIGGER {table}_words_insert AFTER INSERT ON {table}
        REFERENCING NEW TABLE AS added FOR EACH STATEMENT {call}"""
    yield f"""CREATE TRIGGER {table}_words_delete AFTER DELETE ON {table}
        REFERENCING OLD TABLE AS gone FOR EACH STATEMENT {call}"""
    yield update_by_row(table)
    yield f"CREATE TRIGGER {table}_words_truncate AFTER TRUNCATE ON {table} FOR EACH STATEMENT {call}"


def _postgresql():
    yield WORDS_OF_TEXT
    # Without a foreign key, which would keep tests from emptying the table of maps.
    yield f"""CREATE TABLE {WORDS} (
        word text COLLATE "C" NOT NULL, map_id bigint NOT NULL, in_names integer NOT NULL, in_summaries integer NOT NULL,
        PRIMARY KEY (word, map_id) INCLUDE (in_names, in_summaries))"""
    for table, (map_id, _) in ROWS.items():
        # A B-tree takes no long values, and the first letters are all that a prefix is compared with.
        yield f"CREATE INDEX {table}_first_letters ON {table} (left(folded_names, 40) text_pattern_ops)"
        for column in TEXTS.values():
            yield f"""CREATE INDEX {table}_{column} ON {table} USING gin (concepts_words({column}))
                WITH (gin_pending_list_limit = {trigrams.PENDING_KB})"""
        yield count_words(words_of(table, map_id, 1))
        yield from _postgresql_triggers(table, map_id)
    yield f"CREATE INDEX {WORDS}_ends ON {WORDS} (({ENDS['postgresql']})) INCLUDE (word, map_id, in_names, in_summaries)"


def lay(apps, schema_editor):
    lift(apps, schema_editor)
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in _postgresql() if is_postgresql else _sqlite():
        schema_editor.execute(statement)


def lift(apps, schema_editor):
    # Those of the trigrams have the same names. The second function is of migration 10.
    trigrams.lift(apps, schema_editor)
    if schema_editor.connection.vendor == "postgresql":
        for table in ROWS:
            for function in (f"{table}_count_words", f"{table}_count_changed_words"):
                schema_editor.execute(f"DROP FUNCTION IF EXISTS {function}() CASCADE")
        schema_editor.execute("DROP FUNCTION IF EXISTS concepts_words(text) CASCADE")
    schema_editor.execute(f"DROP TABLE IF EXISTS {WORDS}")


def lay_trigrams(apps, schema_editor):
    lift(apps, schema_editor)
    trigrams.lay(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("concepts", "0007_logged_changes")]
    operations = [migrations.RunPython(lay, lay_trigrams)]
