from datetime import timedelta

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def confirm_who_waits(apps, schema_editor):
    """Who joined when nothing had to be confirmed was told to be on the list, and stays there.

    Tokens of that time had no end; theirs is that of new ones.
    """
    now = django.utils.timezone.now()
    signups = apps.get_model("waitlist", "Signup").objects.using(schema_editor.connection.alias)
    signups.filter(state="waiting").update(state="confirmed", confirmed=models.F("asked"))
    tokens = apps.get_model("waitlist", "Token").objects.using(schema_editor.connection.alias)
    tokens.filter(expires=None).update(expires=now + timedelta(days=3 * 365))


def let_them_wait(apps, schema_editor):
    """Back to two states."""
    signups = apps.get_model("waitlist", "Signup").objects.using(schema_editor.connection.alias)
    signups.exclude(state__in=["left", "suppressed"]).update(state="waiting")
    signups.filter(state="suppressed").update(state="left")


class Migration(migrations.Migration):
    # PostgreSQL changes no table that has changed rows in the same transaction.
    atomic = False

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("waitlist", "0001_initial"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="signup", name="signup_listing"),
        migrations.RenameField(model_name="signup", old_name="joined", new_name="asked"),
        migrations.AlterModelOptions(
            name="signup", options={"ordering": ["-asked", "-pk"], "verbose_name": "sign-up"}
        ),
        migrations.AlterField(
            model_name="signup",
            name="state",
            field=models.CharField(
                choices=[
                    ("pending", "Pending"),
                    ("confirmed", "Confirmed"),
                    ("invited", "Invited"),
                    ("joined", "Joined"),
                    ("left", "Left"),
                    ("suppressed", "Suppressed"),
                ],
                default="pending",
                max_length=10,
            ),
        ),
        migrations.AddField(model_name="signup", name="confirmed", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="signup", name="invited", field=models.DateTimeField(null=True)),
        migrations.AddField(
            model_name="signup",
            name="round",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name="signup",
            name="mails",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name="signup",
            name="invitations",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="signup",
            name="mailed",
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.AddField(
            model_name="signup", name="working_on", field=models.CharField(blank=True, max_length=300)
        ),
        migrations.AddField(
            model_name="signup",
            name="stage",
            field=models.CharField(
                blank=True,
                choices=[
                    ("learning", "Learning, no business yet"),
                    ("idea", "Exploring an idea"),
                    ("building", "Building the first version"),
                    ("customers", "First customers"),
                    ("growing", "Growing"),
                    ("established", "Established"),
                ],
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="signup",
            name="account",
            field=models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="signup",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="signup",
            index=models.Index(fields=["-asked", "-id"], name="signup_listing"),
        ),
        migrations.AddIndex(
            model_name="signup",
            index=models.Index(
                condition=models.Q(("state", "confirmed")), fields=["confirmed", "id"], name="signup_waiting"
            ),
        ),
        migrations.AlterField(
            model_name="token",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("confirm", "Confirm"),
                    ("answer", "Answer"),
                    ("invitation", "Invitation"),
                    ("leave", "Leave"),
                    ("erase", "Erase"),
                ],
                max_length=16,
            ),
        ),
        migrations.AddField(model_name="token", name="used", field=models.DateTimeField(null=True)),
        migrations.CreateModel(
            name="Withheld",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("erased", "Erased"),
                            ("bounced", "Bounced"),
                            ("complained", "Complained"),
                        ],
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("since", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                "verbose_name": "withheld address",
                "verbose_name_plural": "withheld addresses",
                "ordering": ["-since", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Allowance",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("spent", models.PositiveIntegerField()),
                ("until", models.BigIntegerField(db_index=True)),
            ],
        ),
        migrations.RunPython(confirm_who_waits, let_them_wait, elidable=True),
        migrations.AlterField(model_name="token", name="expires", field=models.DateTimeField()),
    ]
