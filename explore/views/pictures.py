"""Pictures of maps. Their addresses carry the map's stamp, so a browser may keep them for ever."""

from collections.abc import Callable

from csp.constants import NONE
from csp.decorators import csp_replace
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from explore.caching import build_version, is_held, state_for
from explore.contexts import MapPage
from explore.drawing.miniature import STYLE_SOURCE, draw_miniature
from explore.drawing.share_picture import draw_share_picture
from explore.errors import unknown_is_404
from explore.pages import map_page

_KEPT_SECONDS = 24 * 60 * 60


@require_safe
@csp_replace({"default-src": [NONE], "style-src": [STYLE_SOURCE]})  # type: ignore[arg-type]
@unknown_is_404
def miniature(request: HttpRequest, map_slug: str) -> HttpResponse:
    """The miniature of a map as SVG."""
    return _picture(request, map_slug, "image/svg+xml", lambda page: draw_miniature(page).encode())


@require_safe
@unknown_is_404
def share_picture(request: HttpRequest, map_slug: str) -> HttpResponse:
    """The picture of a map that social sites show."""
    return _picture(request, map_slug, "image/png", draw_share_picture)


def _picture(
    request: HttpRequest, map_slug: str, content_type: str, draw: Callable[[MapPage], bytes]
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
    key = f"picture:{build_version()}:{state.stamp}:{content_type}"
    body: bytes | None = cache.get(key)
    if body is None:
        body = draw(map_page(map_slug, staff=staff and not state.published))
        cache.set(key, body, _KEPT_SECONDS)
    return HttpResponse(body, content_type=content_type, headers=headers)
