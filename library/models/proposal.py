"""What a document is found to say that the atlas does not, put before a curator."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Now

from concepts.models import KnowledgeMap
from concepts.text import REASON_LENGTH
from library.models.citation import QUOTE_LENGTH
from library.models.document import Document


class Acceptance(models.Model):
    """Proposals accepted together, in one transaction. `undo`: what it takes to bring back what was before."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())
    undo = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Acceptance {self.pk}"


class Proposal(models.Model):
    """One thing to decide about. `payload` says what, by kind; `key` names its content within the document.

    `quote` is the document's text from `start` up to `end`; what follows from the whole of it quotes nothing.
    """

    class Kind(models.TextChoices):
        CONCEPT = "concept", "New concept"
        CHANGE = "change", "Change of a concept"
        LINK = "link", "Link"
        CITATION = "citation", "Citation"
        FACT = "fact", "Fact"

    class State(models.TextChoices):
        OPEN = "open", "Open"
        ACCEPTED = "accepted", "Accepted"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Withdrawn"

    document = models.ForeignKey(Document, models.CASCADE, related_name="proposals")
    map = models.ForeignKey(KnowledgeMap, models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    payload = models.JSONField(default=dict)
    key = models.CharField(max_length=64, editable=False)
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    quote = models.TextField(max_length=QUOTE_LENGTH, blank=True)
    score = models.FloatField(default=1.0, validators=[MinValueValidator(0), MaxValueValidator(1)])
    reason = models.CharField(max_length=REASON_LENGTH, blank=True, help_text="Why it is proposed.")
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    refusal = models.CharField(max_length=REASON_LENGTH, blank=True, help_text="Why it was refused.")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    acceptance = models.ForeignKey(Acceptance, models.SET_NULL, null=True, related_name="proposals")
    created = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["document", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["document", "key"], name="proposal_is_made_once"),
        ]
        indexes = [models.Index(fields=["document", "state"], name="proposal_states")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} from {self.document_id}"
