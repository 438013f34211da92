"""Less to write for each sign-up: fewer indexes, and on PostgreSQL all of it in one call.

`waitlist_join` does in one call what `waitlist.entry` does in three statements elsewhere; the two must say the same.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

SPEND = """
CREATE FUNCTION waitlist_spend(digests text[], most integer[], right_now bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  wait bigint;
BEGIN
  -- Rows are locked in the order given; callers name the network first, so that no two of them wait for each other.
  WITH counted AS (
    INSERT INTO waitlist_allowance (digest, spent, until)
    SELECT digest, 1, right_now + 3600 FROM unnest(digests) WITH ORDINALITY AS given (digest, place) ORDER BY place
    ON CONFLICT (digest) DO UPDATE SET
      spent = CASE WHEN waitlist_allowance.until <= right_now THEN 1 ELSE waitlist_allowance.spent + 1 END,
      until = CASE WHEN waitlist_allowance.until <= right_now THEN excluded.until ELSE waitlist_allowance.until END
    RETURNING digest, spent, until
  )
  SELECT max(greatest(counted.until - right_now, 1)) INTO wait
  FROM counted JOIN unnest(digests, most) AS given (digest, most) USING (digest) WHERE counted.spent > given.most;
  IF wait IS NOT NULL THEN
    -- What is refused does not count.
    UPDATE waitlist_allowance SET spent = spent - 1 WHERE digest = ANY (digests);
  END IF;
  RETURN coalesce(wait, 0);
END $$
"""

JOIN = """
CREATE FUNCTION waitlist_join(
  typed text, key text, chosen_placement text, from_page text, is_disposable boolean, withheld text[],
  right_now timestamptz, found_by timestamptz, just_now timestamptz, later_by timestamptz,
  allowances text[], most integer[], seconds_now bigint, job_kind text
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  wait bigint := 0;
  entry record;
BEGIN
  IF cardinality(allowances) > 0 THEN
    wait := waitlist_spend(allowances, most, seconds_now);
    IF wait > 0 THEN
      RETURN wait;
    END IF;
  END IF;
  INSERT INTO waitlist_signup AS known
    (email, email_key, placement, page, state, asked, mailed, round, mails, invitations, working_on, stage)
  SELECT typed, key, chosen_placement, from_page, 'pending', right_now, right_now, 1, 1, 0, '', ''
  WHERE NOT is_disposable AND NOT EXISTS (SELECT 1 FROM waitlist_withheld WHERE digest = ANY (withheld))
  ON CONFLICT (email_key) DO UPDATE SET
    email = CASE WHEN known.state = 'left' THEN excluded.email ELSE known.email END,
    placement = CASE WHEN known.state = 'left' THEN excluded.placement ELSE known.placement END,
    page = CASE WHEN known.state = 'left' THEN excluded.page ELSE known.page END,
    asked = CASE WHEN known.state = 'left' THEN excluded.asked ELSE known.asked END,
    confirmed = CASE WHEN known.state = 'left' THEN NULL ELSE known.confirmed END,
    invited = CASE WHEN known.state = 'left' THEN NULL ELSE known.invited END,
    state = CASE WHEN known.state = 'left' THEN excluded.state ELSE known.state END,
    working_on = CASE WHEN known.state = 'left' THEN '' ELSE known.working_on END,
    stage = CASE WHEN known.state = 'left' THEN '' ELSE known.stage END,
    round = CASE WHEN known.state = 'left' THEN known.round + 1 ELSE known.round END,
    mails = CASE WHEN {due} THEN known.mails + 1 ELSE known.mails END,
    mailed = CASE WHEN {due} THEN excluded.mailed ELSE known.mailed END
  RETURNING id, known.round, known.mails INTO entry;
  IF NOT FOUND THEN
    -- Stands for all who are not written down.
    SELECT 0::bigint AS id, 0 AS round, 0 AS mails INTO entry;
  END IF;
  PERFORM outbox_hand_over(
    job_kind,
    job_kind || ':' || entry.id || ':' || entry.round || ':' || entry.mails,
    jsonb_build_object('signup', entry.id, 'round', entry.round)
  );
  RETURN 0;
END $$
"""
# Why and when: `waitlist.entry`.
DUE = """known.state = 'left' OR (known.state = 'pending' AND (
      known.mailed <= later_by OR (known.mailed <= found_by AND known.asked >= just_now)))"""


def keep_in_the_index(apps, schema_editor):
    """On SQLite a table whose rows stand in the index of its key: one page to write in place of three."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("ALTER TABLE waitlist_allowance RENAME TO waitlist_allowance_before")
        schema_editor.execute(
            'CREATE TABLE "waitlist_allowance" ("digest" varchar(64) NOT NULL PRIMARY KEY,'
            ' "spent" integer unsigned NOT NULL CHECK ("spent" >= 0), "until" bigint NOT NULL) WITHOUT ROWID'
        )
        schema_editor.execute(
            "INSERT INTO waitlist_allowance SELECT digest, spent, until FROM waitlist_allowance_before"
        )
        schema_editor.execute("DROP TABLE waitlist_allowance_before")


def add_functions(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(SPEND)
        schema_editor.execute(JOIN.format(due=DUE))


def remove_functions(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION waitlist_join")
        schema_editor.execute("DROP FUNCTION waitlist_spend")


class Migration(migrations.Migration):
    dependencies = [
        ("waitlist", "0002_whole_flow"),
        ("outbox", "0003_lean"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AlterField("allowance", "until", models.BigIntegerField()),
        migrations.RunPython(keep_in_the_index, migrations.RunPython.noop),
        migrations.AlterField(
            "signup",
            "account",
            models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="signup",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            "signup",
            models.UniqueConstraint(
                condition=~models.Q(account=None), fields=("account",), name="signup_of_an_account"
            ),
        ),
        migrations.RunPython(add_functions, remove_functions),
    ]
