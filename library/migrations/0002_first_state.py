"""The one row of the library's state, and what curators may do in the library."""

from django.db import migrations

EDITED = ["document", "citation", "fact", "aimodel"]
HANDED_IN = ["intake"]
ALLOWED = {
    **dict.fromkeys(EDITED, ("add", "change", "delete", "view")),
    **dict.fromkeys(HANDED_IN, ("add", "view")),
    "proposal": ("change", "view"),
    "acceptance": ("change", "view"),
}


def begin(apps, schema_editor):
    apps.get_model("library", "LibraryState").objects.get_or_create(pk=1)
    # Made here, since the group needs them now; what Django makes after all migrations finds them.
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Curators")
    for model, actions in ALLOWED.items():
        content_type, _ = ContentType.objects.get_or_create(app_label="library", model=model)
        name = apps.get_model("library", model)._meta.verbose_name
        for action in actions:
            permission, _ = Permission.objects.get_or_create(
                content_type=content_type,
                codename=f"{action}_{model}",
                defaults={"name": f"Can {action} {name}"},
            )
            group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("library", "0001_documents"),
        ("concepts", "0006_sources_stamp"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
