"""Typed readers of the environment. A value that cannot be read stops the start and says what to set."""

import os
import re
from collections.abc import Collection
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent.parent

env = environ.Env()

KEY_REFUSED = "The secret key is missing or weak: set KINAPSE_SECRET_KEY to at least 50 random characters."


def read_bool(name: str, *, default: bool) -> bool:
    """The yes or no that a variable holds. Raises ImproperlyConfigured for anything else."""
    text = os.environ.get(name, "").strip().lower()
    if text == "":
        return default
    if text in {"1", "true", "yes", "on"}:
        return True
    if text in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} must be true or false, not {text!r}.")


def read_number(name: str, *, default: int, least: int = 0, most: int = 2**31) -> int:
    """The whole number that a variable holds. Raises ImproperlyConfigured outside `least` to `most`."""
    text = os.environ.get(name, "").strip()
    if text == "":
        return default
    if not text.isdecimal() or not least <= int(text) <= most:
        raise ImproperlyConfigured(f"{name} must be a whole number from {least} to {most}, not {text!r}.")
    return int(text)


def read_seconds(name: str, *, default: float) -> float:
    """The time that a variable holds. Raises ImproperlyConfigured for what is not more than nothing."""
    text = os.environ.get(name, "").strip()
    if text == "":
        return default
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,3})?", text) or not float(text):
        raise ImproperlyConfigured(f"{name} must be seconds such as 1.8, not {text!r}.")
    return float(text)


def read_networks(name: str) -> list[IPv4Network | IPv6Network]:
    """Addresses and networks that a variable lists, parted by commas. Raises ImproperlyConfigured for anything else."""
    parts = [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]
    try:
        return [ip_network(part) for part in parts]
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{name} must list addresses or networks such as 127.0.0.1,10.0.0.0/8; {error}."
        ) from None


def read_header(name: str, *, default: str) -> str:
    """The name of a header that a variable holds, as WSGI names it. Raises ImproperlyConfigured for what is none."""
    text = os.environ.get(name, "").strip() or default
    if not re.fullmatch(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*", text):
        raise ImproperlyConfigured(
            f"{name} must be the name of a header of letters, digits and hyphens, not {text!r}."
        )
    return f"HTTP_{text.upper().replace('-', '_')}"


def read_site_url(name: str, *, default: str) -> str:
    """The address visitors use, without a slash at its end. Raises ImproperlyConfigured if it is not http or https."""
    text = (os.environ.get(name, "").strip() or default).rstrip("/")
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
        raise ImproperlyConfigured(
            f"{name} must be an address such as https://kinapse.example, not {text!r}."
        )
    return text


def read_service_url(name: str, *, schemes: Collection[str]) -> str:
    """Where a service is, or "". Raises ImproperlyConfigured for another kind of address; it may hold a password, so it
    is not repeated."""
    text = os.environ.get(name, "").strip()
    try:
        parts = urlsplit(text)
        known = parts.scheme in schemes and parts.port != 0
    except ValueError:
        known = False
    if text and not known:
        raise ImproperlyConfigured(
            f"{name} must be an address that begins with {' or '.join(schemes)} and ://."
        )
    return text


def read_endpoint(name: str) -> str:
    """The address of a service that is asked over HTTP, without a slash at its end, or "". No name, password or query.

    Raises ImproperlyConfigured.
    """
    text = read_service_url(name, schemes=("http", "https")).rstrip("/")
    is_plain = text.isascii() and text.isprintable() and not any(mark in text for mark in "@?# ")
    if text and not (is_plain and urlsplit(text).hostname):
        raise ImproperlyConfigured(
            f"{name} must be an address such as https://models.example/v1, without a name, a password or a query."
        )
    return text


def read_header_text(name: str) -> str:
    """What is sent in a header, such as a key, or nothing. Raises ImproperlyConfigured, without showing it."""
    text = os.environ.get(name, "").strip()
    if not all("!" <= letter <= "~" for letter in text):
        raise ImproperlyConfigured(f"{name} must be one word of plain ASCII characters.")
    return text


def read_secret(name: str, *, debug: bool) -> str:
    """The secret key. Raises ImproperlyConfigured when it is weak outside debug."""
    secret = os.environ.get(name, "")
    if debug and not secret:
        return "only-for-debugging-" * 4
    # Django's own deploy check asks for the same two properties (security.W009).
    if not debug and (len(secret) < 50 or len(set(secret)) < 5 or secret.startswith("django-insecure-")):
        raise ImproperlyConfigured(KEY_REFUSED)
    return secret
