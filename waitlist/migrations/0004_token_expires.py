"""Links past their time are found without reading all of them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("waitlist", "0003_lean")]
    operations = [migrations.AddIndex("token", models.Index(fields=["expires"], name="token_expires"))]
