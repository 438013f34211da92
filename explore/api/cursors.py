"""Pages of a listing: each says where the next one is, and none grows slower the further on it lies."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from typing import TypeVar

import orjson
from django.http import HttpRequest, QueryDict

from explore.api.problems import bad_parameter

Row = TypeVar("Row")
Key = tuple[int | str, ...]

PAGE = 50
MOST_A_PAGE = 200
# Cursors hold positions, ids and titles; a number beyond this is none of them.
_MOST_NUMBER = 2**63 - 1


def read_cursor(query: QueryDict, *kinds: type) -> Key | None:
    """The key after which a page begins, of values of these kinds; None for the first page. Raises Problem."""
    text = query.get("cursor")
    if text is None:
        return None
    try:
        key = orjson.loads(urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4)))
    except (ValueError, binascii.Error):
        key = None
    if not isinstance(key, list) or len(key) != len(kinds) or not all(map(_fits, key, kinds)):
        raise bad_parameter("cursor", "cursor must be what `next` of the page before gave.")
    return tuple(key)


def page_of(rows: Sequence[Row], size: int) -> tuple[Sequence[Row], Row | None]:
    """What to show of up to `size` + 1 rows, and the last of it when more are to come."""
    return (rows[:size], rows[size - 1]) if len(rows) > size else (rows, None)


def next_address(request: HttpRequest, key: Key | None) -> str | None:
    """The address of the page that begins after a key."""
    if key is None:
        return None
    query = request.GET.copy()
    query["cursor"] = urlsafe_b64encode(orjson.dumps(key)).rstrip(b"=").decode()
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def _fits(value: object, kind: type) -> bool:
    if kind is int:
        return type(value) is int and 0 <= value <= _MOST_NUMBER
    return isinstance(value, kind) and "\x00" not in str(value)
