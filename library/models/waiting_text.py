"""The new text of a published document, until somebody who may change documents has read it."""

from django.db import models
from django.db.models.functions import Now

from library.models.document import Document


class WaitingText(models.Model):
    """What was handed in last for a document that everyone reads. `recognized`: as `library.readings` writes it.

    `fingerprint` tells it from one that comes in its place.
    """

    document = models.OneToOneField(Document, models.CASCADE, related_name="waiting_text")
    recognized = models.JSONField()
    fingerprint = models.CharField(max_length=64, editable=False)
    created = models.DateTimeField(db_default=Now(), editable=False)

    def __str__(self) -> str:
        return f"A new text of {self.document_id}"
