"""The contexts of lists, maps and concepts."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from django.urls import reverse

from concepts import selectors
from concepts.errors import UnknownConcept
from concepts.markdown import render_markdown
from concepts.models import Concept, KnowledgeMap, Topic
from concepts.search import Hit, search, suggest
from concepts.snapshots import snapshot_of
from explore.contexts import (
    ConceptLink,
    ConceptPage,
    Found,
    HomePage,
    MapCard,
    MapPage,
    SearchPage,
    TopicLink,
    TopicPage,
)
from explore.links import branch_of, concept_link, index_of, link_counts, map_card, minutes_of, trail_to
from explore.outline import outline_of
from graph.kinds import LinkKind
from graph.neighborhood import neighborhood
from graph.path import way_to
from graph.snapshot import GraphSnapshot

# A hub may have thousands; the page says how many it leaves out.
MOST_LINKS = 200


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


def map_page(slug: str, *, concept: str = "", staff: bool) -> MapPage:
    """A map as an outline, with the panel of one concept if asked for. Queries: 2, for staff 3; 3 more with a concept.

    Raises: UnknownMap.
    """
    knowledge_map = selectors.find_map(slug, staff=staff)
    snapshot = snapshot_of(selectors.state_of(knowledge_map), drafts=staff)
    drafts = selectors.drafts_of(knowledge_map.pk) if staff else frozenset()
    chosen = _chosen(knowledge_map, concept, staff=staff)
    return MapPage(
        card=map_card(knowledge_map, staff=staff),
        detail_html=render_markdown(knowledge_map.detail),
        outline=outline_of(snapshot, drafts=drafts),
        link_counts=link_counts(snapshot),
        minutes=int(snapshot.rows.minutes.sum(dtype=np.int64)),
        updated=knowledge_map.updated.isoformat(timespec="seconds"),
        chosen=chosen,
        unknown_concept=concept if concept and chosen is None else "",
    )


def concept_page(map_slug: str, concept_slug: str, *, staff: bool) -> ConceptPage:
    """A concept and its place in the map. Queries: 3. Raises: UnknownMap, UnknownConcept."""
    knowledge_map = selectors.find_map(map_slug, staff=staff)
    return _concept_page(knowledge_map, concept_slug, staff=staff)


def _chosen(knowledge_map: KnowledgeMap, slug: str, *, staff: bool) -> ConceptPage | None:
    if not slug:
        return None
    try:
        return _concept_page(knowledge_map, slug, staff=staff)
    except UnknownConcept:
        return None


def _concept_page(knowledge_map: KnowledgeMap, slug: str, *, staff: bool) -> ConceptPage:
    concept = selectors.find_concept(knowledge_map.pk, slug, staff=staff)
    snapshot = snapshot_of(selectors.state_of(knowledge_map), drafts=staff)
    index = index_of(snapshot, slug)
    if index is None:
        # Published between the two reads: the next request has it.
        raise UnknownConcept(slug)
    trail = trail_to(snapshot, concept.pk)
    way = way_to(snapshot, index).steps
    position = int(snapshot.positions[index])
    return ConceptPage(
        map=map_card(knowledge_map, staff=staff),
        **_words(concept),
        branch=branch_of(snapshot, trail[0] if trail else concept.pk),
        trail=tuple(concept_link(snapshot, above) for above in trail),
        **_linked(snapshot, concept.pk),
        path_steps=int(way.size),
        path_minutes=minutes_of(snapshot, way),
        previous=_at_position(snapshot, position - 1),
        next=_at_position(snapshot, position + 1),
    )


def _words(concept: Concept) -> dict[str, Any]:
    return {
        "slug": concept.slug,
        "title": concept.title,
        "summary": concept.summary,
        "detail_html": render_markdown(concept.detail),
        "aliases": concept.alias_list,
        "sources": concept.source_list,
        "minutes": concept.minutes,
        "published": concept.published,
    }


def _linked(snapshot: GraphSnapshot, concept_id: int) -> dict[str, Any]:
    """The links of a concept by what the other end is to it."""
    around = neighborhood(snapshot, concept_id, radius=1, limit=MOST_LINKS + 1)
    lists: dict[str, list[ConceptLink]] = {
        name: [] for name in ("parents", "children", "prerequisites", "leads_to", "related")
    }
    for link in around.links:
        if concept_id not in (link.source, link.target):
            continue
        outward = link.source == concept_id
        other = link.target if outward else link.source
        lists[_name_of(link.kind, outward)].append(concept_link(snapshot, other, link.kind.word, link.reason))
    unlisted = (around.total or 0) - len(around.concepts)
    return {**{name: tuple(links) for name, links in lists.items()}, "unlisted_links": unlisted}


def _name_of(kind: LinkKind, outward: bool) -> str:
    if kind == LinkKind.PARENT:
        return "children" if outward else "parents"
    if kind == LinkKind.PREREQUISITE:
        return "leads_to" if outward else "prerequisites"
    return "related"


def _at_position(snapshot: GraphSnapshot, position: int) -> ConceptLink | None:
    found = np.flatnonzero(snapshot.positions == position) if position >= 0 else np.array([])
    return concept_link(snapshot, snapshot.id_of(int(found[0]))) if found.size else None


def _cards(maps: Iterable[KnowledgeMap], *, staff: bool) -> list[tuple[MapCard, KnowledgeMap]]:
    return [(map_card(knowledge_map, staff=staff), knowledge_map) for knowledge_map in maps]


def _found(hit: Hit) -> Found:
    if hit.kind == "map":
        return Found("map", hit.title, hit.summary, reverse("explore:map", args=[hit.map_slug]))
    url = reverse("explore:concept", args=[hit.map_slug, hit.slug])
    return Found("concept", hit.title, hit.summary, url, where=hit.map_title)


def _topic_link(topic: Topic, map_count: int) -> TopicLink:
    return TopicLink(topic.slug, topic.title, map_count)
