"""Maps to take along: files that other programs read, and that `import_map` reads again."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from concepts.formats import EXPORT_FORMATS, export_map
from concepts.selectors import find_map
from concepts.snapshots import snapshot_of
from explore.caching import build_version, is_held, state_for
from explore.errors import unknown_is_404

# A file is made in memory while the visitor waits; larger maps are exported by `manage.py export_map`.
MOST_CONCEPTS = 20_000
_TOO_LARGE = "This map is too large to be exported here: it has {:,} concepts, and {:,} is the most.\n"


@require_safe
@unknown_is_404
def export(request: HttpRequest, map_slug: str, ending: str) -> HttpResponse:
    """A map as a file, without its drafts unless for staff. Queries: 6, 1 when the reader has it already."""
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
    concepts = snapshot_of(state, drafts=staff).concept_count
    if concepts > MOST_CONCEPTS:
        text = _TOO_LARGE.format(concepts, MOST_CONCEPTS)
        return HttpResponse(text, status=422, content_type="text/plain; charset=utf-8")
    content = export_map(find_map(map_slug, staff=staff), ending, drafts=staff)
    kind = EXPORT_FORMATS[ending]
    headers["Content-Disposition"] = f'attachment; filename="{map_slug}.{kind.extension}"'
    return HttpResponse(content, content_type=kind.media_type, headers=headers)
