"""Places in a long list, as addresses carry them: the values by which the next page begins."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode

import orjson

Key = tuple[int | str, ...]
# Cursors hold positions, ids and titles; a number beyond this is none of them.
_MOST_NUMBER = 2**63 - 1


def cursor_of(key: Key) -> str:
    """The cursor for a key."""
    return urlsafe_b64encode(orjson.dumps(key)).rstrip(b"=").decode()


def key_of(cursor: str, *kinds: type) -> Key | None:
    """The key of a cursor, of values of these kinds; None when it is no such cursor."""
    try:
        key = orjson.loads(urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error):
        return None
    if not isinstance(key, list) or len(key) != len(kinds) or not all(map(_fits, key, kinds)):
        return None
    return tuple(key)


def _fits(value: object, kind: type) -> bool:
    if kind is int:
        return type(value) is int and 0 <= value <= _MOST_NUMBER
    return isinstance(value, kind) and "\x00" not in str(value)
