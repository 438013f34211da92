"""Curators may make tokens for the API and take them away."""

from django.db import migrations

ACTIONS = ("add", "view", "delete")


def allow(apps, schema_editor):
    # Made here, since the group needs them now; what Django makes after all migrations finds them.
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Curators")
    content_type, _ = ContentType.objects.get_or_create(app_label="learners", model="apitoken")
    for action in ACTIONS:
        permission, _ = Permission.objects.get_or_create(
            content_type=content_type,
            codename=f"{action}_apitoken",
            defaults={"name": f"Can {action} API token"},
        )
        group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("learners", "0002_api_tokens"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(allow, migrations.RunPython.noop)]
