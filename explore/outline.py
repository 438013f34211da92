"""A map as nested levels: breadth first as far as a page can carry, so that no page grows with the map."""

from dataclasses import dataclass, field
from functools import lru_cache

from explore.contexts import OutlineEntry
from explore.links import branch_of, roots_of
from graph import hierarchy
from graph.families import Levels, first_levels
from graph.forest import NO_PARENT
from graph.snapshot import GraphSnapshot

MOST_ENTRIES = 400


@dataclass(slots=True)
class _Open:
    """An entry while the outline grows. `entries` are its children so far."""

    index: int
    depth: int
    branch: int
    repeated: bool = False
    hidden: int = 0
    entries: list["_Open"] = field(default_factory=list)


def levels_of(snapshot: GraphSnapshot, *, most: int = MOST_ENTRIES) -> Levels:
    """The upper levels of a map, at most `most` concepts: what its outline and its picture show."""
    # With and without `most` it is the same call, so that the same levels are kept once.
    return _levels(snapshot, most)


@lru_cache(maxsize=16)
def _levels(snapshot: GraphSnapshot, most: int) -> Levels:
    # Kept, as it depends on the snapshot alone.
    roots = snapshot.indices_of(roots_of(snapshot)[:most])
    return first_levels(snapshot, roots, most=most)


@lru_cache(maxsize=16)
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
            entries.append(_Open(index, 0, branch_of(snapshot, snapshot.id_of(index))))
        else:
            above = entries[parent]
            entries.append(_Open(index, above.depth + 1, above.branch))
    _join(snapshot, entries, levels.parents.tolist(), most)
    tops = [entry for entry in entries if entry.depth == 0]
    return tuple(_closed(snapshot, top, drafts) for top in tops)


def _join(snapshot: GraphSnapshot, entries: list[_Open], parents: list[int], references: int) -> None:
    """Give each entry its children in the map's order, the references among them as long as there is room."""
    place_of = {entry.index: place for place, entry in enumerate(entries)}
    for place, entry in enumerate(entries):
        children = snapshot.indices_of(hierarchy.children(snapshot, snapshot.id_of(entry.index))).tolist()
        for there in (place_of[child] for child in children if child in place_of):
            if parents[there] == place:
                entry.entries.append(entries[there])
            elif references:
                references -= 1
                again = _Open(entries[there].index, entry.depth + 1, entry.branch, repeated=True)
                entry.entries.append(again)
        entry.hidden = len(children) - len(entry.entries)


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
    )
