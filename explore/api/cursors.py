"""Pages of a listing: each says where the next one is, and none grows slower the further on it lies."""

from collections.abc import Sequence
from typing import TypeVar

from django.http import HttpRequest, QueryDict

from explore.api.problems import bad_parameter
from explore.cursors import Key, cursor_of, key_of

Row = TypeVar("Row")

PAGE = 50
MOST_A_PAGE = 200


def read_cursor(query: QueryDict, *kinds: type) -> Key | None:
    """The key after which a page begins, of values of these kinds; None for the first page. Raises Problem."""
    text = query.get("cursor")
    if text is None:
        return None
    key = key_of(text, *kinds)
    if key is None:
        raise bad_parameter("cursor", "cursor must be what `next` of the page before gave.")
    return key


def page_of(rows: Sequence[Row], size: int) -> tuple[Sequence[Row], Row | None]:
    """What to show of up to `size` + 1 rows, and the last of it when more are to come."""
    return (rows[:size], rows[size - 1]) if len(rows) > size else (rows, None)


def next_address(request: HttpRequest, key: Key | None) -> str | None:
    """The address of the page that begins after a key."""
    if key is None:
        return None
    query = request.GET.copy()
    query["cursor"] = cursor_of(key)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
