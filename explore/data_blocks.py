"""Data for scripts, written into a page: JSON that no text in it can break out of."""

import json
from typing import Any

from django.utils.safestring import SafeString

# The letters with which a text could leave its script element.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def script_json(data: Any) -> SafeString:
    """The inside of a script element that holds data."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # `_ESCAPES` leaves nothing that HTML could take for markup.
    return SafeString(text.translate(_ESCAPES))  # nosec B703
