"""Whole pages of maps, kept by the stamp of the map's state: nothing is invalidated, an edit makes a new key.

A visitor without a session sees what every other visitor sees, so one rendering serves them all and a browser that
has it already is told so after a single query. Staff see drafts; their pages are rendered each time and kept by nobody.
"""

import gzip
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from concepts.errors import UnknownMap
from concepts.snapshots import MapState, read_state
from explore.visitors import is_staff

_KEPT_SECONDS = 24 * 60 * 60
# Level 4 is within a few percent of the best and several times as fast.
_GZIP_LEVEL = 4
_HTML = "text/html; charset=utf-8"
# RFC 9110: a weight of nought means "not acceptable".
_REFUSED = re.compile(r"gzip\s*;\s*q=0(?:\.0*)?\s*(?:,|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page. `lasting`: its address names something that is in the map, so there are only so many of them to keep."""

    html: str
    lasting: bool = True


Render = Callable[[MapState, bool], Rendered]


def answer_from_map(
    request: HttpRequest, map_slug: str, *, view: str, render: Render, for_staff: bool = True
) -> HttpResponse:
    """A page of a map: not modified, kept, or rendered now by `render(state, staff)`.

    `view` names the page within the map, with all that its content depends on. Without `for_staff` staff sees what
    everyone sees, and no cookie is looked at.
    Queries: 1, and those of `render` when it is called. Raises: UnknownMap.
    """
    state, staff = state_for(request, map_slug) if for_staff else (published_state(map_slug), False)
    return answer_from_tag(request, state.etag, view=view, staff=staff, render=lambda: render(state, staff))


def answer_from_tag(
    request: HttpRequest, tag: str, *, view: str, staff: bool, render: Callable[[], Rendered]
) -> HttpResponse:
    """A page of what a tag tells the state of: not modified, kept, or rendered now.

    `view` names the page, with all that its content depends on. Queries: those of `render` when it is called.
    """
    etag = f'W/"{tag}-{build_version()}{"-staff" if staff else ""}"'
    if is_held(request, etag):
        return _with_headers(HttpResponse(status=304), etag, staff=staff)
    if staff:
        return _with_headers(HttpResponse(render().html, content_type=_HTML), etag, staff=True)
    packed = unpacks(request)
    body = _kept_or_rendered(_key(tag, view), render, packed=packed)
    response = HttpResponse(body, content_type=_HTML)
    if packed:
        response["Content-Encoding"] = "gzip"
    return _with_headers(response, etag, staff=False)


def unpacks(request: HttpRequest) -> bool:
    """Whether who asks can unpack gzip."""
    accepted = request.META.get("HTTP_ACCEPT_ENCODING", "")
    return "gzip" in accepted and not _REFUSED.search(accepted)


def state_for(request: HttpRequest, map_slug: str) -> tuple[MapState, bool]:
    """The state of a map and whether staff is asking. Queries: 1.

    Raises: UnknownMap, for a draft too unless for staff.
    """
    return (read_state(map_slug), True) if is_staff(request) else (published_state(map_slug), False)


def published_state(map_slug: str) -> MapState:
    """The state of a map that everyone may see. Queries: 1. Raises: UnknownMap, for a draft too."""
    state = read_state(map_slug)
    if not state.published:
        raise UnknownMap(f"There is no map at “{map_slug}”.")
    return state


def is_held(request: HttpRequest, etag: str) -> bool:
    """Whether the browser has what this tag names. Tags are compared weakly, as is due for GET."""
    held = request.META.get("HTTP_IF_NONE_MATCH", "")
    if not held or held == etag:
        # As good as always one of these two: no tag at all, or the very one that was given.
        return bool(held)
    return any(tag.removeprefix("W/") == etag.removeprefix("W/") for tag in parse_etags(held))


@lru_cache(maxsize=1)
def build_version() -> str:
    """A tag of the code that makes pages: a page that looks different has another ETag. Cost: reads it once."""
    digest = hashlib.sha256()
    room = Path(__file__).parent
    rooms = (room.parent / "templates", room)
    sources = [path for room in rooms for path in sorted(room.rglob("*")) if path.suffix in {".html", ".py"}]
    manifest = Path(str(settings.DJANGO_VITE["default"]["manifest_path"]))
    for path in (*sources, manifest):
        if path.exists():
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _key(tag: str, view: str) -> str:
    # Hashed, because what a visitor types may be too long or too odd for a key.
    name = hashlib.blake2b(view.encode(), digest_size=16).hexdigest()
    return f"page:{build_version()}:{tag}:{name}"


def _kept_or_rendered(key: str, render: Callable[[], Rendered], *, packed: bool) -> bytes:
    key = f"{key}:gzip" if packed else key
    kept: bytes | None = None if settings.DEBUG else cache.get(key)
    if kept is not None:
        return kept
    rendered = render()
    body = rendered.html.encode()
    if packed:
        # Safe here: these pages carry no secret beside what a visitor has typed.
        body = gzip.compress(body, _GZIP_LEVEL, mtime=0)
    if rendered.lasting and not settings.DEBUG:
        cache.set(key, body, _KEPT_SECONDS)
    return body


def _with_headers(response: HttpResponse, etag: str, *, staff: bool) -> HttpResponse:
    response["ETag"] = etag
    scope = "private" if staff else "public"
    response["Cache-Control"] = f"{scope}, max-age=0, must-revalidate"
    patch_vary_headers(response, ["Cookie", "Accept-Encoding"])
    return response
