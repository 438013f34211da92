"""What search engines read: which addresses there are, and which to leave alone."""

from collections.abc import Iterable
from datetime import datetime
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import condition, require_safe

from concepts.listings import CONCEPTS_A_SITEMAP, last_concept, published_concepts
from concepts.selectors import atlas_etag, maps_listed, topics_listed

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
# Addresses without end (every pair of concepts, every set of known steps), and those that only people need.
_NOT_CRAWLED = ("/admin/", "/search/", "/waitlist/", "/api/v1/", "/maps/*/connect/", "/*?know=")


def _tag(request: HttpRequest, number: int = 0) -> str:
    return f'W/"{atlas_etag()}"'


@require_safe
@condition(etag_func=_tag)
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """Where the sitemaps are: one of pages, and one for each stretch of ids that concepts have. Queries: 3."""
    stretches = -(-last_concept() // CONCEPTS_A_SITEMAP)
    addresses = [
        reverse("sitemap-pages"),
        *(reverse("sitemap-concepts", args=[n]) for n in range(1, stretches + 1)),
    ]
    entries = "".join(f"<sitemap><loc>{_absolute(address)}</loc></sitemap>" for address in addresses)
    return _xml("sitemapindex", entries)


@require_safe
@condition(etag_func=_tag)
def sitemap_of_pages(request: HttpRequest) -> HttpResponse:
    """Home, topics and maps. Queries: 5."""
    maps = list(maps_listed().order_by("position", "title"))
    newest = max((shown.updated for shown in maps), default=None)
    entries = [(reverse("explore:home"), newest), (reverse("explore:topics"), newest)]
    entries += [(topic.get_absolute_url(), None) for topic, count in topics_listed() if count]
    entries += [(shown.get_absolute_url(), shown.updated) for shown in maps]
    return _xml("urlset", _urls(entries))


@require_safe
@condition(etag_func=_tag)
def sitemap_of_concepts(request: HttpRequest, number: int) -> HttpResponse:
    """The concepts with the ids of one stretch, so that it costs the same for any of them. Queries: 4."""
    first = (number - 1) * CONCEPTS_A_SITEMAP + 1
    if not 0 < first <= last_concept():
        raise Http404
    concepts = published_concepts(first, first + CONCEPTS_A_SITEMAP - 1)
    return _xml("urlset", _urls((concept.get_absolute_url(), concept.updated) for concept in concepts))


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may read. Queries: 0."""
    lines = ["User-agent: *", *(f"Disallow: {address}" for address in _NOT_CRAWLED), ""]
    lines.append(f"Sitemap: {_absolute(reverse('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _urls(entries: Iterable[tuple[str, datetime | None]]) -> str:
    return "".join(
        f"<url><loc>{_absolute(address)}</loc>{_changed(updated)}</url>" for address, updated in entries
    )


def _changed(updated: datetime | None) -> str:
    return f"<lastmod>{updated.isoformat(timespec='seconds')}</lastmod>" if updated else ""


def _absolute(address: str) -> str:
    return escape(settings.SITE_URL + address)


def _xml(root: str, entries: str) -> HttpResponse:
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_NAMESPACE}">{entries}</{root}>\n'
    return HttpResponse(text, content_type="application/xml")
