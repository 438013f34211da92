"""Where a request comes from, as far as it can be believed."""

from collections.abc import Mapping, Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any

from django.conf import settings

_IPV6_PREFIX = 64
# More than any chain of proxies; what a visitor forges in front of it is not worth reading.
_MOST_HOPS = 20
UNKNOWN = "unknown"


def address_of(meta: Mapping[str, Any]) -> IPv4Address | IPv6Address | None:
    """The visitor's address: the connection's own, or what a trusted proxy saw.

    The header of `KINAPSE_FORWARDED_FOR` is read from its end, where each proxy adds whom it heard from, and only as
    long as the speaker is one of `TRUSTED_PROXIES`: what a visitor wrote stands before that and is never reached.
    """
    speaker = _read(str(meta.get("REMOTE_ADDR", "")))
    heard = str(meta.get(settings.FORWARDED_FOR_HEADER, "")).rsplit(",", _MOST_HOPS)
    while speaker is not None and heard and _is_trusted(speaker):
        before = _read(heard.pop())
        if before is None:
            break
        speaker = before
    return speaker


def network_of(meta: Mapping[str, Any]) -> str:
    """What counts as one visitor: an IPv4 address, or the /64 that an IPv6 address is in."""
    address = address_of(meta)
    if isinstance(address, IPv6Address):
        return str(IPv6Network((address, _IPV6_PREFIX), strict=False))
    return str(address) if address else UNKNOWN


def _read(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(_without_port(text.strip()).split("%")[0])
    except ValueError:
        return None
    # The same machine, spoken to through an IPv6 socket.
    return getattr(address, "ipv4_mapped", None) or address


def _without_port(text: str) -> str:
    """Some proxies add the port: `192.0.2.1:4711`, `[2001:db8::1]:4711`."""
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.partition(":")[0] if text.count(":") == 1 else text


def _is_trusted(address: IPv4Address | IPv6Address) -> bool:
    proxies: Sequence[Any] = settings.TRUSTED_PROXIES
    return any(address in proxy for proxy in proxies)
