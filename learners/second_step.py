"""Whether somebody's sign-in took more than a password."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_used
from django.dispatch import receiver
from django.http import HttpRequest

# Where the session keeps which authenticator was used in it.
USED = "second_step"
_STEPS = frozenset({Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN})
_KNOWN = "_second_steps"


def used_second_step(request: HttpRequest) -> bool:
    """Whether whoever asks has given a second step in this session, and still has one. Queries: 1 a request.

    That the account has one is not enough: the session may have been opened before, with the password alone.
    """
    steps = _steps(request)
    return request.session.get(USED) in steps and has_second_step(request)


def has_second_step(request: HttpRequest) -> bool:
    """Whether the account of whoever asks has an authenticator app or a passkey. Queries: 1 a request."""
    return not _STEPS.isdisjoint(_steps(request).values())


@receiver(authenticator_used)
@receiver(authenticator_added)
def note_second_step(request: HttpRequest, authenticator: Authenticator, **_: Any) -> None:
    """Keep in the session that it was given, or set up just now, which takes the password once more."""
    request.session[USED] = authenticator.pk


def _steps(request: HttpRequest) -> dict[int, str]:
    """Authenticators of whoever asks, recovery codes among them, by their number."""
    known: dict[int, str] | None = getattr(request, _KNOWN, None)
    if known is None:
        known = dict(Authenticator.objects.filter(user_id=request.user.pk).values_list("pk", "type"))
        setattr(request, _KNOWN, known)
    return known
