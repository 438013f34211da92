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
from explore.ledes import lede_and_rest
from explore.links import branch_of, index_of, is_top, link_at, map_card, minutes_of, trail_to
from graph.families import child_counts
from graph.path import way_to
from graph.relations import Linked, Role, linked
from graph.snapshot import GraphSnapshot

# A hub may have thousands of one sort; what comes after these has pages of its own.
MOST_LINKS = 50
KIND_OF_ROLE = {
    Role.PARENT: "parent",
    Role.CHILD: "parent",
    Role.PREREQUISITE: "prerequisite",
    Role.DEPENDENT: "prerequisite",
    Role.RELATED: "related",
}


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
    trail = trail_to(snapshot, index)
    top = int(trail[0]) if trail.size else index
    way = way_to(snapshot, index).steps
    position = int(snapshot.positions[index])
    return ConceptPage(
        map=map_card(knowledge_map, staff=staff),
        **_words(concept),
        branch=branch_of(snapshot, top),
        trail=tuple(link_at(snapshot, above) for above in trail.tolist()),
        trail_is_cut=not is_top(snapshot, top),
        **_linked(snapshot, index),
        path_steps=int(way.size),
        path_minutes=minutes_of(snapshot, way),
        citations=sources_of(concept.pk, staff=staff),
        child_count=int(child_counts(snapshot, np.array([index], dtype=np.int64))[0]),
        previous=_at_position(snapshot, position - 1),
        next=_at_position(snapshot, position + 1),
    )


def _words(concept: Concept) -> dict[str, Any]:
    lede, rest = lede_and_rest(concept.summary, concept.detail)
    detail_html = render_markdown(concept.detail)
    return {
        "slug": concept.slug,
        "title": concept.title,
        "summary": concept.summary,
        "detail_html": detail_html,
        "lede": lede,
        "rest_html": detail_html if rest == concept.detail else render_markdown(rest),
        "aliases": concept.alias_list,
        "sources": concept.source_list,
        "minutes": concept.minutes,
        "published": concept.published,
    }


def _linked(snapshot: GraphSnapshot, index: int) -> dict[str, Any]:
    """The links of a concept by what the other end is to it."""
    lists, unlisted = {}, {}
    for role in Role:
        part = linked(snapshot, index, role, most=MOST_LINKS)
        lists[role.value] = links_of(snapshot, part, KIND_OF_ROLE[role])
        if part.after:
            unlisted[role.value] = part.after
    return {**lists, "unlisted": unlisted}


def links_of(snapshot: GraphSnapshot, part: Linked, kind: str) -> tuple[ConceptLink, ...]:
    """The concepts of a part, each with the reason of its link."""
    ends = zip(part.others.tolist(), part.reasons, strict=True)
    return tuple(link_at(snapshot, other, kind, reason) for other, reason in ends)


def _at_position(snapshot: GraphSnapshot, position: int) -> ConceptLink | None:
    if not 0 <= position < snapshot.concept_count:
        return None
    return link_at(snapshot, int(snapshot.order[position]))
