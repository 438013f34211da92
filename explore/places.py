"""The context of one concept: its words, what is linked to it, and its place in the map."""

from typing import Any

import numpy as np

from concepts import selectors
from concepts.errors import UnknownConcept
from concepts.markdown import render_markdown
from concepts.models import Concept, KnowledgeMap
from concepts.snapshots import snapshot_of
from explore.contexts import ConceptLink, ConceptPage
from explore.documents import sources_of
from explore.links import branch_of, concept_link, index_of, map_card, minutes_of, trail_to
from graph.families import child_counts
from graph.kinds import LinkKind
from graph.neighborhood import neighborhood
from graph.path import way_to
from graph.snapshot import GraphSnapshot

# A hub may have thousands; the page says how many it leaves out.
MOST_LINKS = 200


def concept_page(map_slug: str, concept_slug: str, *, staff: bool) -> ConceptPage:
    """A concept and its place in the map. Queries: 4. Raises: UnknownMap, UnknownConcept."""
    knowledge_map = selectors.find_map(map_slug, staff=staff)
    return concept_in(knowledge_map, concept_slug, staff=staff)


def concept_or_none(knowledge_map: KnowledgeMap, slug: str, *, staff: bool) -> ConceptPage | None:
    """A concept of a map that has been found; None without one. Queries: 2, 0 when nothing is asked for."""
    if not slug:
        return None
    try:
        return concept_in(knowledge_map, slug, staff=staff)
    except UnknownConcept:
        return None


def concept_in(knowledge_map: KnowledgeMap, slug: str, *, staff: bool) -> ConceptPage:
    """A concept of a map that has been found. Queries: 2. Raises: UnknownConcept."""
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
        citations=sources_of(concept.pk, staff=staff),
        child_count=int(child_counts(snapshot, np.array([index], dtype=np.int64))[0]),
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
