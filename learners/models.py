"""Tokens with which curators' programs write to the API."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

NAME_LENGTH = 100
BEGINNING_LENGTH = 12


class ApiToken(models.Model):
    """A token of a user, who may do with it what the user may. Only its hash is kept; deleting it revokes it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=NAME_LENGTH, help_text="What it is for, such as “nightly import”.")
    beginning = models.CharField(max_length=BEGINNING_LENGTH, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created = models.DateTimeField(db_default=Now(), editable=False)
    used = models.DateTimeField("last used", null=True, editable=False)

    class Meta:
        verbose_name = "API token"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name
