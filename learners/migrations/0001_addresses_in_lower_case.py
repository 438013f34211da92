"""Accounts that were made before their addresses were kept in lower case can sign in by them."""

from django.conf import settings
from django.db import migrations
from django.db.models.functions import Lower


def lower(apps, schema_editor):
    apps.get_model("auth", "User").objects.update(email=Lower("email"))


class Migration(migrations.Migration):
    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [migrations.RunPython(lower, migrations.RunPython.noop)]
