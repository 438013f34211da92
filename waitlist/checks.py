"""What an operator is told at the start."""

from typing import Any

from django.conf import settings
from django.core import checks


@checks.register(checks.Tags.security)
def proxies_are_named(app_configs: Any, **_: Any) -> list[checks.CheckMessage]:
    """Behind a proxy that is not named all visitors look like one, and share one allowance."""
    if settings.SECURE_PROXY_SSL_HEADER and not settings.TRUSTED_PROXIES:
        return [
            checks.Warning(
                "KINAPSE_BEHIND_PROXY is set and TRUSTED_PROXIES is not: all sign-ups count as coming from the proxy.",
                hint="Set TRUSTED_PROXIES to the addresses of your proxies, such as 127.0.0.1 or 10.0.0.0/8.",
                id="waitlist.W001",
            )
        ]
    return []


@checks.register(checks.Tags.security, deploy=True)
def proxies_speak_by_a_name_of_one_spelling(app_configs: Any, **_: Any) -> list[checks.CheckMessage]:
    """A visitor's X_Forwarded_For is the same as the proxy's X-Forwarded-For to the site, and may take its place."""
    headers = {
        "KINAPSE_FORWARDED_FOR": settings.TRUSTED_PROXIES and settings.FORWARDED_FOR_HEADER,
        "KINAPSE_FORWARDED_PROTO": settings.SECURE_PROXY_SSL_HEADER and settings.FORWARDED_PROTO_HEADER,
    }
    return [
        checks.Warning(
            f"What the proxy says ({variable}) can be forged where it lets names with underscores through.",
            hint=f"nginx drops them. For others set {variable} to a name without hyphens that the proxy sets itself.",
            id="waitlist.W002",
        )
        for variable, header in headers.items()
        if header and "_" in header.removeprefix("HTTP_")
    ]
