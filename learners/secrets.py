"""Secrets encrypted by the site's key: neither a copy of the database nor a look into the admin lets anybody in."""

import base64
import hashlib

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ValidationError

KEY_LOST = (
    "This code cannot be checked: the site has another secret key than when your second step was set up. "
    "Whoever runs the site can put the old key back (KINAPSE_OLD_SECRET_KEYS), or take your second step away."
)


class KeyLost(ValidationError):
    """What was sealed under a key that the site has no more. A refusal in words where it meets a form."""

    def __init__(self) -> None:
        super().__init__(KEY_LOST, code="key_lost")


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    def encrypt(self, text: str) -> str:
        return sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unsealed(encrypted_text)


def sealed(text: str) -> str:
    """The text, encrypted."""
    return _keys().encrypt(text.encode()).decode()


def unsealed(text: str) -> str:
    """What was sealed, also under a key of before. Raises: KeyLost."""
    try:
        return _keys().decrypt(text.encode()).decode()
    except InvalidToken:
        raise KeyLost from None


def _keys() -> MultiFernet:
    """The site's key, which encrypts, and those before it, which still decrypt."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(Fernet(_derived(str(key))) for key in keys)


def _derived(key: str) -> bytes:
    # The key is random and long already; this gives it the length that Fernet wants.
    return base64.urlsafe_b64encode(hashlib.sha256(f"learners.secrets:{key}".encode()).digest())
