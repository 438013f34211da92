"""A row for each piece of later work, written in the transaction that causes it."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

KIND_LENGTH = 64
KEY_LENGTH = 128
ERROR_LENGTH = 2_000


class Job(models.Model):
    """Work to be done once. All times are by the database's clock, which every machine shares.

    `key` names the work: handed over twice, it is still one job. `lease` is the secret of whoever has it in hand, or of
    the message that waits for a worker; `begun` tells the two apart. `steps_done` of `steps`: how far it has come.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        FAILED = "failed"

    kind = models.CharField(max_length=KIND_LENGTH)
    key = models.CharField(max_length=KEY_LENGTH, unique=True)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    due = models.DateTimeField(db_default=Now())
    attempts = models.PositiveIntegerField(default=0)
    lease = models.CharField(max_length=32, blank=True, editable=False)
    leased_until = models.DateTimeField(null=True, editable=False)
    begun = models.DateTimeField(null=True, editable=False)
    steps_done = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    steps = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    last_error = models.TextField(blank=True)
    created = models.DateTimeField(db_default=Now(), editable=False)
    finished = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            # Done rows stay for the record; looking for due ones must not pass over them.
            models.Index(fields=["due", "id"], condition=Q(state="waiting"), name="outbox_due"),
            models.Index(fields=["kind"], condition=Q(state="failed"), name="outbox_failed"),
            models.Index(fields=["leased_until"], condition=~Q(leased_until=None), name="outbox_in_hand"),
        ]

    def __str__(self) -> str:
        return self.key


class Beat(models.Model):
    """A relay that was alive when last seen."""

    name = models.CharField(max_length=200, unique=True)
    seen = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.name
