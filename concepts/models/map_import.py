"""Files that curators hand in to become maps."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

FILE_NAME_LENGTH = 200


class MapImport(models.Model):
    """A file handed in, and what became of it. `content` is kept until then."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        DONE = "done", "Done"
        REFUSED = "refused", "Refused"

    file_name = models.CharField("file", max_length=FILE_NAME_LENGTH)
    content = models.BinaryField(editable=False)
    slug = models.SlugField(
        "map", blank=True, help_text="The map's address, in place of the file's own. May be left empty."
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING, editable=False)
    outcome = models.TextField(blank=True, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    created = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = "import"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file_name
