"""Links that act for a sign-up: 256 random bits, of which only a digest is stored."""

import hashlib
import secrets

from django.db.models import Q
from django.utils import timezone

from waitlist.errors import UnknownToken
from waitlist.models import Signup, Token


def new_token(*, signup: Signup, purpose: Token.Purpose) -> str:
    """A new token for one purpose; those given out before stay good."""
    token = secrets.token_urlsafe(32)
    Token.objects.create(signup=signup, purpose=purpose, digest=_digest(token))
    return token


def signup_of(token: str, *, purpose: Token.Purpose) -> Signup:
    """Whom a token was made for. Queries: 1. Raises: UnknownToken."""
    valid = Q(expires=None) | Q(expires__gt=timezone.now())
    found = (
        Token.objects.filter(valid, digest=_digest(token), purpose=purpose).select_related("signup").first()
    )
    if found is None:
        raise UnknownToken
    return found.signup


def _digest(token: str) -> str:
    # Random enough that no dictionary helps: a plain digest is as good as a slow one.
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
