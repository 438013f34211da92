"""What a language model was asked for, and what it has cost."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from concepts.models import Concept
from library.models.document import Document
from library.models.proposal import MODEL_NAME_LENGTH


class Question(models.Model):
    """A question about a concept or about a document, and what became of it.

    `fingerprint`: of the document's text that was asked about. Proposals are made for `document`.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        DONE = "done", "Done"
        FAILED = "failed", "Given up"

    concept = models.ForeignKey(Concept, models.CASCADE, null=True, editable=False, related_name="+")
    document = models.ForeignKey(
        Document, models.CASCADE, null=True, editable=False, related_name="questions"
    )
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING, editable=False)
    outcome = models.TextField(blank=True, editable=False)
    asked_of = models.CharField("model", max_length=MODEL_NAME_LENGTH, blank=True, editable=False)
    tokens = models.PositiveIntegerField(default=0, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    created = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Question {self.pk}"


class Spending(models.Model):
    """The tokens of one day, by UTC: those that were counted, and those set aside for what is being asked now."""

    day = models.DateField(unique=True)
    tokens = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.day}: {self.tokens:,} tokens"
