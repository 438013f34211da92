"""From a snapshot to the links and cards that pages print. No queries."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from concepts.models import KnowledgeMap
from concepts.selectors import state_of
from concepts.snapshots import snapshot_of
from explore.contexts import ConceptLink, MapCard, TopicLink
from graph import hierarchy
from graph import links as graph_links
from graph.errors import UnknownConcept as NotInGraph
from graph.snapshot import GraphSnapshot

BRANCH_COLORS = 8


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
    row = snapshot.row(snapshot.index_of(concept_id))
    return ConceptLink(row.slug, row.title, row.summary, kind, reason)


def index_of(snapshot: GraphSnapshot, slug: str) -> int | None:
    """The index of a slug, None when the snapshot has no such concept."""
    try:
        return snapshot.index_of_slug(slug)
    except NotInGraph:
        return None


@lru_cache(maxsize=16)
def roots_of(snapshot: GraphSnapshot) -> tuple[int, ...]:
    """The top concepts. Kept, because finding them reads every parent link."""
    return hierarchy.roots(snapshot)


@lru_cache(maxsize=16)
def _branches_of(snapshot: GraphSnapshot) -> dict[int, int]:
    return {root: number % BRANCH_COLORS for number, root in enumerate(roots_of(snapshot))}


def branch_of(snapshot: GraphSnapshot, top: int) -> int:
    """The number of a top concept's colour."""
    return _branches_of(snapshot)[top]


def trail_to(snapshot: GraphSnapshot, concept_id: int) -> tuple[int, ...]:
    """The ancestors of a concept by first parents, the top one first."""
    trail: list[int] = []
    above = hierarchy.parents(snapshot, concept_id)
    while above:
        trail.append(above[0])
        above = hierarchy.parents(snapshot, above[0])
    return tuple(reversed(trail))


@lru_cache(maxsize=16)
def link_counts(snapshot: GraphSnapshot) -> tuple[tuple[str, int], ...]:
    """How many links of each kind a map has. Kept, because counting reads every link."""
    return tuple((kind.word, count) for kind, count in graph_links.link_counts(snapshot).items())


def minutes_of(snapshot: GraphSnapshot, indices: Sequence[int] | np.ndarray) -> int:
    """The minutes that several concepts take together."""
    return int(snapshot.rows.minutes[np.asarray(indices, dtype=np.int64)].sum())
