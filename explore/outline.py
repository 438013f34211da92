"""A map as nested levels: breadth first as far as a page can carry, so that no page grows with the map."""

from dataclasses import dataclass, field

import numpy as np

from explore.contexts import OutlineEntry
from explore.cursors import cursor_of
from explore.keeping import kept_with_snapshot
from explore.links import branch_of
from graph import hierarchy
from graph.adjacency import Indices
from graph.families import Levels, first_levels
from graph.forest import NO_PARENT
from graph.snapshot import GraphSnapshot

MOST_ENTRIES = 400
# Lists nested deeper say nothing to the eye.
DEEPEST = 30


@dataclass(slots=True)
class _Open:
    """An entry while the outline grows. `entries` are its children so far."""

    index: int
    depth: int
    branch: int
    repeated: bool = False
    hidden: int = 0
    seen_to: str = ""
    entries: list["_Open"] = field(default_factory=list)


def levels_of(snapshot: GraphSnapshot, *, most: int = MOST_ENTRIES) -> Levels:
    """The upper levels of a map, at most `most` concepts: what its outline and its picture show."""
    # With and without `most` it is the same call, so that the same levels are kept once.
    return _levels(snapshot, most)


@kept_with_snapshot
def _levels(snapshot: GraphSnapshot, most: int) -> Levels:
    # Kept, as it depends on the snapshot alone.
    return first_levels(snapshot, snapshot.roots[:most].astype(np.int64), most=most, deepest=DEEPEST)


@kept_with_snapshot
def outline_of(
    snapshot: GraphSnapshot, *, drafts: frozenset[str] = frozenset(), most: int = MOST_ENTRIES
) -> tuple[OutlineEntry, ...]:
    """The concepts of a map from the top down: at most `most`, and at most as many references to them.

    A concept with several parents stands under the first of them in the map's order, as everywhere; the others refer
    to it. Kept, as it depends on the snapshot alone.
    """
    levels = levels_of(snapshot, most=most)
    entries: list[_Open] = []
    for index, parent in zip(levels.indices.tolist(), levels.parents.tolist(), strict=True):
        if parent == NO_PARENT:
            entries.append(_Open(index, 0, branch_of(snapshot, index)))
        else:
            above = entries[parent]
            entries.append(_Open(index, above.depth + 1, above.branch))
    _join(snapshot, entries, levels.parents.tolist(), most)
    tops = [entry for entry in entries if entry.depth == 0]
    return tuple(_closed(snapshot, top, drafts) for top in tops)


def further_tops(snapshot: GraphSnapshot, *, shown: int) -> str:
    """The cursor of the API's list of top concepts after the first `shown` of them; empty after the last."""
    roots = snapshot.roots
    return cursor_of((int(snapshot.positions[roots[shown - 1]]),)) if 0 < shown < roots.size else ""


def _join(snapshot: GraphSnapshot, entries: list[_Open], parents: list[int], references: int) -> None:
    """Give each entry its children in the map's order, the references among them as long as there is room."""
    place_of = {entry.index: place for place, entry in enumerate(entries)}
    members = np.array(sorted(place_of), dtype=np.int64)
    for place, entry in enumerate(entries):
        children = hierarchy.child_indices(snapshot, entry.index)
        for there in (place_of[child] for child in children[np.isin(children, members)].tolist()):
            if parents[there] == place:
                entry.entries.append(entries[there])
            elif references:
                references -= 1
                again = _Open(entries[there].index, entry.depth + 1, entry.branch, repeated=True)
                entry.entries.append(again)
        entry.hidden = children.size - len(entry.entries)
        entry.seen_to = _seen_to(snapshot, entry, children) if entry.hidden else ""


def _seen_to(snapshot: GraphSnapshot, entry: _Open, children: Indices) -> str:
    """The last child that is shown before the first one that is not."""
    last = ""
    for child, shown in zip(children.tolist(), entry.entries, strict=False):
        if child != shown.index:
            break
        last = snapshot.slug_of(child)
    return last


def _closed(snapshot: GraphSnapshot, entry: _Open, drafts: frozenset[str]) -> OutlineEntry:
    """The frozen form. Depth of recursion: that of the outline, which `most` bounds."""
    row = snapshot.row(entry.index)
    return OutlineEntry(
        slug=row.slug,
        title=row.title,
        summary=row.summary,
        depth=entry.depth,
        branch=entry.branch,
        published=row.slug not in drafts,
        repeated=entry.repeated,
        children=tuple(_closed(snapshot, child, drafts) for child in entry.entries),
        hidden=entry.hidden,
        seen_to=entry.seen_to,
    )
