"""What an operator is told."""

from ipaddress import ip_network

from django.core.checks import run_checks
from pytest_django import Settings


def _said(*, deploy: bool = False) -> list[str]:
    return [str(message.id) for message in run_checks(include_deployment_checks=deploy)]


def test_a_proxy_that_is_not_named_is_warned_of(settings: Settings) -> None:
    assert "waitlist.W001" not in _said()
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert "waitlist.W001" in _said()
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.1")]
    assert "waitlist.W001" not in _said()


def test_a_name_that_visitors_can_spell_otherwise_is_warned_of(settings: Settings) -> None:
    assert "waitlist.W002" not in _said(deploy=True)
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.1")]
    assert _said(deploy=True).count("waitlist.W002") == 2
    settings.FORWARDED_FOR_HEADER, settings.FORWARDED_PROTO_HEADER = "HTTP_KINAPSEFOR", "HTTP_KINAPSEPROTO"
    assert "waitlist.W002" not in _said(deploy=True)
