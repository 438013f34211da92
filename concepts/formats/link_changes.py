"""What differs between the links of a draft and those of a stored map, and the writing of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from concepts.formats.batches import IDS_A_QUERY, ROWS_A_BATCH, ROWS_AT_A_TIME, Progress, batches
from concepts.formats.drafts import MapDraft
from concepts.models import Link
from graph.kinds import LinkKind

# Source and target by id, and the kind, as they are stored.
Ends = tuple[int, int, int]


@dataclass(slots=True)
class LinkChanges:
    """`new`: reasons by ends; `reworded`: new reasons by the link's id; `gone`: ids."""

    new: dict[Ends, str]
    reworded: dict[int, str] = field(default_factory=dict)
    gone: list[int] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.new or self.reworded or self.gone)


def compare_links(draft: MapDraft, map_id: int, ids: Mapping[str, int]) -> LinkChanges:
    """What must be written so that the stored links are those of the draft. Queries: 1.

    `ids`: of all concepts of the draft, by slug.
    """
    changes = LinkChanges(_wanted(draft, ids))
    rows = Link.objects.filter(map_id=map_id).values_list("pk", "source_id", "target_id", "kind", "reason")
    for pk, source, target, kind, reason in rows.iterator(ROWS_AT_A_TIME):
        wanted = changes.new.pop((source, target, kind), None)
        if wanted is None:
            changes.gone.append(pk)
        elif wanted != reason:
            changes.reworded[pk] = wanted
    return changes


def write_links(changes: LinkChanges, map_id: int, progress: Progress) -> None:
    """Delete, update and create. What runs in a circle is refused when the change of the map ends."""
    for gone in batches(changes.gone, IDS_A_QUERY):
        Link.objects.filter(pk__in=gone).delete()
    for some in batches(changes.reworded.items(), ROWS_A_BATCH):
        rows = Link.objects.in_bulk([pk for pk, _ in some])
        for pk, reason in some:
            rows[pk].reason = reason
        Link.objects.bulk_update(rows.values(), ["reason"], batch_size=IDS_A_QUERY)
        progress(len(some))
    for some_new in batches(changes.new.items(), ROWS_A_BATCH):
        Link.objects.bulk_create(
            Link(map_id=map_id, source_id=source, target_id=target, kind=kind, reason=reason)
            for (source, target, kind), reason in some_new
        )
        progress(len(some_new))


def _wanted(draft: MapDraft, ids: Mapping[str, int]) -> dict[Ends, str]:
    wanted: dict[Ends, str] = {}
    for link in draft.links:
        source, target = ids[link.source], ids[link.target]
        if link.kind is LinkKind.RELATED:
            # Stored from the lower id, whichever comes first in the map.
            source, target = min(source, target), max(source, target)
        wanted[source, target, int(link.kind)] = link.reason
    return wanted
