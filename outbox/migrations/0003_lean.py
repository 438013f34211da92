"""One index less to write for each job, and on PostgreSQL handing over as a function that others may call."""

from django.db import migrations

HAND_OVER = """
CREATE FUNCTION outbox_hand_over(job_kind text, job_key text, job_payload jsonb) RETURNS void LANGUAGE sql AS $$
  INSERT INTO outbox_job (kind, key, payload, state, attempts, lease, last_error)
  VALUES (job_kind, job_key, job_payload, 'waiting', 0, '', '') ON CONFLICT (key) DO NOTHING
$$
"""


def on_postgresql(statement):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("outbox", "0002_in_hand_and_alive")]
    operations = [
        migrations.AlterModelOptions("job", options={"ordering": ["-pk"]}),
        migrations.RemoveIndex("job", name="outbox_listing"),
        migrations.RunPython(
            on_postgresql(HAND_OVER), on_postgresql("DROP FUNCTION outbox_hand_over(text, text, jsonb)")
        ),
    ]
