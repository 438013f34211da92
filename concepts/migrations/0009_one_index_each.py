"""Indexes and foreign keys that say again what another says are let go: every row that is written pays for each.

An index over several columns serves those that ask for its first. Of a link, PostgreSQL held its map, its source and its
target by keys of their own, and both ends again together with the map, as keys into a table that holds the map of each:
the latter two say it all. SQLite has no keys over two columns here, so its single ones stay; the models tell of them.
"""

import django.db.models.deletion
from django.db import migrations, models

# The names are those that Django made of table and column in the first migration.
CONCEPTS, LINKS = "concepts_concept", "concepts_link"
INDEXES = {
    "concepts_concept_map_id_35e0eb10": f"{CONCEPTS} (map_id)",
    "concepts_concept_slug_2d821410": f"{CONCEPTS} (slug)",
    "concepts_link_source_id_e2737e06": f"{LINKS} (source_id)",
}
PREFIXES = {"concepts_concept_slug_2d821410_like": f"{CONCEPTS} (slug varchar_pattern_ops)"}
KEYS = {
    "concepts_link_map_id_a330d6f7_fk_concepts_knowledgemap_id": ("map_id", "concepts_knowledgemap"),
    "concepts_link_source_id_e2737e06_fk_concepts_concept_id": ("source_id", CONCEPTS),
    "concepts_link_target_id_e2d08ab5_fk_concepts_concept_id": ("target_id", CONCEPTS),
}


def let_go(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for name in KEYS if postgresql else ():
        schema_editor.execute(f"ALTER TABLE {LINKS} DROP CONSTRAINT IF EXISTS {name}")
    for name in {**INDEXES, **(PREFIXES if postgresql else {})}:
        schema_editor.execute(f"DROP INDEX IF EXISTS {name}")


def hold_again(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for name, columns in {**INDEXES, **(PREFIXES if postgresql else {})}.items():
        schema_editor.execute(f"CREATE INDEX {name} ON {columns}")
    for name, (column, table) in KEYS.items() if postgresql else ():
        schema_editor.execute(
            f"ALTER TABLE {LINKS} ADD CONSTRAINT {name} FOREIGN KEY ({column}) REFERENCES {table} (id) "
            "DEFERRABLE INITIALLY DEFERRED"
        )


class Migration(migrations.Migration):
    dependencies = [("concepts", "0008_word_index")]
    operations = [
        # Told to Django here alone: it would make the tables anew on SQLite, and drop the triggers with them.
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(let_go, hold_again)],
            state_operations=[
                migrations.AlterField(
                    "concept",
                    "map",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="concepts",
                        to="concepts.knowledgemap",
                    ),
                ),
                migrations.AlterField(
                    "concept",
                    "slug",
                    models.SlugField(
                        blank=True,
                        db_index=False,
                        help_text="Made from the title when left empty.",
                        max_length=200,
                    ),
                ),
                migrations.AlterField(
                    "link",
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links_out",
                        to="concepts.concept",
                    ),
                ),
            ],
        )
    ]
