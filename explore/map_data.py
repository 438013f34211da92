"""The data that a map's picture is drawn from in the browser: the concepts of its outline and how they are joined."""

from typing import Any

import numpy as np
from django.utils.safestring import SafeString

from explore.contexts import MapCard
from explore.data_blocks import script_json
from explore.keeping import kept_with_snapshot
from explore.outline import levels_of
from graph.families import links_beside
from graph.kinds import LinkKind
from graph.snapshot import GraphSnapshot

_FURTHER, _PREREQUISITE, _RELATED = 0, 1, 2
_NUMBER_OF_KIND = {LinkKind.PARENT: _FURTHER, LinkKind.PREREQUISITE: _PREREQUISITE}


@kept_with_snapshot
def data_island(snapshot: GraphSnapshot, card: MapCard, drafts: frozenset[str] = frozenset()) -> SafeString:
    """The concepts of a map that its picture opens with, as JSON for `#map-data`.

    A concept is `[slug, title, summary, minutes, parent, children, published]`, its parent a place in the same list or
    -1; a link is `[source, target, kind]` by places, kind 0 a further parent, 1 a prerequisite, 2 related.
    """
    return script_json(
        {
            "map": card.slug,
            "title": card.title,
            "revision": card.revision,
            "total": snapshot.concept_count,
            "concepts": _concepts(snapshot, drafts),
            "links": _links(snapshot),
        }
    )


def _concepts(snapshot: GraphSnapshot, drafts: frozenset[str]) -> list[list[Any]]:
    levels = levels_of(snapshot)
    rows = map(snapshot.row, levels.indices.tolist())
    ends = zip(rows, levels.parents.tolist(), levels.child_counts.tolist(), strict=True)
    return [
        [row.slug, row.title, row.summary, row.minutes, parent, children, int(row.slug not in drafts)]
        for row, parent, children in ends
    ]


def _links(snapshot: GraphSnapshot) -> list[list[int]]:
    levels = levels_of(snapshot)
    links = links_beside(snapshot, levels)
    order = np.argsort(levels.indices)
    members = levels.indices[order]
    sources, targets = (order[np.searchsorted(members, ends)] for ends in (links.sources, links.targets))
    kinds = [_NUMBER_OF_KIND.get(code, _RELATED) for code in links.codes.tolist()]
    return [list(link) for link in zip(sources.tolist(), targets.tolist(), kinds, strict=True)]
