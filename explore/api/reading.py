"""What all read views share: who may read, what has not changed since, and the headers of the answer.

A view is a class of the REST framework so that the schema can be made from it, but its requests do not pass through
the framework: wrapping, negotiating and checking them takes several times as long as a neighborhood does.
"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from rest_framework.views import APIView

from concepts.layouts import Atlas, atlas_of
from concepts.selectors import atlas_etag
from concepts.snapshots import MapState, snapshot_of
from explore.api.problems import Problem, problem_of, problem_response
from explore.caching import build_version, is_held, state_for
from explore.visitors import is_staff
from graph.snapshot import GraphSnapshot
from library.likeness.index import index_stamp
from library.selectors import library_tag

ALLOWED = "GET, HEAD, OPTIONS"
# Anyone may read what anyone may see, from any site; what staff sees stays on this one.
_OPEN_TO_ALL = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag"}
_PREFLIGHT = {
    "Allow": ALLOWED,
    "Access-Control-Allow-Methods": ALLOWED,
    "Access-Control-Allow-Headers": "Accept, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


class NotModified(Exception):
    """The reader has this answer already."""

    def __init__(self, headers: dict[str, str]) -> None:
        super().__init__()
        self.headers = headers


@dataclass(frozen=True, slots=True)
class Reading:
    """A request that will be answered from one state of what it reads."""

    staff: bool
    headers: dict[str, str]

    def answer(self, body: bytes) -> HttpResponse:
        """The JSON of this state."""
        return HttpResponse(body, content_type="application/json", headers=self.headers)


@dataclass(frozen=True, slots=True)
class MapReading(Reading):
    """A request that will be answered from one state of a map, and, if that was asked for, of its picture."""

    state: MapState
    atlas: Atlas | None = None

    @property
    def snapshot(self) -> GraphSnapshot:
        """The map as this reader may see it. Queries: 0, 3 after a change."""
        return snapshot_of(self.state, drafts=self.staff)


def begin_map(request: HttpRequest, slug: str, *, drawn: bool = False) -> MapReading:
    """Find a map. Queries: 1. Raises: UnknownMap, NotModified when the reader has its present state.

    `drawn`: whether the answer tells of its picture too, which may be made anew while the map stays as it is.
    """
    state, staff = state_for(request, slug)
    atlas = atlas_of(state, drafts=staff) if drawn else None
    tag = f"{state.etag}-{atlas.version}" if atlas else state.etag
    return MapReading(staff, _headers(request, tag, staff=staff), state, atlas)


def begin_atlas(request: HttpRequest) -> Reading:
    """Read across maps. Queries: 2. Raises: NotModified when the reader has the present state of all maps."""
    staff = is_staff(request)
    return Reading(staff, _headers(request, atlas_etag(staff=staff), staff=staff))


@dataclass(frozen=True, slots=True)
class ModelReading(Reading):
    """A request that will be answered from one state of the library."""

    tag: str


def begin_models(request: HttpRequest) -> ModelReading:
    """Read of AI models. Queries: 1. Raises: NotModified when the reader has the present state of the library."""
    staff, tag = is_staff(request), library_tag()
    return ModelReading(staff, _headers(request, tag, staff=staff), tag)


def begin_everything(request: HttpRequest) -> Reading:
    """Read across maps and the library. Queries: 3. Raises: NotModified when the reader has the present state."""
    staff = is_staff(request)
    return Reading(staff, _headers(request, f"{library_tag()}-{atlas_etag(staff=staff)}", staff=staff))


def begin_library(request: HttpRequest) -> Reading:
    """Read in the library. Queries: 4. Raises: NotModified when the reader has its present state.

    The state of the maps is part of it, since documents name concepts, and so is what is like what.
    """
    staff = is_staff(request)
    tag = f"{library_tag()}-{index_stamp()}-{atlas_etag(staff=staff)}"
    return Reading(staff, _headers(request, tag, staff=staff))


def _headers(request: HttpRequest, tag: str, *, staff: bool) -> dict[str, str]:
    etag = f'W/"{tag}-{build_version()}{"-staff" if staff else ""}"'
    scope = "private" if staff else "public"
    headers = {"ETag": etag, "Cache-Control": f"{scope}, max-age=0, must-revalidate"}
    if is_held(request, etag):
        raise NotModified(headers)
    return headers


class ReadView(APIView):
    """A view that only reads. Subclasses implement `get` and raise what `problem_of` understands."""

    # Read by the schema alone.
    authentication_classes = ()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = self._answered(request, **kwargs)
        except NotModified as unchanged:
            response = HttpResponse(status=304, headers=unchanged.headers)
            del response["Content-Type"]
        except Exception as error:
            response = problem_response(request, problem_of(request, error))
        if not response.headers.get("Cache-Control", "").startswith("private"):
            for name, value in _OPEN_TO_ALL.items():
                response.headers[name] = value
        return response

    def _answered(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers=_PREFLIGHT)
        if request.method not in {"GET", "HEAD"}:
            raise Problem("method-not-allowed", headers={"Allow": ALLOWED})
        accepted = request.META.get("HTTP_ACCEPT")
        if accepted and "*/*" not in accepted and not request.accepts("application/json"):
            raise Problem("not-acceptable")
        # By position, in the order of the address: in Python a map cannot well be called "map".
        answer: HttpResponse = self.get(request, *kwargs.values())  # type: ignore[attr-defined]
        return answer
