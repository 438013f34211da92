"""Files that curators hand in to become documents and proposals."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from concepts.models import KnowledgeMap
from library.models.document import Document

FILE_NAME_LENGTH = 200


class Intake(models.Model):
    """A file handed in, and what became of it. `content` is kept until then."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        DONE = "done", "Done"
        REFUSED = "refused", "Refused"

    file_name = models.CharField("file", max_length=FILE_NAME_LENGTH)
    content = models.BinaryField(editable=False)
    map = models.ForeignKey(
        KnowledgeMap,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Where its concepts belong. May be left empty.",
    )
    document = models.ForeignKey(Document, models.SET_NULL, null=True, editable=False, related_name="intakes")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING, editable=False)
    outcome = models.TextField(blank=True, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    created = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file_name
