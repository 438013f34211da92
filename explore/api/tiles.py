"""Tiles of large maps: bytes that were made in the background, handed out as they are."""

import gzip
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema

from concepts.layouts import Atlas, atlas_of, tile_of
from explore.api.description import one_of, problems, text
from explore.api.problems import Problem
from explore.api.reading import NotModified, ReadView
from explore.caching import is_held, state_for, unpacks
from graph.atlas.store import place_around

# A version is never used for other tiles.
_FOR_EVER = "max-age=31536000, immutable"
_ASK_AGAIN = "max-age=0, must-revalidate"
_AROUND = "around"
_NO_TILE = "There is no such tile: it is empty, outside of the map, or not parted so far."
_NOT_LAID_OUT = "This map has no tiles: it is small enough to be drawn at once, or not laid out yet."


class TileView(ReadView):
    """A square of a large map with its most important concepts and their links.

    Tile (0, 0, 0) is the whole map, and a tile's quarters are (z + 1, 2x, 2y) and so on; `deeper` says which of them
    have more to show. Named with its `version`, a tile may be kept for ever; an old version leads to the present one.
    Who does not know how deep the map is there asks with `or=around`, and needs no other request.
    """

    @extend_schema(
        summary="A tile of a large map",
        operation_id="get_tile",
        tags=["Maps"],
        parameters=[
            text("version", "That of the layout, as an answer without it leads to."),
            one_of(
                "or", [_AROUND], "Where there is no such tile, `around` leads to the deepest one around it."
            ),
            *(
                OpenApiParameter(name, int, OpenApiParameter.PATH, description=what)
                for name, what in (("z", "The depth, from 0."), ("x", "The column."), ("y", "The row."))
            ),
        ],
        responses={
            200: OpenApiResponse(OpenApiTypes.OBJECT, description="Columns of concepts, areas and links."),
            302: OpenApiResponse(description="Where the tile of the present version, or the one around, is."),
            304: OpenApiResponse(description="What you hold is still true."),
            **problems("not-found", "not-acceptable", "method-not-allowed"),
        },
    )
    def get(self, request: HttpRequest, map_slug: str, z: int, x: int, y: int) -> HttpResponse:
        state, staff = state_for(request, map_slug)
        atlas = atlas_of(state, drafts=staff)
        if atlas is None:
            raise Problem("not-found", _NOT_LAID_OUT)
        asked = request.GET.get("version", "")
        is_any_welcome = request.GET.get("or") == _AROUND
        scope = "private" if staff else "public"
        if asked != atlas.version:
            return _led_on(request.path, atlas, scope, or_around=is_any_welcome)
        lasting = atlas.is_of(state)
        # What was cut from an earlier state is shown without what has gone since, so it depends on both.
        # And staff are shown drafts under the same address.
        changed = "" if lasting else f"-{state.version}"
        tag = f'W/"{atlas.version}{changed}{"-staff" if staff else ""}"'
        headers = {"ETag": tag, "Cache-Control": f"{scope}, {_FOR_EVER if lasting else _ASK_AGAIN}"}
        if is_held(request, tag):
            raise NotModified(headers)
        body = tile_of(atlas, state, z, x, y, staff=staff)
        if body is not None:
            return _packed(request, body, headers)
        around = place_around(atlas.store, z, x, y) if is_any_welcome else None
        if around is None:
            raise Problem("not-found", _NO_TILE)
        answer = _led_on(_address_of(map_slug, *around), atlas, scope)
        answer.headers["Cache-Control"] = headers["Cache-Control"]
        return answer


def _address_of(map_slug: str, z: int, x: int, y: int) -> str:
    return reverse("api:tile", args=[map_slug, z, x, y])


def _led_on(path: str, atlas: Atlas, scope: str, *, or_around: bool = False) -> HttpResponse:
    query = {"version": atlas.version, **({"or": _AROUND} if or_around else {})}
    return HttpResponseRedirect(
        f"{path}?{urlencode(query)}", headers={"Cache-Control": f"{scope}, {_ASK_AGAIN}"}
    )


def _packed(request: HttpRequest, body: bytes, headers: dict[str, str]) -> HttpResponse:
    if unpacks(request):
        headers = {**headers, "Content-Encoding": "gzip"}
    else:
        body = gzip.decompress(body)
    return HttpResponse(
        body, content_type="application/json", headers={**headers, "Vary": "Accept-Encoding, Cookie"}
    )
