"""What other sites are told of a map that somebody links to there, so that they can show it in its place."""

from collections.abc import Callable, Mapping
from typing import Any
from xml.sax.saxutils import escape

import orjson
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from concepts.errors import UnknownConcept, UnknownMap
from explore.caching import build_version, is_held
from explore.embedding import embedding_of, offer

_MOST_DIGITS = 6
_HEADERS = {"Access-Control-Allow-Origin": "*", "X-Robots-Tag": "noindex"}


class _Unreadable(ValueError):
    """A parameter that cannot be read; says what it may be."""


@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """The oEmbed answer for `url`. Drafts are offered to nobody, whoever asks. Queries: 2."""
    ending = request.GET.get("format", "json")
    if ending not in _FORMATS:
        return _refusal(501, "format must be json or xml.")
    try:
        width, height = _number(request, "maxwidth"), _number(request, "maxheight")
        embedding = embedding_of(request.GET.get("url", ""))
    except _Unreadable as error:
        return _refusal(400, str(error))
    except UnknownMap as error:
        return _refusal(404, str(error))
    except UnknownConcept as error:
        return _refusal(404, f"The map has no concept “{error}”.")
    etag = f'W/"{embedding.tag}-{build_version()}"'
    headers = {**_HEADERS, "ETag": etag, "Cache-Control": "public, max-age=0, must-revalidate"}
    if is_held(request, etag):
        return HttpResponse(status=304, headers=headers)
    media_type, write = _FORMATS[ending]
    body = write(offer(embedding, most_width=width, most_height=height))
    return HttpResponse(body, content_type=media_type, headers=headers)


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and int(text[:_MOST_DIGITS]) and len(text) <= _MOST_DIGITS):
        raise _Unreadable(f"{name} must be a whole number of pixels, from 1 up.")
    return int(text)


def _refusal(status: int, words: str) -> HttpResponse:
    headers = {**_HEADERS, "Cache-Control": "no-store"}
    return HttpResponse(
        f"{words}\n", status=status, content_type="text/plain; charset=utf-8", headers=headers
    )


def _xml(members: Mapping[str, Any]) -> bytes:
    inside = "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in members.items())
    text = f'<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>{inside}</oembed>\n'
    return text.encode()


_FORMATS: dict[str, tuple[str, Callable[[Mapping[str, Any]], bytes]]] = {
    "json": ("application/json", orjson.dumps),
    "xml": ("text/xml; charset=utf-8", _xml),
}
