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
