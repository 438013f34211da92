"""Beside the stamp of a map's state, one of what the library holds about its concepts."""

from django.db import migrations, models

TABLE = "concepts_knowledgemap"


class Migration(migrations.Migration):
    dependencies = [("concepts", "0005_imports")]
    operations = [
        # Django would make the table anew on SQLite, and with it drop the triggers of the search.
        migrations.RunSQL(
            f"ALTER TABLE {TABLE} ADD COLUMN sources_stamp varchar(16) DEFAULT '' NOT NULL",
            f"ALTER TABLE {TABLE} DROP COLUMN sources_stamp",
            state_operations=[
                migrations.AddField(
                    "knowledgemap",
                    "sources_stamp",
                    models.CharField(blank=True, db_default="", default="", editable=False, max_length=16),
                )
            ],
        )
    ]
