"""Maps on other sites: the frame that shows one, and what an address of this site offers for it, as oEmbed asks.

Source: https://oembed.com, version 1.0.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
from django.http import QueryDict
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils.html import escape

from concepts import selectors
from concepts.errors import UnknownConcept, UnknownMap
from concepts.snapshots import snapshot_of
from explore.contexts import MapCard
from explore.links import index_of, map_card
from explore.map_address import MapAddress, with_query
from explore.meta import SITE_NAME, absolute, picture_path
from explore.parameters import state_query

WIDTH, HEIGHT = 800, 600
_THUMBNAIL = (1200, 630)
_NOTHING = "This is not the address of a map or concept of this site."


@dataclass(frozen=True, slots=True)
class Embedding:
    """A map in a state, as another site may show it. `tag` changes when anything of it does."""

    map: MapCard
    title: str
    query: str

    @property
    def tag(self) -> str:
        return f"{self.map.revision}-{self.map.stamp}"


def embed_code(
    card: MapCard, query: str = "", *, title: str = "", size: tuple[int, int] = (WIDTH, HEIGHT)
) -> str:
    """The markup that shows a map in a frame on another page."""
    address = absolute(with_query(reverse("explore:embed", args=[card.slug]), query))
    return (
        f'<iframe src="{escape(address)}" title="{escape(title or card.title)}" width="{size[0]}"'
        f' height="{size[1]}" loading="lazy" allowfullscreen></iframe>'
    )


def embedding_of(address: str) -> Embedding:
    """What an address of a map or a concept on this site offers to others.

    Queries: 2. Raises: UnknownMap, UnknownConcept; for drafts and for addresses of other pages and sites too.
    """
    match, query = _resolved(address)
    slug = match.kwargs["map_slug"]
    knowledge_map = selectors.find_map(slug)
    card = map_card(knowledge_map, staff=False)
    concept = match.kwargs.get("concept_slug")
    if concept is None:
        return Embedding(card, card.title, state_query(QueryDict(query)))
    snapshot = snapshot_of(selectors.state_of(knowledge_map))
    index = index_of(snapshot, concept)
    if index is None:
        raise UnknownConcept(concept)
    title = f"{snapshot.title_of(index)} – {card.title}"
    return Embedding(card, title, MapAddress(concept=concept).query)


def offer(embedding: Embedding, *, most_width: int | None, most_height: int | None) -> dict[str, Any]:
    """The members of an oEmbed answer of type `rich`, none larger than asked for."""
    size = min(WIDTH, most_width or WIDTH), min(HEIGHT, most_height or HEIGHT)
    members: dict[str, Any] = {
        "version": "1.0",
        "type": "rich",
        "title": embedding.title,
        "provider_name": SITE_NAME,
        "provider_url": absolute("/"),
        "html": embed_code(embedding.map, embedding.query, title=embedding.title, size=size),
        "width": size[0],
        "height": size[1],
    }
    if _THUMBNAIL[0] <= (most_width or _THUMBNAIL[0]) and _THUMBNAIL[1] <= (most_height or _THUMBNAIL[1]):
        members |= {
            "thumbnail_url": absolute(picture_path(embedding.map, "png")),
            "thumbnail_width": _THUMBNAIL[0],
            "thumbnail_height": _THUMBNAIL[1],
        }
    return members


def _resolved(address: str) -> tuple[ResolverMatch, str]:
    try:
        parts = urlsplit(address)
        ours = _place(parts) == _place(urlsplit(settings.SITE_URL))
        match = resolve(unquote(parts.path).removesuffix("/") + "/")
    except (ValueError, Resolver404):
        raise UnknownMap(_NOTHING) from None
    if not ours or match.view_name not in {"explore:map", "explore:embed", "explore:concept"}:
        raise UnknownMap(_NOTHING)
    return match, parts.query


def _place(parts: SplitResult) -> tuple[bool, str | None, int | None]:
    """What two addresses of one site have in common; a site that has moved to https is still found by its old ones."""
    return parts.scheme in {"http", "https"}, parts.hostname, parts.port
