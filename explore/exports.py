"""Maps to take along: files that other programs read, and that `import_map` reads again."""

from collections.abc import Iterator

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_safe

from concepts.formats import EXPORT_FORMATS, export_parts
from concepts.selectors import find_map
from concepts.snapshots import snapshot_of
from explore.caching import build_version, is_held, state_for
from explore.errors import unknown_is_404

# The file of a larger map is sent while it is made, so that it is nowhere whole.
MOST_AT_ONCE = 2_000
_BYTES_A_PART = 65_536


@require_safe
@unknown_is_404
def export(request: HttpRequest, map_slug: str, ending: str) -> HttpResponseBase:
    """A map as a file, without its drafts unless for staff.

    Queries: 4, and 1 for each 500 concepts; 1 when the reader has it already.
    """
    if ending not in EXPORT_FORMATS:
        raise Http404(f"There is no export as “{ending}”.")
    state, staff = state_for(request, map_slug)
    etag = f'W/"{state.etag}-{build_version()}-{ending}{"-staff" if staff else ""}"'
    headers = {
        "ETag": etag,
        "Cache-Control": f"{'private' if staff else 'public'}, max-age=0, must-revalidate",
    }
    if is_held(request, etag):
        return HttpResponse(status=304, headers=headers)
    kind = EXPORT_FORMATS[ending]
    headers["Content-Disposition"] = f'attachment; filename="{map_slug}.{kind.extension}"'
    headers["Content-Type"] = kind.media_type
    parts = export_parts(find_map(map_slug, staff=staff), ending, drafts=staff)
    if snapshot_of(state, drafts=staff).concept_count > MOST_AT_ONCE:
        return StreamingHttpResponse(_sent(parts), headers=headers)
    return HttpResponse(b"".join(parts), headers=headers)


def _sent(parts: Iterator[bytes]) -> Iterator[bytes]:
    """The parts of a file in larger ones. Whoever takes them slowly holds no connection to the database meanwhile."""
    held: list[bytes] = []
    size = 0
    for part in parts:
        held.append(part)
        size += len(part)
        if size >= _BYTES_A_PART:
            _let_go_of_the_store()
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)


def _let_go_of_the_store() -> None:
    if not connection.in_atomic_block:
        connection.close()
