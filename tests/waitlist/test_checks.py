"""What an operator is told."""

from ipaddress import ip_network

from django.core.checks import run_checks
from pytest_django import Settings


def _said() -> set[str]:
    return {str(message.id) for message in run_checks()}


def test_a_proxy_that_is_not_named_is_warned_of(settings: Settings) -> None:
    assert "waitlist.W001" not in _said()
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert "waitlist.W001" in _said()
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.1")]
    assert "waitlist.W001" not in _said()
