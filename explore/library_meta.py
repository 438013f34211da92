"""What search engines and social sites are told of a document."""

from typing import Any

from django.urls import reverse

from explore.contexts import DocumentCard
from explore.library_contexts import DocumentPage
from explore.meta import SITE_NAME, PageMeta, absolute, shortened


def document_meta(page: DocumentPage) -> PageMeta:
    """The meta of a document: an article of ours, based on the work that it names."""
    path = reverse("explore:document", args=[page.card.slug])
    return PageMeta(
        title=page.card.title,
        description=shortened(page.card.summary or page.insight or _beginning(page.text)),
        path=path,
        image_path=reverse("explore:document_picture", args=[page.card.slug]),
        image_words=f"{page.card.kind_name}: {page.card.title}",
        kind="article",
        indexed=page.card.published,
        linked_data={"@context": "https://schema.org", "@graph": [_article(page, path), _trail(page, path)]},
    )


def _article(page: DocumentPage, path: str) -> dict[str, Any]:
    article: dict[str, Any] = {
        "@type": "Article",
        "@id": absolute(path),
        "url": absolute(path),
        "headline": page.card.title,
        "description": shortened(page.card.summary or page.insight or _beginning(page.text)),
        "datePublished": page.created,
        "dateModified": page.updated,
        "timeRequired": f"PT{page.card.minutes}M",
        "publisher": {"@type": "Organization", "name": SITE_NAME, "url": absolute("/")},
        "keywords": [topic.title for topic in page.card.topics],
        "about": [
            {
                "@type": "DefinedTerm",
                "name": cited.concept.title,
                "url": absolute(
                    reverse("explore:concept", args=[cited.concept.map_slug, cited.concept.slug])
                ),
            }
            for cited in page.concepts
        ],
    }
    if page.licence:
        article["license"] = page.licence
    if page.source_url or page.card.authors:
        article["isBasedOn"] = _work(page.card, page.source_url)
    return article


def _work(card: DocumentCard, url: str) -> dict[str, Any]:
    """The work that a document is about."""
    work: dict[str, Any] = {
        "@type": "CreativeWork",
        "name": card.title,
        "author": [{"@type": "Person", "name": name} for name in card.authors],
    }
    if url:
        work["url"] = url
    if card.publisher:
        work["publisher"] = {"@type": "Organization", "name": card.publisher}
    if card.published_on:
        work["datePublished"] = card.published_on.isoformat()
    return work


def _trail(page: DocumentPage, path: str) -> dict[str, Any]:
    steps = (("Library", reverse("explore:library")), (page.card.title, path))
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": absolute(address)}
            for place, (name, address) in enumerate(steps, 1)
        ],
    }


def _beginning(text: str) -> str:
    return " ".join(text[:1_000].split())
