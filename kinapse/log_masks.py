"""Addresses and tokens taken out of what is logged, whoever logs it: an error's text, a path, a traceback."""

import re
from collections.abc import MutableMapping
from typing import Any

ADDRESS, TOKEN = "<address>", "<token>"
# Before the @ stands all that RFC 5322 allows without quotes, and letters of any script; or what is in quotes. Sought
# from the beginning of a run alone, and possessively: long lines without an address take no longer for it.
_ATOM = r"\w.!#$&'*+/=?^`{|}~\x80-\U0010ffff-"
_NAME = rf"""(?<![{_ATOM}%])(?:[{_ATOM}]|%(?!40))++"""
_QUOTED = r"""(?:"(?:[^"\\\r\n]|\\.){0,200}+"|"[^"\r\n]{0,200}+")"""
_HOST = r"""(?:\[[^\]\s]{0,80}\]|[^\s"'<>()\[\]{},;:=/\\@&?#]+)"""
_ADDRESS = re.compile(rf"(?:{_NAME}|{_QUOTED})(?:@|%40){_HOST}")
# What more often parts an address from what is before it than begins one.
_BEFORE = re.compile(r"['{/?=&]*")
# 256 bits are 43 characters. A slug may be as long, but is all lower case.
_TOKEN = re.compile(r"(?<![\w-])(?=[a-z_-]*[A-Z0-9])[\w-]{32,}(?![\w-])")


def masked(text: str) -> str:
    """The text without what names or lets in a person."""
    return _TOKEN.sub(TOKEN, _ADDRESS.sub(_without_address, text))


def _without_address(found: re.Match[str]) -> str:
    before = _BEFORE.match(found[0])
    return f"{before[0] if before else ''}{ADDRESS}"


def mask_event(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Mask every text of a log entry, as a processor of structlog."""
    for name, value in event.items():
        if isinstance(value, str):
            event[name] = masked(value)
    return event
