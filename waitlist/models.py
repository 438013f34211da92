"""Sign-ups, and the tokens in the links that are mailed to them."""

from django.db import models
from django.utils import timezone

EMAIL_LENGTH = 254
PAGE_LENGTH = 300


class Placement(models.TextChoices):
    """Where a form stands, with the words it invites with."""

    LIBRARY = "library", "Get early access to the full library"
    RECOMMENDATIONS = (
        "recommendations",
        "Be among the first to get personalised recommendations tailored to your stage in business",
    )


class Signup(models.Model):
    """One person on the waitlist: nothing is kept of them but what stands here.

    `email_key` is the address in the one form that all its spellings share. `joined` is when they joined last.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        LEFT = "left"

    email = models.CharField("e-mail", max_length=EMAIL_LENGTH)
    email_key = models.CharField(max_length=EMAIL_LENGTH, unique=True, editable=False)
    placement = models.CharField(max_length=32, choices=Placement.choices)
    page = models.CharField(max_length=PAGE_LENGTH, blank=True, help_text="The page they joined from.")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    joined = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "sign-up"
        ordering = ["-joined", "-pk"]
        indexes = [models.Index(fields=["-joined", "-id"], name="signup_listing")]

    def __str__(self) -> str:
        # The admin's log keeps this text after the person was erased, so it must not name them.
        return f"Sign-up {self.pk}"

    @property
    def mailbox(self) -> str:
        """The address for the mail server: the name as typed, the domain in ASCII."""
        return f"{self.email.rpartition('@')[0]}@{self.email_key.rpartition('@')[2]}"


class Token(models.Model):
    """The right to do one thing for one sign-up, held by whoever has the link. Only its digest is stored."""

    class Purpose(models.TextChoices):
        LEAVE = "leave"

    signup = models.ForeignKey(Signup, on_delete=models.CASCADE, related_name="tokens")
    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    digest = models.CharField(max_length=64, unique=True)
    created = models.DateTimeField(default=timezone.now)
    expires = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.purpose} for {self.signup_id}"
