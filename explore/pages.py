"""The contexts of lists and maps."""

from collections.abc import Iterable

from django.urls import reverse

from concepts import selectors
from concepts.layouts import DRAWN_AT_ONCE
from concepts.markdown import render_markdown
from concepts.models import KnowledgeMap, Topic
from concepts.search import Hit, search, suggest
from concepts.snapshots import snapshot_of
from explore.contexts import Found, FoundGroup, HomePage, MapCard, SearchPage, TopicLink, TopicPage
from explore.documents import newest_documents
from explore.links import link_counts, map_card
from explore.map_address import WHOLE_MAP, MapAddress
from explore.map_contexts import MapPage
from explore.map_data import data_island
from explore.outline import further_tops, levels_of, outline_of
from explore.panels import panel_in
from explore.places import concept_or_none
from explore.way_in_outline import steps_to, way_along
from graph.snapshot import GraphSnapshot
from library.models import Document
from library.search import DocumentHit, find_documents, suggest_documents
from library.selectors import documents_listed

# As many as fill a row or two; the library has the others.
_NEWEST_DIGESTS, _NEWEST_OF_TOPIC = 3, 6
_MOST_DOCUMENTS, _MOST_SUGGESTED, _MOST_DOCUMENTS_SUGGESTED = 10, 8, 3
_GROUPS = {"map": "Maps", "concept": "Concepts", "document": "Documents"}


def home_page(*, staff: bool) -> HomePage:
    """Topics, featured maps, the other maps, the newest digests. Queries: 5."""
    cards = _cards(selectors.maps_listed(staff=staff), staff=staff)
    some_featured = any(shown.featured for _, shown in cards)
    return HomePage(
        topics=topics_page(staff=staff),
        featured=tuple(card for card, shown in cards if shown.featured or not some_featured),
        others=tuple(card for card, shown in cards if some_featured and not shown.featured),
        digests=newest_documents(_NEWEST_DIGESTS, staff=staff, kind=Document.Kind.DIGEST),
        concept_count=sum(card.concept_count for card, _ in cards),
        map_count=len(cards),
    )


def topics_page(*, staff: bool) -> tuple[TopicLink, ...]:
    """Every topic with the number of its maps. Queries: 1."""
    return tuple(_topic_link(topic, count) for topic, count in selectors.topics_listed(staff=staff))


def topic_page(slug: str, *, staff: bool) -> TopicPage:
    """A topic, its maps and its newest documents. Queries: 7. Raises: UnknownTopic."""
    topic = selectors.find_topic(slug)
    cards = _cards(selectors.maps_listed(staff=staff).filter(topics=topic), staff=staff)
    others = tuple(other for other in topics_page(staff=staff) if other.slug != slug)
    return TopicPage(
        topic=_topic_link(topic, len(cards)),
        maps=tuple(card for card, _ in cards),
        documents=newest_documents(_NEWEST_OF_TOPIC, staff=staff, topic=slug),
        document_count=documents_listed(staff=staff, topic=slug).order_by().count(),
        other_topics=others,
    )


def search_page(query: str, *, staff: bool) -> SearchPage:
    """What is found for a query. Queries: those of `search` and of `find_documents`, and 1."""
    documents = find_documents(query, staff=staff, limit=_MOST_DOCUMENTS)
    found = _best_first(search(query, staff=staff), documents)
    return SearchPage(query, found, _grouped(found), topics_page(staff=staff))


def suggestions(query: str, *, staff: bool) -> tuple[Found, ...]:
    """What is found for a query that is still being typed, kind by kind. Queries: at most 6."""
    documents = suggest_documents(query, staff=staff, limit=_MOST_DOCUMENTS_SUGGESTED)
    places = _MOST_SUGGESTED - len(documents)
    found = _best_first(suggest(query, staff=staff)[:places], documents)
    return tuple(one for group in _grouped(found) for one in group.found)


def map_page(slug: str, address: MapAddress = WHOLE_MAP, *, staff: bool) -> MapPage:
    """A map as an outline, with what stands beside it in a state of its page.

    Queries: 2, for staff 3; those of `panel_in`, and 1 more with a concept that is not the panel's. Raises: UnknownMap.
    """
    knowledge_map = selectors.find_map(slug, staff=staff)
    snapshot = snapshot_of(selectors.state_of(knowledge_map), drafts=staff)
    card = map_card(knowledge_map, staff=staff)
    panel = panel_in(knowledge_map, address, staff=staff)
    chosen = panel.concept or concept_or_none(knowledge_map, panel.address.concept, staff=staff)
    steps = steps_to(snapshot, chosen)
    drafts = selectors.drafts_among(_shown_ids(snapshot, steps)) if staff else frozenset()
    # Those of the way are no part of the outline, which is kept: so it is one, whatever concept is chosen.
    outlined = drafts.difference(map(snapshot.slug_of, steps))
    outline = outline_of(snapshot, drafts=outlined)
    return MapPage(
        card=card,
        detail_html=render_markdown(knowledge_map.detail),
        outline=outline,
        data=data_island(snapshot, card, outlined),
        link_counts=link_counts(snapshot),
        # Nobody reads a large map from end to end, and of most its concepts nobody has said how long they take.
        minutes=snapshot.minutes if snapshot.concept_count <= DRAWN_AT_ONCE else 0,
        updated=knowledge_map.updated.isoformat(timespec="seconds"),
        panel=panel,
        top_count=int(snapshot.roots.size),
        further_tops=further_tops(snapshot, shown=len(outline)),
        chosen=chosen,
        way=way_along(snapshot, chosen, steps, drafts=drafts),
        unknown=panel.unknown,
    )


def _shown_ids(snapshot: GraphSnapshot, steps: Iterable[int]) -> list[int]:
    ids: list[int] = snapshot.concept_ids(levels_of(snapshot).indices).tolist()
    return [*ids, *map(snapshot.id_of, steps)]


def _cards(maps: Iterable[KnowledgeMap], *, staff: bool) -> list[tuple[MapCard, KnowledgeMap]]:
    return [(map_card(knowledge_map, staff=staff), knowledge_map) for knowledge_map in maps]


def _best_first(hits: Iterable[Hit], documents: Iterable[DocumentHit]) -> tuple[Found, ...]:
    """By score; of equals the maps and concepts come first."""
    scored = [(hit.score, _found(hit)) for hit in hits]
    scored += [(hit.score, _found_document(hit)) for hit in documents]
    return tuple(found for _, found in sorted(scored, key=lambda one: -one[0]))


def _grouped(found: Iterable[Found]) -> tuple[FoundGroup, ...]:
    groups: dict[str, list[Found]] = {}
    for one in found:
        groups.setdefault(one.kind, []).append(one)
    return tuple(FoundGroup(kind, _GROUPS[kind], tuple(together)) for kind, together in groups.items())


def _found_document(hit: DocumentHit) -> Found:
    url = reverse("explore:document", args=[hit.slug])
    return Found("document", hit.title, hit.summary, url, where=Document.Kind(hit.kind).label)


def _found(hit: Hit) -> Found:
    if hit.kind == "map":
        return Found("map", hit.title, hit.summary, reverse("explore:map", args=[hit.map_slug]))
    url = reverse("explore:concept", args=[hit.map_slug, hit.slug])
    return Found("concept", hit.title, hit.summary, url, where=hit.map_title)


def _topic_link(topic: Topic, map_count: int) -> TopicLink:
    return TopicLink(topic.slug, topic.title, map_count)
