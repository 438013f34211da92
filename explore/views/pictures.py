"""Pictures of maps. Their addresses carry the map's stamp, so a browser may keep them for ever."""

from collections.abc import Callable

from csp.constants import NONE
from csp.decorators import csp_replace
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from explore.caching import build_version, is_held, state_for
from explore.drawing.miniature import STYLE_SOURCE as MINIATURE_STYLE
from explore.drawing.miniature import draw_miniature
from explore.drawing.poster import STYLE_SOURCE as POSTER_STYLE
from explore.drawing.poster import draw_poster
from explore.drawing.poster_png import Unwritable, draw_poster_png
from explore.drawing.share_picture import draw_share_picture
from explore.errors import unknown_is_404
from explore.map_contexts import MapPage
from explore.meta import absolute
from explore.pages import map_page

_KEPT_SECONDS = 24 * 60 * 60


# A picture for itself brings its own style, and nothing else.
_MINIATURE_POLICY = {"default-src": [NONE], "style-src": [MINIATURE_STYLE]}
_POSTER_POLICY = {"default-src": [NONE], "style-src": [POSTER_STYLE]}
_SVG, _PNG = "image/svg+xml", "image/png"
_UNWRITABLE = (
    "The titles of this map are in letters that its PNG pictures cannot have. Take export.svg instead.\n"
)


@require_safe
@csp_replace(_MINIATURE_POLICY)  # type: ignore[arg-type]
@unknown_is_404
def miniature(request: HttpRequest, map_slug: str) -> HttpResponse:
    """The miniature of a map as SVG."""
    return _picture(request, map_slug, "miniature", _SVG, lambda page: draw_miniature(page).encode())


@require_safe
@unknown_is_404
def share_picture(request: HttpRequest, map_slug: str) -> HttpResponse:
    """The picture of a map that social sites show."""
    return _picture(request, map_slug, "share", _PNG, draw_share_picture)


@require_safe
@csp_replace(_POSTER_POLICY)  # type: ignore[arg-type]
@unknown_is_404
def poster_svg(request: HttpRequest, map_slug: str) -> HttpResponse:
    """The whole map as SVG, to take along."""
    response = _picture(
        request, map_slug, "poster", _SVG, lambda page: draw_poster(page, _address(map_slug)).encode()
    )
    return _named(response, f"{map_slug}.svg")


@require_safe
@unknown_is_404
def poster_png(request: HttpRequest, map_slug: str) -> HttpResponse:
    """The whole map as PNG, to take along."""
    try:
        response = _picture(
            request, map_slug, "poster", _PNG, lambda page: draw_poster_png(page, _address(map_slug))
        )
    except Unwritable:
        return HttpResponse(_UNWRITABLE, status=422, content_type="text/plain; charset=utf-8")
    return _named(response, f"{map_slug}.png")


def _address(map_slug: str) -> str:
    return absolute(reverse("explore:map", args=[map_slug]))


def _named(response: HttpResponse, name: str) -> HttpResponse:
    """What a browser shows, and what the file is called when it is saved."""
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _picture(
    request: HttpRequest, map_slug: str, name: str, content_type: str, draw: Callable[[MapPage], bytes]
) -> HttpResponse:
    state, staff = state_for(request, map_slug)
    etag = f'W/"{state.etag}-{build_version()}"'
    named = request.GET.get("v") == state.stamp
    # Drafts are drawn for nobody, so staff and visitors share a picture; of a draft map only staff has one.
    headers = {
        "ETag": etag,
        "Cache-Control": f"{'public' if state.published else 'private'}, "
        + ("max-age=31536000, immutable" if named else "max-age=0, must-revalidate"),
    }
    if is_held(request, etag):
        return HttpResponse(status=304, headers=headers)
    key = f"picture:{build_version()}:{state.stamp}:{name}:{content_type}"
    body: bytes | None = cache.get(key)
    if body is None:
        body = draw(map_page(map_slug, staff=staff and not state.published))
        cache.set(key, body, _KEPT_SECONDS)
    return HttpResponse(body, content_type=content_type, headers=headers)
