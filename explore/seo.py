"""What search engines read: which addresses there are, and which to leave alone."""

from collections.abc import Iterable
from datetime import datetime
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import condition, require_safe

from concepts.listings import concept_stretches, concepts_in_stretch
from concepts.selectors import atlas_etag, maps_listed, topics_listed
from library.ai_models import slugs_of_models
from library.listings import document_stretches, documents_in_stretch
from library.selectors import documents_listed, library_tag, topics_with_documents

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
# Addresses without end (every pair of concepts, every set of known steps), and those that only people need.
_NOT_CRAWLED = (
    "/admin/",
    "/search/",
    "/waitlist/",
    "/api/v1/",
    "/maps/*/connect/",
    "/maps/*/panel/",
    "/models/?",
    "/models/export",
    "/*?know=",
    "/*&know=",
)
# Ids end at 2^63; a number far from it is no sitemap of ours.
_MOST_SITEMAPS = 10**9


def _tag(request: HttpRequest, number: int = 0) -> str:
    return f'W/"{library_tag()}-{atlas_etag()}"'


@require_safe
@condition(etag_func=_tag)
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """Where the sitemaps are: one of pages, one for each stretch of ids of concepts and documents. Queries: 5."""
    stretches = {"sitemap-concepts": concept_stretches(), "sitemap-documents": document_stretches()}
    newest = max((updated for each in stretches.values() for _, updated in each), default=None)
    entries = [(reverse("sitemap-pages"), newest)]
    for name, each in stretches.items():
        entries += [(reverse(name, args=[number + 1]), updated) for number, updated in each]
    return _xml("sitemapindex", _entries("sitemap", entries))


@require_safe
@condition(etag_func=_tag)
def sitemap_of_pages(request: HttpRequest) -> HttpResponse:
    """Home, topics, maps, the library's list and AI models. Queries: 9."""
    maps = list(maps_listed().order_by("position", "title"))
    newest = max((shown.updated for shown in maps), default=None)
    entries = [(reverse("explore:home"), newest), (reverse("explore:topics"), newest)]
    documented = set(topics_with_documents().values_list("pk", flat=True))
    topics = [topic for topic, count in topics_listed() if count or topic.pk in documented]
    if documents_listed().order_by().exists():
        entries.append((reverse("explore:library"), None))
    entries += [(topic.get_absolute_url(), None) for topic in topics]
    entries += [(shown.get_absolute_url(), shown.updated) for shown in maps]
    models = slugs_of_models()
    entries += [(reverse("explore:models"), None)] if models else []
    entries += [(reverse("explore:model", args=[slug]), None) for slug in models]
    return _xml("urlset", _entries("url", entries))


@require_safe
@condition(etag_func=_tag)
def sitemap_of_concepts(request: HttpRequest, number: int) -> HttpResponse:
    """The concepts with the ids of one stretch, so that it costs the same for any of them. Queries: 4."""
    concepts = list(concepts_in_stretch(number - 1)) if 0 < number < _MOST_SITEMAPS else []
    if not concepts:
        raise Http404
    return _xml(
        "urlset", _entries("url", [(concept.get_absolute_url(), concept.updated) for concept in concepts])
    )


@require_safe
@condition(etag_func=_tag)
def sitemap_of_documents(request: HttpRequest, number: int) -> HttpResponse:
    """The documents with the ids of one stretch. Queries: 4."""
    documents = list(documents_in_stretch(number - 1)) if 0 < number < _MOST_SITEMAPS else []
    if not documents:
        raise Http404
    entries = [(document.get_absolute_url(), document.updated) for document in documents]
    return _xml("urlset", _entries("url", entries))


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may read. Queries: 0."""
    lines = ["User-agent: *", *(f"Disallow: {address}" for address in _NOT_CRAWLED), ""]
    lines.append(f"Sitemap: {_absolute(reverse('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _entries(name: str, entries: Iterable[tuple[str, datetime | None]]) -> str:
    return "".join(
        f"<{name}><loc>{_absolute(address)}</loc>{_changed(updated)}</{name}>" for address, updated in entries
    )


def _changed(updated: datetime | None) -> str:
    return f"<lastmod>{updated.isoformat(timespec='seconds')}</lastmod>" if updated else ""


def _absolute(address: str) -> str:
    return escape(settings.SITE_URL + address)


def _xml(root: str, entries: str) -> HttpResponse:
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_NAMESPACE}">{entries}</{root}>\n'
    return HttpResponse(text, content_type="application/xml")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """The icon for those who ask for it by its oldest address, whatever the page says."""
    response = HttpResponseRedirect(static("icons/favicon.png"))
    response["Cache-Control"] = "public, max-age=86400"
    return response
