"""The contexts of lists and maps."""

from collections.abc import Iterable

import numpy as np
from django.urls import reverse

from concepts import selectors
from concepts.markdown import render_markdown
from concepts.models import KnowledgeMap, Topic
from concepts.search import Hit, search, suggest
from concepts.snapshots import snapshot_of
from explore.contexts import (
    Found,
    HomePage,
    MapCard,
    MapPage,
    SearchPage,
    TopicLink,
    TopicPage,
)
from explore.links import link_counts, map_card
from explore.map_address import WHOLE_MAP, MapAddress
from explore.map_data import data_island
from explore.outline import outline_of
from explore.panels import panel_in
from explore.places import concept_or_none


def home_page(*, staff: bool) -> HomePage:
    """Topics, featured maps, and the other maps. Queries: 3."""
    cards = _cards(selectors.maps_listed(staff=staff), staff=staff)
    some_featured = any(shown.featured for _, shown in cards)
    return HomePage(
        topics=topics_page(staff=staff),
        featured=tuple(card for card, shown in cards if shown.featured or not some_featured),
        others=tuple(card for card, shown in cards if some_featured and not shown.featured),
        concept_count=sum(card.concept_count for card, _ in cards),
        map_count=len(cards),
    )


def topics_page(*, staff: bool) -> tuple[TopicLink, ...]:
    """Every topic with the number of its maps. Queries: 1."""
    return tuple(_topic_link(topic, count) for topic, count in selectors.topics_listed(staff=staff))


def topic_page(slug: str, *, staff: bool) -> TopicPage:
    """A topic and its maps. Queries: 4. Raises: UnknownTopic."""
    topic = selectors.find_topic(slug)
    cards = _cards(selectors.maps_listed(staff=staff).filter(topics=topic), staff=staff)
    others = tuple(other for other in topics_page(staff=staff) if other.slug != slug)
    return TopicPage(_topic_link(topic, len(cards)), tuple(card for card, _ in cards), others)


def search_page(query: str, *, staff: bool) -> SearchPage:
    """What is found for a query. Queries: those of `search`, and 1."""
    found = tuple(_found(hit) for hit in search(query, staff=staff))
    return SearchPage(query, found, topics_page(staff=staff))


def suggestions(query: str, *, staff: bool) -> tuple[Found, ...]:
    """What is found for a query that is still being typed. Queries: those of `suggest`."""
    return tuple(_found(hit) for hit in suggest(query, staff=staff))


def map_page(slug: str, address: MapAddress = WHOLE_MAP, *, staff: bool) -> MapPage:
    """A map as an outline, with what stands beside it in a state of its page.

    Queries: 2, for staff 3; those of `panel_in`, and 1 more with a concept that is not the panel's. Raises: UnknownMap.
    """
    knowledge_map = selectors.find_map(slug, staff=staff)
    snapshot = snapshot_of(selectors.state_of(knowledge_map), drafts=staff)
    drafts = selectors.drafts_of(knowledge_map.pk) if staff else frozenset()
    card = map_card(knowledge_map, staff=staff)
    panel = panel_in(knowledge_map, address, staff=staff)
    return MapPage(
        card=card,
        detail_html=render_markdown(knowledge_map.detail),
        outline=outline_of(snapshot, drafts=drafts),
        data=data_island(snapshot, card, drafts),
        link_counts=link_counts(snapshot),
        minutes=int(snapshot.rows.minutes.sum(dtype=np.int64)),
        updated=knowledge_map.updated.isoformat(timespec="seconds"),
        panel=panel,
        chosen=panel.concept or concept_or_none(knowledge_map, panel.address.concept, staff=staff),
        unknown=panel.unknown,
    )


def _cards(maps: Iterable[KnowledgeMap], *, staff: bool) -> list[tuple[MapCard, KnowledgeMap]]:
    return [(map_card(knowledge_map, staff=staff), knowledge_map) for knowledge_map in maps]


def _found(hit: Hit) -> Found:
    if hit.kind == "map":
        return Found("map", hit.title, hit.summary, reverse("explore:map", args=[hit.map_slug]))
    url = reverse("explore:concept", args=[hit.map_slug, hit.slug])
    return Found("concept", hit.title, hit.summary, url, where=hit.map_title)


def _topic_link(topic: Topic, map_count: int) -> TopicLink:
    return TopicLink(topic.slug, topic.title, map_count)
