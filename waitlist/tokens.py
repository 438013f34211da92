"""Links that act for a sign-up: 256 random bits, of which only a digest is stored."""

import hashlib
import secrets
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from waitlist.errors import UnknownToken
from waitlist.models import Signup, Token

# Who wants to leave or be erased finds the mail even years later.
LASTS = {
    Token.Purpose.CONFIRM: timedelta(days=7),
    Token.Purpose.ANSWER: timedelta(days=1),
    Token.Purpose.INVITATION: timedelta(days=30),
    Token.Purpose.LEAVE: timedelta(days=3 * 365),
    Token.Purpose.ERASE: timedelta(days=3 * 365),
}


def new_token(*, signup: Signup, purpose: Token.Purpose) -> str:
    """A new token for one purpose; those given out before stay good."""
    return new_tokens(signup=signup, purposes=[purpose])[purpose]


def new_tokens(*, signup: Signup, purposes: list[Token.Purpose]) -> dict[Token.Purpose, str]:
    """A new token for each purpose. Queries: 1."""
    now = timezone.now()
    tokens = {purpose: secrets.token_urlsafe(32) for purpose in purposes}
    Token.objects.bulk_create(
        Token(
            signup=signup, purpose=purpose, digest=_digest(token), created=now, expires=now + LASTS[purpose]
        )
        for purpose, token in tokens.items()
    )
    return tokens


def token_row(token: str, *, purpose: Token.Purpose) -> Token:
    """What is stored of a token, with whom it was made for. Queries: 1. Raises: UnknownToken."""
    found = _valid().filter(digest=_digest(token), purpose=purpose).select_related("signup").first()
    if found is None:
        raise UnknownToken
    return found


def signup_of(token: str, *, purpose: Token.Purpose) -> Signup:
    """Whom a token was made for. Queries: 1. Raises: UnknownToken."""
    return token_row(token, purpose=purpose).signup


def use(token: Token) -> bool:
    """Mark a token as used. Whether it was its first use: of several at once, one alone is."""
    return bool(_valid().filter(pk=token.pk, used=None).update(used=timezone.now()))


def _valid() -> QuerySet[Token]:
    return Token.objects.filter(expires__gt=timezone.now())


def _digest(token: str) -> str:
    # Random enough that no dictionary helps: a plain digest is as good as a slow one.
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
