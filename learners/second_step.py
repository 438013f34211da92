"""Whether somebody's sign-in takes more than a password."""

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest

_KNOWN = "_has_second_step"


def has_second_step(request: HttpRequest) -> bool:
    """Whether whoever asks has an authenticator app or a passkey. Queries: 1 a request.

    Whoever has one was asked for it when they signed in, so the session need not be looked into.
    """
    known: bool | None = getattr(request, _KNOWN, None)
    if known is None:
        known = _has_any(request.user)
        setattr(request, _KNOWN, known)
    return known


def _has_any(user: User | AnonymousUser) -> bool:
    second_steps = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    found: bool = Authenticator.objects.filter(user_id=user.pk, type__in=second_steps).exists()
    return found
