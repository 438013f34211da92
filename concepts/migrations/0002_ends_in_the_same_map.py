"""Both ends of a link are concepts of the link's own map, held by the database.

PostgreSQL has foreign keys over two columns for it. SQLite cannot add one to a table, so triggers do the same there;
a later migration that makes Django rebuild `concepts_link` or `concepts_concept` must run `hold` again (a test tells).
"""

from django.db import migrations

POSTGRESQL = [
    f"""ALTER TABLE concepts_link ADD CONSTRAINT link_{end}_in_map FOREIGN KEY (map_id, {end}_id)
        REFERENCES concepts_concept (map_id, id) DEFERRABLE INITIALLY DEFERRED"""
    for end in ("source", "target")
]
_ELSEWHERE = """(SELECT map_id FROM concepts_concept WHERE id = NEW.source_id) IS NOT NEW.map_id
    OR (SELECT map_id FROM concepts_concept WHERE id = NEW.target_id) IS NOT NEW.map_id"""
SQLITE = [
    f"""CREATE TRIGGER link_ends_in_map_{event.split()[0].lower()} BEFORE {event} ON concepts_link
        WHEN {_ELSEWHERE}
        BEGIN SELECT RAISE(ABORT, 'FOREIGN KEY constraint failed: link ends in another map'); END"""
    for event in ("INSERT", "UPDATE OF map_id, source_id, target_id")
] + [
    """CREATE TRIGGER concept_stays_in_map BEFORE UPDATE OF map_id ON concepts_concept
        WHEN NEW.map_id IS NOT OLD.map_id
        BEGIN SELECT RAISE(ABORT, 'FOREIGN KEY constraint failed: concept moved to another map'); END"""
]


def hold(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def release(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for end in ("source", "target"):
            schema_editor.execute(f"ALTER TABLE concepts_link DROP CONSTRAINT link_{end}_in_map")
    else:
        for name in ("link_ends_in_map_insert", "link_ends_in_map_update", "concept_stays_in_map"):
            schema_editor.execute(f"DROP TRIGGER {name}")


class Migration(migrations.Migration):
    dependencies = [("concepts", "0001_initial")]
    operations = [migrations.RunPython(hold, release)]
