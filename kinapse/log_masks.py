"""Addresses and tokens taken out of what is logged, whoever logs it: an error's text, a path, a traceback."""

import re
from collections.abc import MutableMapping
from typing import Any

ADDRESS, TOKEN = "<address>", "<token>"
_ADDRESS = re.compile(r"""[^\s"'<>()\[\]{},;:=/\\@]+(?:@|%40)[^\s"'<>()\[\]{},;:=/\\@&?#]+""", re.IGNORECASE)
# 256 bits are 43 characters. A slug may be as long, but is all lower case.
_TOKEN = re.compile(r"(?<![\w-])(?=[a-z_-]*[A-Z0-9])[\w-]{32,}(?![\w-])")


def masked(text: str) -> str:
    """The text without what names or lets in a person."""
    return _TOKEN.sub(TOKEN, _ADDRESS.sub(ADDRESS, text))


def mask_event(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Mask every text of a log entry, as a processor of structlog."""
    for name, value in event.items():
        if isinstance(value, str):
            event[name] = masked(value)
    return event
