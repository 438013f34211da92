"""The contexts of long lists in parts: what stands right below a concept, and what is linked to it."""

from bisect import bisect_right

import numpy as np

from concepts import selectors
from concepts.errors import UnknownConcept
from concepts.snapshots import snapshot_of
from explore.family_contexts import FamilyEntry, FamilyPage, LinkedPage
from explore.keeping import kept_with_snapshot
from explore.links import index_of, is_top, link_at, map_card, trail_to
from explore.places import KIND_OF_ROLE, links_of
from graph import hierarchy
from graph.adjacency import Indices
from graph.relations import Role, linked
from graph.snapshot import Array, GraphSnapshot

A_PART = 100


def family_page(map_slug: str, *, under: str, beyond: str, staff: bool) -> FamilyPage:
    """The concepts right below one, all its children in the map's order, or the top ones without `under`.

    `beyond`: the child after which the part begins; one that is not there begins with the first.
    Queries: 2, for staff 3. Raises: UnknownMap, UnknownConcept.
    """
    knowledge_map = selectors.find_map(map_slug, staff=staff)
    snapshot = snapshot_of(selectors.state_of(knowledge_map), drafts=staff)
    parent = _required(snapshot, under) if under else None
    family: Array = snapshot.roots if parent is None else _children(snapshot, parent)
    first = _place_beyond(snapshot, family, beyond)
    shown = family[first : first + A_PART].astype(np.int64)
    trail = trail_to(snapshot, parent) if parent is not None else shown[:0]
    drafts = selectors.drafts_among(snapshot.concept_ids(shown).tolist()) if staff else frozenset()
    entries = tuple(_entry(snapshot, index, drafts) for index in shown.tolist())
    return FamilyPage(
        map=map_card(knowledge_map, staff=staff),
        parent=None if parent is None else link_at(snapshot, parent),
        trail=tuple(link_at(snapshot, above) for above in trail.tolist()),
        trail_is_cut=bool(trail.size) and not is_top(snapshot, int(trail[0])),
        entries=entries,
        before=first,
        after=family.size - first - shown.size,
        last=entries[-1].slug if entries else "",
    )


def linked_page(map_slug: str, concept_slug: str, role: Role, *, beyond: str, staff: bool) -> LinkedPage:
    """The concepts that are one thing to another, in the teaching order, from after `beyond` on.

    Queries: 2. Raises: UnknownMap, UnknownConcept.
    """
    knowledge_map = selectors.find_map(map_slug, staff=staff)
    snapshot = snapshot_of(selectors.state_of(knowledge_map), drafts=staff)
    index = _required(snapshot, concept_slug)
    part = linked(snapshot, index, role, beyond=index_of(snapshot, beyond), most=A_PART)
    links = links_of(snapshot, part, KIND_OF_ROLE[role])
    return LinkedPage(
        map=map_card(knowledge_map, staff=staff),
        concept=link_at(snapshot, index),
        role=role.value,
        links=links,
        before=part.before,
        after=part.after,
        last=links[-1].slug if links else "",
    )


def _required(snapshot: GraphSnapshot, slug: str) -> int:
    index = index_of(snapshot, slug)
    if index is None:
        raise UnknownConcept(slug)
    return index


@kept_with_snapshot
def _children(snapshot: GraphSnapshot, parent: int) -> Indices:
    # Kept while one turns the pages: putting the children of a hub in order reads all of its links.
    return hierarchy.child_indices(snapshot, parent)


def _place_beyond(snapshot: GraphSnapshot, family: Array, beyond: str) -> int:
    """The first place of a family, which is in the map's order, after a concept. Cost: O(log of its size)."""
    index = index_of(snapshot, beyond) if beyond else None
    if index is None:
        return 0
    return bisect_right(family, snapshot.positions[index], key=lambda member: snapshot.positions[member])


def _entry(snapshot: GraphSnapshot, index: int, drafts: frozenset[str]) -> FamilyEntry:
    row = snapshot.row(index)
    children = hierarchy.child_count(snapshot, index)
    return FamilyEntry(row.slug, row.title, row.summary, row.slug not in drafts, children)
