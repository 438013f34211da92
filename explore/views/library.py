"""The library: its list, and a document to read."""

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from explore.caching import build_version, is_held
from explore.documents import document_page
from explore.drawing.share_picture import draw_document_picture
from explore.errors import unknown_is_404
from explore.library_contexts import LibraryPage
from explore.library_meta import document_meta
from explore.library_pages import LibraryAsked, library_page
from explore.meta import PageMeta
from explore.visitors import is_staff
from library.selectors import find_document

_KEPT_SECONDS = 24 * 60 * 60


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """The newest documents, or what is found. Not kept: its form carries a token of the visitor's own."""
    asked = LibraryAsked.read(request.GET)
    page = library_page(asked, staff=is_staff(request))
    context = {"page": page, "asked": asked, "meta": _library_meta(page), "section": "library"}
    return render(request, "explore/library.html", context)


@require_safe
@unknown_is_404
def document(request: HttpRequest, document_slug: str) -> HttpResponse:
    """A document."""
    page = document_page(document_slug, staff=is_staff(request))
    context = {"page": page, "meta": document_meta(page), "section": "document"}
    return render(request, "explore/document.html", context)


@require_safe
@unknown_is_404
def share_picture(request: HttpRequest, document_slug: str) -> HttpResponse:
    """The picture of a document that social sites show."""
    shown = find_document(document_slug, staff=is_staff(request))
    state = f"{shown.slug}-{int(shown.updated.timestamp() * 1_000_000)}-{build_version()}"
    etag = f'W/"{state}"'
    scope = "public" if shown.status == shown.Status.PUBLISHED else "private"
    headers = {"ETag": etag, "Cache-Control": f"{scope}, max-age=0, must-revalidate"}
    if is_held(request, etag):
        return HttpResponse(status=304, headers=headers)
    body: bytes | None = cache.get(f"picture:document:{state}")
    if body is None:
        words = f"{shown.get_kind_display()} · {shown.minutes} minute{'' if shown.minutes == 1 else 's'}"
        body = draw_document_picture(shown.title, words)
        cache.set(f"picture:document:{state}", body, _KEPT_SECONDS)
    return HttpResponse(body, content_type="image/png", headers=headers)


def _library_meta(page: LibraryPage) -> PageMeta:
    title = "Library"
    if page.query:
        title = f"“{page.query}” in the library"
    elif page.topic:
        title = f"Library: {page.topic.title}"
    # Filters have addresses of their own to be sent on; search engines need the one list.
    return PageMeta(
        title=title,
        description="Digests of talks and papers, and what is disclosed of AI models: the sources behind the maps.",
        path=reverse("explore:library"),
        indexed=not (page.narrowed or page.first_address),
    )
