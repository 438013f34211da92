"""A log of what was changed in large maps, which snapshots are brought up to date by."""

import django.db.models.deletion
from django.db import migrations, models

TABLE = "concepts_knowledgemap"


class Migration(migrations.Migration):
    dependencies = [("concepts", "0006_sources_stamp"), ("outbox", "0003_lean")]
    operations = [
        # Django would make the table anew on SQLite, and with it drop the triggers of the search.
        migrations.RunSQL(
            f"ALTER TABLE {TABLE} ADD COLUMN stamp_before varchar(16) DEFAULT '' NOT NULL",
            f"ALTER TABLE {TABLE} DROP COLUMN stamp_before",
            state_operations=[
                migrations.AddField(
                    "knowledgemap",
                    "stamp_before",
                    models.CharField(blank=True, db_default="", default="", editable=False, max_length=16),
                )
            ],
        ),
        migrations.RunSQL(
            f"ALTER TABLE {TABLE} ADD COLUMN is_large boolean DEFAULT false NOT NULL",
            f"ALTER TABLE {TABLE} DROP COLUMN is_large",
            state_operations=[
                migrations.AddField(
                    "knowledgemap",
                    "is_large",
                    models.BooleanField(db_default=False, default=False, editable=False),
                )
            ],
        ),
        migrations.RunSQL(
            f"""UPDATE {TABLE} SET is_large = true
                WHERE (SELECT count(*) FROM concepts_link WHERE map_id = {TABLE}.id) > 20000""",
            migrations.RunSQL.noop,
        ),
        migrations.CreateModel(
            name="LoggedChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("revision", models.PositiveBigIntegerField()),
                ("before", models.CharField(max_length=16)),
                ("stamp", models.CharField(max_length=16)),
                ("concepts", models.JSONField(default=list)),
                ("pairs", models.JSONField(default=list)),
                ("whole", models.BooleanField(default=False)),
                (
                    "map",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="concepts.knowledgemap",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("map", "revision"), name="logged_change_once")
                ],
            },
        ),
    ]
