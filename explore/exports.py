"""Maps to take along: files that other programs read, and that `import_map` reads again."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from concepts.errors import UnknownMap
from concepts.formats import EXPORT_FORMATS, export_map
from concepts.selectors import find_map
from concepts.snapshots import snapshot_of
from explore.caching import build_version, is_held, state_for

# A file is made in memory while the visitor waits; larger maps are exported by `manage.py export_map`.
MOST_CONCEPTS = 20_000
_TOO_LARGE = "This map is too large to be exported here: it has {:,} concepts, and {:,} is the most.\n"


@require_safe
def export(request: HttpRequest, map: str, format: str) -> HttpResponse:  # noqa: A002 the words of the address
    """A map as a file, without its drafts unless for staff. Queries: 6, 1 when the reader has it already."""
    if format not in EXPORT_FORMATS:
        raise Http404(f"There is no export as “{format}”.")
    try:
        state, staff = state_for(request, map)
        etag = f'W/"{state.etag}-{build_version()}-{format}{"-staff" if staff else ""}"'
        headers = {"ETag": etag, "Cache-Control": f"{'private' if staff else 'public'}, max-age=0, must-revalidate"}
        if is_held(request, etag):
            return HttpResponse(status=304, headers=headers)
        concepts = snapshot_of(state, drafts=staff).concept_count
        if concepts > MOST_CONCEPTS:
            text = _TOO_LARGE.format(concepts, MOST_CONCEPTS)
            return HttpResponse(text, status=422, content_type="text/plain; charset=utf-8")
        content = export_map(find_map(map, staff=staff), format, drafts=staff)
    except UnknownMap as unknown:
        raise Http404(str(unknown)) from unknown
    kind = EXPORT_FORMATS[format]
    headers["Content-Disposition"] = f'attachment; filename="{map}.{kind.extension}"'
    return HttpResponse(content, content_type=kind.media_type, headers=headers)
