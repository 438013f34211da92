"""Sign-ups, the tokens in the links that are mailed to them, and what is kept so that promises hold."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

EMAIL_LENGTH = 254
PAGE_LENGTH = 300
WORKING_ON_LENGTH = 300
DIGEST_LENGTH = 64


class Placement(models.TextChoices):
    """Where a form stands, with the words it invites with."""

    LIBRARY = "library", "Get early access to the full library"
    RECOMMENDATIONS = (
        "recommendations",
        "Be among the first to get personalised recommendations tailored to your stage in business",
    )


class Stage(models.TextChoices):
    """How far somebody's business is."""

    LEARNING = "learning", "Learning, no business yet"
    IDEA = "idea", "Exploring an idea"
    BUILDING = "building", "Building the first version"
    CUSTOMERS = "customers", "First customers"
    GROWING = "growing", "Growing"
    ESTABLISHED = "established", "Established"


class Signup(models.Model):
    """One person on the waitlist, with all that is kept of the visitor they were.

    Beside it stand their tokens, the account they opened, and in the outbox their mails, where a mail server's answer
    may name the address: `waitlist.leaving.erase` finds all of it.

    `email_key` is the address in the one form that all its spellings share. `asked` is when they asked last, and
    `round` how often they began anew, after leaving: what was mailed in an earlier round acts no more. `mails` counts
    those that asked them to confirm, of which the last was due at `mailed`, and `invitations` those that invited.
    """

    class State(models.TextChoices):
        PENDING = "pending", "Pending"
        CONFIRMED = "confirmed", "Confirmed"
        INVITED = "invited", "Invited"
        JOINED = "joined", "Joined"
        LEFT = "left", "Left"
        SUPPRESSED = "suppressed", "Suppressed"

    email = models.CharField("e-mail", max_length=EMAIL_LENGTH)
    email_key = models.CharField(max_length=EMAIL_LENGTH, unique=True, editable=False)
    placement = models.CharField(max_length=32, choices=Placement.choices)
    page = models.CharField(max_length=PAGE_LENGTH, blank=True, help_text="The page they joined from.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    asked = models.DateTimeField(default=timezone.now)
    confirmed = models.DateTimeField(null=True)
    invited = models.DateTimeField(null=True)
    round = models.PositiveIntegerField(default=1, editable=False)
    mails = models.PositiveIntegerField(default=1, editable=False)
    invitations = models.PositiveIntegerField(default=0, editable=False)
    mailed = models.DateTimeField(default=timezone.now, editable=False)
    working_on = models.CharField(max_length=WORKING_ON_LENGTH, blank=True)
    stage = models.CharField(max_length=16, choices=Stage.choices, blank=True)
    # One to one; but an index of the few who have an account need not be written for everyone who joins.
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="signup",
        db_index=False,
    )

    class Meta:
        verbose_name = "sign-up"
        ordering = ["-asked", "-pk"]
        indexes = [
            models.Index(fields=["-asked", "-id"], name="signup_listing"),
            # The oldest who wait for an invitation.
            models.Index(fields=["confirmed", "id"], condition=Q(state="confirmed"), name="signup_waiting"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=~Q(account=None), name="signup_of_an_account"
            ),
        ]

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
        CONFIRM = "confirm"
        ANSWER = "answer"
        INVITATION = "invitation"
        LEAVE = "leave"
        ERASE = "erase"

    signup = models.ForeignKey(Signup, on_delete=models.CASCADE, related_name="tokens")
    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    digest = models.CharField(max_length=DIGEST_LENGTH, unique=True)
    created = models.DateTimeField(default=timezone.now)
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True)

    class Meta:
        # For removing them. Only mails and buttons write tokens, and no sign-up does.
        indexes = [models.Index(fields=["expires"], name="token_expires")]

    def __str__(self) -> str:
        return f"{self.purpose} for {self.signup_id}"


class Withheld(models.Model):
    """An address that is not written to again, kept as a salted digest: enough to know it, too little to tell it."""

    class Reason(models.TextChoices):
        ERASED = "erased", "Erased"
        BOUNCED = "bounced", "Bounced"
        COMPLAINED = "complained", "Complained"

    digest = models.CharField(max_length=DIGEST_LENGTH, unique=True, editable=False)
    reason = models.CharField(max_length=10, choices=Reason.choices, editable=False)
    since = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = "withheld address"
        verbose_name_plural = "withheld addresses"
        ordering = ["-since", "-pk"]

    def __str__(self) -> str:
        return f"Withheld address {self.pk}"


class Allowance(models.Model):
    """How much of an hour's allowance is spent. The digest stands for a network or an address, and does not tell it.

    `until` is when it begins anew, in seconds since 1970, so that one statement serves both databases. Each sign-up
    writes two of these rows: on SQLite they are kept in the index of the digest itself, and no other index is kept.
    """

    digest = models.CharField(max_length=DIGEST_LENGTH, primary_key=True)
    spent = models.PositiveIntegerField()
    until = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.spent} until {self.until}"
