"""A map as nested levels: breadth first as far as a page can carry, so that no page grows with the map."""

from dataclasses import dataclass, field
from functools import lru_cache

from explore.contexts import OutlineEntry
from explore.links import branch_of, roots_of
from graph import hierarchy
from graph.snapshot import GraphSnapshot

MOST_ENTRIES = 400


@dataclass(slots=True)
class _Open:
    """An entry while the outline grows. `entries` are its children so far."""

    concept_id: int
    depth: int
    branch: int
    repeated: bool = False
    hidden: int = 0
    entries: list["_Open"] = field(default_factory=list)


@lru_cache(maxsize=16)
def outline_of(
    snapshot: GraphSnapshot, *, drafts: frozenset[str] = frozenset(), most: int = MOST_ENTRIES
) -> tuple[OutlineEntry, ...]:
    """The concepts of a map from the top down, at most `most` entries.

    A concept with several parents stands under each of them; its children only under the first met. Kept, as it
    depends on the snapshot alone.
    """
    tops = [_Open(root, 0, branch_of(snapshot, root)) for root in roots_of(snapshot)[:most]]
    room = most - len(tops)
    met = {top.concept_id for top in tops}
    level = tops
    while level:
        below: list[_Open] = []
        for entry in level:
            children = hierarchy.children(snapshot, entry.concept_id)
            shown = children[: max(room, 0)]
            room -= len(shown)
            entry.hidden = len(children) - len(shown)
            for child in shown:
                entry.entries.append(_Open(child, entry.depth + 1, entry.branch, repeated=child in met))
                met.add(child)
            below.extend(child for child in entry.entries if not child.repeated)
        level = below
    return tuple(_closed(snapshot, top, drafts) for top in tops)


def _closed(snapshot: GraphSnapshot, entry: _Open, drafts: frozenset[str]) -> OutlineEntry:
    """The frozen form. Depth of recursion: that of the outline, which `most` bounds."""
    row = snapshot.row(snapshot.index_of(entry.concept_id))
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
