"""A group for people who keep maps true. They edit maps, topics, concepts and links, and nothing else."""

import sys

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

CURATED = ["knowledgemap", "topic", "concept", "link"]


def make_group(apps, schema_editor):
    # Permissions are made when all migrations have run; the group needs them now, for any app that has models at all.
    app = installed.get_app_config("concepts")
    held, app.models_module = app.models_module, sys.modules[__name__]
    try:
        create_permissions(app, apps=apps, verbosity=0, using=schema_editor.connection.alias)
    finally:
        app.models_module = held
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="concepts", content_type__model__in=CURATED
    )
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Curators")
    group.permissions.add(*permissions)


def remove_group(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name="Curators").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("concepts", "0003_search"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_group, remove_group)]
