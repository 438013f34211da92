"""Making tokens for the API, and knowing them again."""

import hashlib
import secrets
from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from learners.models import BEGINNING_LENGTH, ApiToken

# Scanners of published code know a token by how it begins.
_MARK = "kinapse_"
_BYTES = 32
# When it was last used is written down this often, and not with each request.
_TOLD_EVERY = timedelta(minutes=10)


def make_token(*, user: User, name: str) -> tuple[ApiToken, str]:
    """A new token, and its secret, which nobody can tell again."""
    secret = f"{_MARK}{secrets.token_urlsafe(_BYTES)}"
    row = ApiToken.objects.create(
        user=user, name=name, beginning=secret[:BEGINNING_LENGTH], digest=_digest(secret)
    )
    return row, secret


def find_token(secret: str) -> ApiToken | None:
    """The token with this secret, of a user who may sign in; noted as used. Queries: 1, now and then 2."""
    # The secret is long and random: looking up its hash tells nothing of others by the time it takes.
    row = ApiToken.objects.select_related("user").filter(digest=_digest(secret)).first()
    if row is None or not row.user.is_active:
        return None
    now = timezone.now()
    if row.used is None or now - row.used > _TOLD_EVERY:
        ApiToken.objects.filter(pk=row.pk).update(used=now)
    return row


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
