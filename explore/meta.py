"""What search engines and social sites are told of a page: title, description, address, picture, linked data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString

from explore.contexts import ConceptPage, MapCard
from explore.data_blocks import script_json
from explore.map_contexts import MapPage
from explore.way_contexts import PathPage

SITE_NAME = "Kinapse"
_DESCRIPTION_LENGTH = 200


@dataclass(frozen=True, slots=True)
class PageMeta:
    """`path`: the canonical one, "" when there is none. `indexed`: whether search engines may list the page.
    `image_words`: what the picture shows, "" for a map's.
    `embeddable`: whether other sites may show what it is about, by oEmbed."""

    title: str
    description: str
    path: str = ""
    image_path: str = ""
    image_words: str = ""
    kind: str = "website"
    indexed: bool = True
    embeddable: bool = False
    linked_data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def full_title(self) -> str:
        return self.title if self.title.startswith(SITE_NAME) else f"{self.title} · {SITE_NAME}"

    @property
    def url(self) -> str:
        return absolute(self.path) if self.path else ""

    @property
    def image_url(self) -> str:
        return absolute(self.image_path) if self.image_path else ""

    @property
    def oembed_url(self) -> str:
        """Where other sites learn how to show it, the format left to be added."""
        return (
            f"{absolute(reverse('explore:oembed'))}?{urlencode({'url': self.url})}" if self.embeddable else ""
        )

    @property
    def json_ld(self) -> SafeString:
        """The linked data as JSON; empty when there is none."""
        return script_json(self.linked_data) if self.linked_data else SafeString("")


def absolute(path: str) -> str:
    """The address of a path on this site."""
    return f"{settings.SITE_URL}{path}"


def picture_path(card: MapCard, ending: str) -> str:
    """The address of a map's picture in its present state, so that it may be kept for ever."""
    name = "explore:share_picture" if ending == "png" else "explore:miniature"
    return f"{reverse(name, args=[card.slug])}?v={card.stamp}"


def home_meta() -> PageMeta:
    """The meta of the home page."""
    description = (
        "An atlas of ideas: see what a subject is made of, go as deep as you like, leave with a way to learn."
    )
    return PageMeta(
        title=f"{SITE_NAME}, an atlas of ideas",
        description=description,
        path=reverse("explore:home"),
        linked_data={
            "@context": "https://schema.org",
            "@type": "WebSite",
            "name": SITE_NAME,
            "url": absolute("/"),
            "description": description,
            "potentialAction": {
                "@type": "SearchAction",
                "target": absolute(reverse("explore:search")) + "?q={query}",
                "query-input": "required name=query",
            },
        },
    )


def map_meta(page: MapPage) -> PageMeta:
    """The meta of a map: a set of defined terms, the top ones named."""
    path = reverse("explore:map", args=[page.card.slug])
    terms = [_term(page.card.slug, entry.slug, entry.title, entry.summary) for entry in page.outline]
    return PageMeta(
        title=page.card.title,
        description=shortened(page.card.summary),
        path=path,
        image_path=picture_path(page.card, "png"),
        kind="article",
        embeddable=page.card.published,
        linked_data={
            "@context": "https://schema.org",
            "@type": "DefinedTermSet",
            "@id": absolute(path),
            "url": absolute(path),
            "name": page.card.title,
            "description": page.card.summary,
            "dateModified": page.updated,
            "hasDefinedTerm": terms,
        },
    )


def concept_meta(page: ConceptPage) -> PageMeta:
    """The meta of a concept: a defined term of its map, and the trail that leads to it."""
    path = reverse("explore:concept", args=[page.map.slug, page.slug])
    map_url = absolute(reverse("explore:map", args=[page.map.slug]))
    term = _term(page.map.slug, page.slug, page.title, page.summary) | {
        "alternateName": list(page.aliases),
        "inDefinedTermSet": {"@type": "DefinedTermSet", "@id": map_url, "name": page.map.title},
    }
    concepts = [(step.title, _concept_url(page.map.slug, step.slug)) for step in page.trail]
    trail = [(page.map.title, map_url), *concepts, (page.title, absolute(path))]
    return PageMeta(
        title=f"{page.title} – {page.map.title}",
        description=shortened(page.summary or page.map.summary),
        path=path,
        image_path=picture_path(page.map, "png"),
        kind="article",
        embeddable=page.published and page.map.published,
        linked_data={"@context": "https://schema.org", "@graph": [term, _breadcrumbs(trail)]},
    )


def path_meta(page: PathPage) -> PageMeta:
    """The meta of a learning path; with known steps it is one reader's own and not for search engines."""
    return PageMeta(
        title=f"Learning path to {page.target.title}",
        description=shortened(
            f"{page.step_count} steps, {page.minutes} minutes, in the order in which they build on each other:"
            f" how to get to {page.target.title}. {page.target.summary}"
        ),
        path=reverse("explore:path", args=[page.map.slug, page.target.slug]),
        image_path=picture_path(page.map, "png"),
        indexed=not page.known,
    )


def shortened(text: str) -> str:
    """The text as a description: cut between words."""
    if len(text) <= _DESCRIPTION_LENGTH:
        return text
    return text[:_DESCRIPTION_LENGTH].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def _concept_url(map_slug: str, slug: str) -> str:
    return absolute(reverse("explore:concept", args=[map_slug, slug]))


def _term(map_slug: str, slug: str, title: str, summary: str) -> dict[str, Any]:
    url = _concept_url(map_slug, slug)
    return {"@type": "DefinedTerm", "@id": url, "url": url, "name": title, "description": summary}


def _breadcrumbs(trail: list[tuple[str, str]]) -> dict[str, Any]:
    steps = [
        {"@type": "ListItem", "position": place, "name": name, "item": url}
        for place, (name, url) in enumerate(trail, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps}
