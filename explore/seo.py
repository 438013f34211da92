"""What search engines read: which addresses there are, and which to leave alone."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import condition, require_safe

from concepts.models import KnowledgeMap
from concepts.selectors import (
    atlas_etag,
    find_map,
    maps_listed,
    state_of,
    topics_listed,
    updates_of_concepts,
)
from concepts.snapshots import snapshot_of
from explore.caching import is_held, published_state
from explore.errors import unknown_is_404
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
# The protocol's bound for a sitemap and for an index of sitemaps.
MOST_ADDRESSES = 50_000
CONCEPTS_A_SITEMAP = 5_000
# Ids end at 2^63; a number far from it is no sitemap of ours.
_MOST_SITEMAPS = 10**9


def _tag(request: HttpRequest, number: int = 0) -> str:
    return f'W/"{library_tag()}-{atlas_etag()}"'


@require_safe
@condition(etag_func=_tag)
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """Where the sitemaps are: one of pages, those of each map's concepts, those of documents. Queries: 6."""
    maps = list(maps_listed().order_by("position", "title", "pk"))
    stretches = document_stretches()
    newest = max([*(shown.updated for shown in maps), *(updated for _, updated in stretches)], default=None)
    entries = [(reverse("sitemap-pages"), newest)]
    for shown in maps:
        entries += [(address, shown.updated) for address in _sitemaps_of(shown)]
    entries += [(reverse("sitemap-documents", args=[number + 1]), updated) for number, updated in stretches]
    return _xml("sitemapindex", _entries("sitemap", entries[:MOST_ADDRESSES]))


def _sitemaps_of(shown: KnowledgeMap) -> Iterator[str]:
    """The addresses of the sitemaps of a map. A snapshot knows how many concepts there are without counting them."""
    concepts = snapshot_of(state_of(shown)).concept_count
    for first in range(0, concepts, CONCEPTS_A_SITEMAP):
        yield reverse("sitemap-concepts", args=[shown.slug, first // CONCEPTS_A_SITEMAP + 1])


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
    return _xml("urlset", _entries("url", entries[:MOST_ADDRESSES]))


@require_safe
@unknown_is_404
def sitemap_of_concepts(request: HttpRequest, map_slug: str, number: int) -> HttpResponse:
    """A stretch of a map's concepts in the map's order, at the same cost for any of them. Queries: 4."""
    etag = f'W/"{published_state(map_slug).etag}"'
    if is_held(request, etag):
        return HttpResponse(status=304, headers={"ETag": etag})
    snapshot = snapshot_of(state_of(find_map(map_slug)))
    first = (number - 1) * CONCEPTS_A_SITEMAP
    if not 0 <= first < snapshot.concept_count:
        raise Http404
    indices = snapshot.order[first : first + CONCEPTS_A_SITEMAP].astype("int64")
    ids = snapshot.concept_ids(indices).tolist()
    updates = updates_of_concepts(ids)
    slugs = map(snapshot.slug_of, indices.tolist())
    # Every concept's address is made from that of any other: to ask for each takes most of the time.
    address = reverse("explore:concept", args=[map_slug, "-"]).removesuffix("-/")
    entries = ((f"{address}{slug}/", updates.get(pk)) for slug, pk in zip(slugs, ids, strict=True))
    answer = _xml("urlset", _entries("url", entries))
    answer["ETag"] = etag
    return answer


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
