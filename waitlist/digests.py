"""Salted digests: they tell whether something is known, and not what it is. The site's secret key is the salt."""

from django.conf import settings
from django.utils.crypto import salted_hmac


def digest_of(text: str, *, about: str) -> str:
    """The digest that is stored. The same text has another one for each purpose."""
    return _digest(text, about, settings.SECRET_KEY)


def digests_of(text: str, *, about: str) -> list[str]:
    """All digests that may be stored, one for each key that was in use before (`SECRET_KEY_FALLBACKS`)."""
    return [_digest(text, about, key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def _digest(text: str, about: str, key: str | bytes) -> str:
    digest: str = salted_hmac(f"waitlist.{about}", text, secret=key, algorithm="sha256").hexdigest()
    return digest
