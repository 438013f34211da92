"""What a document is found to say that the atlas does not, put before a curator."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Now

from concepts.models import Concept
from concepts.text import REASON_LENGTH
from library.models.citation import QUOTE_LENGTH
from library.models.document import Document

MODEL_NAME_LENGTH = 100


class Acceptance(models.Model):
    """Proposals of a document accepted together, in one transaction. `undo`: each step done, in order."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="acceptances")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())
    undo = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Acceptance {self.pk}"


class Proposal(models.Model):
    """One thing to decide about. `payload` says what, by kind; `key` names its content within the document.

    `quote` is the document's text from `start` up to `end`; what follows from the whole of it quotes nothing.
    `became`: the concept that an accepted one made, or was said to be the same as.
    """

    class Kind(models.TextChoices):
        CONCEPT = "concept", "New concept"
        CHANGE = "change", "Change of a concept"
        LINK = "link", "Link"
        CITATION = "citation", "Citation"
        FACT = "fact", "Fact"
        REMOVAL = "removal", "Removal"

    class State(models.TextChoices):
        OPEN = "open", "Open"
        ACCEPTED = "accepted", "Accepted"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Withdrawn"

    document = models.ForeignKey(Document, models.CASCADE, related_name="proposals")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    payload = models.JSONField(default=dict)
    key = models.CharField(max_length=64, editable=False)
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    quote = models.TextField(max_length=QUOTE_LENGTH, blank=True)
    score = models.FloatField(default=1.0, validators=[MinValueValidator(0), MaxValueValidator(1)])
    reason = models.CharField(max_length=REASON_LENGTH, blank=True, help_text="Why it is proposed.")
    suggested_by = models.CharField(
        max_length=MODEL_NAME_LENGTH,
        blank=True,
        help_text="The language model that was asked; empty for what the text itself gives.",
    )
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    refusal = models.CharField(max_length=REASON_LENGTH, blank=True, help_text="Why it was refused.")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    acceptance = models.ForeignKey(Acceptance, models.SET_NULL, null=True, related_name="proposals")
    became = models.ForeignKey(Concept, models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["document", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["document", "key"], name="proposal_is_made_once"),
        ]
        indexes = [models.Index(fields=["document", "state"], name="proposal_states")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} from {self.document_id}"
