"""From a snapshot to the links and cards that pages print. No queries."""

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np

from concepts.models import KnowledgeMap
from concepts.selectors import state_of
from concepts.snapshots import snapshot_of
from explore.contexts import ConceptLink, MapCard, TopicLink
from graph import links as graph_links
from graph.adjacency import Indices
from graph.errors import UnknownConcept as NotInGraph
from graph.families import trail_above
from graph.kinds import LinkKind
from graph.snapshot import GraphSnapshot

BRANCH_COLORS = 8
# A chain of concepts may be as long as the map; a page names the nearest of those above.
MOST_ABOVE = 100


def map_card(knowledge_map: KnowledgeMap, *, staff: bool) -> MapCard:
    """A map in short. Queries: 0 when its topics were prefetched and its snapshot is open."""
    snapshot = snapshot_of(state_of(knowledge_map), drafts=staff)
    return MapCard(
        slug=knowledge_map.slug,
        title=knowledge_map.title,
        summary=knowledge_map.summary,
        concept_count=snapshot.concept_count,
        revision=knowledge_map.revision,
        stamp=knowledge_map.stamp,
        published=knowledge_map.published,
        topics=tuple(TopicLink(topic.slug, topic.title) for topic in knowledge_map.topics.all()),
    )


def concept_link(snapshot: GraphSnapshot, concept_id: int, kind: str = "", reason: str = "") -> ConceptLink:
    """A concept as the end of a link."""
    return link_at(snapshot, snapshot.index_of(concept_id), kind, reason)


def link_at(snapshot: GraphSnapshot, index: int, kind: str = "", reason: str = "") -> ConceptLink:
    """A concept, by index, as the end of a link."""
    row = snapshot.row(index)
    return ConceptLink(row.slug, row.title, row.summary, kind, reason)


def index_of(snapshot: GraphSnapshot, slug: str) -> int | None:
    """The index of a slug, None when the snapshot has no such concept."""
    try:
        return snapshot.index_of_slug(slug)
    except NotInGraph:
        return None


def branch_of(snapshot: GraphSnapshot, top: int) -> int:
    """The number of the colour of a top concept, by index. Cost: O(log of their number)."""
    place = bisect_left(snapshot.roots, snapshot.positions[top], key=lambda root: snapshot.positions[root])
    return place % BRANCH_COLORS


def is_top(snapshot: GraphSnapshot, index: int) -> bool:
    """Whether a concept, by index, has no parent."""
    return not (snapshot.adjacency.earlier(index) & 3 == LinkKind.PARENT).any()


def trail_to(snapshot: GraphSnapshot, index: int) -> Indices:
    """The ancestors of a concept by first parents, the top one first: the nearest `MOST_ABOVE` of them."""
    return trail_above(snapshot, index, most=MOST_ABOVE)


def link_counts(snapshot: GraphSnapshot) -> tuple[tuple[str, int], ...]:
    """How many links of each kind a map has."""
    return tuple((kind.word, count) for kind, count in graph_links.link_counts(snapshot).items())


def minutes_of(snapshot: GraphSnapshot, indices: Sequence[int] | np.ndarray) -> int:
    """The minutes that several concepts take together."""
    return int(snapshot.rows.minutes[np.asarray(indices, dtype=np.int64)].sum())
