"""The way from what the outline of a large map shows down to a concept that it leaves out."""

from explore.contexts import ConceptPage, OutlineEntry, OutlineWay
from explore.links import index_of, is_top, trail_to
from explore.outline import DEEPEST, levels_of
from graph import hierarchy
from graph.snapshot import GraphSnapshot


def steps_to(snapshot: GraphSnapshot, chosen: ConceptPage | None) -> tuple[int, ...]:
    """What is above a concept and not in the outline, by index, and last the concept; nothing if that is in it.

    Cost: O(the links of those).
    """
    index = index_of(snapshot, chosen.slug) if chosen else None
    if index is None:
        return ()
    shown = frozenset(levels_of(snapshot).indices.tolist())
    return tuple(step for step in (*trail_to(snapshot, index).tolist(), index) if step not in shown)


def way_along(
    snapshot: GraphSnapshot, chosen: ConceptPage | None, steps: tuple[int, ...], *, drafts: frozenset[str]
) -> OutlineWay | None:
    """The way to a concept along these steps, the nearest of them if they are many: no page grows with the map."""
    if not chosen or not steps:
        return None
    known = [link.slug for link in chosen.trail][: len(chosen.trail) + 1 - len(steps)]
    kept = steps[-DEEPEST:]
    is_cut = len(kept) < len(steps) or not (known or is_top(snapshot, steps[0]))
    first = len(known) + len(steps) - len(kept)
    *between, end = (
        _entry(snapshot, index, depth=first + place, branch=chosen.branch, drafts=drafts)
        for place, index in enumerate(kept)
    )
    return OutlineWay(known[-1] if known else "", tuple(between), end, is_cut)


def _entry(
    snapshot: GraphSnapshot, index: int, *, depth: int, branch: int, drafts: frozenset[str]
) -> OutlineEntry:
    row = snapshot.row(index)
    return OutlineEntry(
        slug=row.slug,
        title=row.title,
        summary=row.summary,
        depth=depth,
        branch=branch,
        published=row.slug not in drafts,
        repeated=False,
        children=(),
        hidden=hierarchy.child_count(snapshot, index),
    )
