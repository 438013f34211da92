"""PostgreSQL counts the words of rows that are changed once for each statement, as it does those of rows that come and go.

Counted row by row, the words that many rows have were written again with each of them. What a transaction has written over
stays until its end and is gone through with every further write: an import that changed 60,000 summaries took hours.
"""

from importlib import import_module

from django.db import migrations

words = import_module("concepts.migrations.0008_word_index")


def _words_that_go(*changes):
    """Those that some rows have lost, and that may be gone for good."""
    return f"""SELECT word, map_id FROM ({" UNION ALL ".join(changes)}) AS each
                GROUP BY word, map_id HAVING sum(names) < 0 OR sum(summaries) < 0"""


def _without_those_in(other, rows, map_id):
    """Rows but for those whose texts are among the others."""
    columns = f"{map_id}, folded_names, folded_summary"
    return f"(SELECT {columns} FROM {rows} EXCEPT ALL SELECT {columns} FROM {other}) AS row"


def _by_statement(table, map_id):
    gone = words.words_of(_without_those_in("added", "gone", map_id), map_id, -1)
    added = words.words_of(_without_those_in("gone", "added", map_id), map_id, 1)
    yield f"DROP TRIGGER {table}_words_update ON {table}"
    yield f"""CREATE FUNCTION {table}_count_changed_words() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            {words.count_words(gone, added)};
            {words.clean_words(_words_that_go(gone, added))};
            RETURN NULL;
        END $$"""
    # With tables of what was and is, PostgreSQL takes neither columns nor a condition, so whatever changes leads there.
    yield f"""CREATE TRIGGER {table}_words_update AFTER UPDATE ON {table}
        REFERENCING OLD TABLE AS gone NEW TABLE AS added
        FOR EACH STATEMENT EXECUTE FUNCTION {table}_count_changed_words()"""


def _by_row(table, map_id):
    yield f"DROP FUNCTION {table}_count_changed_words() CASCADE"
    yield words.update_by_row(table)


def _run(schema_editor, statements):
    if schema_editor.connection.vendor == "postgresql":
        for table, (map_id, _) in words.ROWS.items():
            for statement in statements(table, map_id):
                schema_editor.execute(statement)


def count_by_statement(apps, schema_editor):
    _run(schema_editor, _by_statement)


def count_by_row(apps, schema_editor):
    _run(schema_editor, _by_row)


class Migration(migrations.Migration):
    dependencies = [("concepts", "0009_one_index_each")]
    operations = [migrations.RunPython(count_by_statement, count_by_row)]
