"""What differs between the links of a staged map and those of a stored one, and the writing of it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from concepts.formats.batches import IDS_A_QUERY, ROWS_AT_A_TIME, Progress, batches
from concepts.formats.bulk import Ids, Row, count_anew, insert_rows, update_rows
from concepts.formats.staged_links import LinkTable, Reasons, rows_of
from concepts.models import Link
from graph.kinds import LinkKind

LINK_COLUMNS = ("map_id", "source_id", "target_id", "kind", "reason")
_ROWS_A_FETCH = 20_000


@dataclass(slots=True)
class LinkChanges:
    """`new`: links to be created; `reworded`: new reasons by the link's id; `gone`: ids."""

    new: LinkTable
    reworded: dict[int, str]
    gone: Ids

    def __bool__(self) -> bool:
        return bool(len(self.new) or self.reworded or self.gone.size)


def compare_links(
    links: LinkTable, reasons: Reasons, map_id: int, ids: Ids, progress: Progress
) -> LinkChanges:
    """What must be written so that the stored links are the staged ones. Queries: 2, 1 when none is stored.

    `ids`: of all concepts by their place in the map. `progress` is told of links that are so already.
    """
    stored_ids, stored = _stored(map_id, ids)
    if not stored_ids.size or not len(links):
        return LinkChanges(links, {}, stored_ids)
    keys = links.keys(ids.size)
    order = np.argsort(keys)
    places = np.searchsorted(keys, stored, sorter=order)
    places[places == keys.size] = 0
    at = order[places]
    same = keys[at] == stored
    is_new = np.ones(keys.size, dtype=bool)
    is_new[at[same]] = False
    reworded = dict(_reworded(links.numbers[at[same]], stored_ids[same], reasons, map_id))
    progress(int(np.count_nonzero(same)) - len(reworded))
    return LinkChanges(links.taken(is_new), reworded, stored_ids[~same])


def write_links(changes: LinkChanges, reasons: Reasons, map_id: int, ids: Ids, progress: Progress) -> None:
    """Delete, update and create. That they run in no circle was found out when the file was read."""
    for gone in batches(changes.gone.tolist(), IDS_A_QUERY):
        Link.objects.filter(pk__in=gone).delete()
    update_rows(Link, ["reason"], ((reason, pk) for pk, reason in changes.reworded.items()), progress)
    insert_rows(Link, LINK_COLUMNS, link_rows(changes.new, reasons, map_id, ids), progress)
    count_anew(Link, len(changes.new))


def _stored(map_id: int, ids: Ids) -> tuple[Ids, Ids]:
    """The ids of the stored links, ascending, and their keys as `LinkTable.keys` has them."""
    rows = Link.objects.filter(map_id=map_id).order_by("pk")
    columns = rows.values_list("pk", "source_id", "target_id", "kind").iterator(_ROWS_A_FETCH)
    table: Ids = np.fromiter(columns, dtype=np.dtype((np.int64, 4))).reshape(-1, 4)  # type: ignore[assignment]
    by_id = np.argsort(ids)
    sources, targets = (by_id[np.searchsorted(ids, table[:, end], sorter=by_id)] for end in (1, 2))
    kinds = table[:, 3]
    # A related link is stored from the lower id, whichever comes first in the map.
    turned = (kinds == LinkKind.RELATED) & (sources > targets)
    sources, targets = np.where(turned, targets, sources), np.where(turned, sources, targets)
    return table[:, 0].copy(), (sources * ids.size + targets) * 4 + kinds


def _reworded(
    numbers: npt.NDArray[np.int32], pks: Ids, reasons: Reasons, map_id: int
) -> Iterator[tuple[int, str]]:
    """Ids of links that get another reason, with that. `pks` ascend; `numbers` are those of the same links' reasons."""
    unseen = np.isin(numbers, reasons.numbers())
    rows = Link.objects.filter(map_id=map_id).exclude(reason="").order_by("pk").values_list("pk", "reason")
    for some in batches(rows.iterator(ROWS_AT_A_TIME), ROWS_AT_A_TIME):
        before = dict(some)
        at = np.flatnonzero(np.isin(pks, list(before)))
        wanted = reasons.of(numbers[at].tolist())
        unseen[at] = False
        for pk, number in zip(pks[at].tolist(), numbers[at].tolist(), strict=True):
            if before[pk] != wanted.get(number, ""):
                yield pk, wanted.get(number, "")
    for places in batches(np.flatnonzero(unseen).tolist(), ROWS_AT_A_TIME):
        wanted = reasons.of(numbers[places].tolist())
        yield from ((int(pks[place]), wanted[int(numbers[place])]) for place in places)


def link_rows(links: LinkTable, reasons: Reasons, map_id: int, ids: Ids) -> Iterator[Row]:
    """The cells of `LINK_COLUMNS` for links. `ids`: of all concepts by their place in the map."""
    for some in rows_of(links, reasons, ROWS_AT_A_TIME):
        ends = ids[np.array([row[:2] for row in some], dtype=np.int64)]
        kinds = np.array([row[2] for row in some])
        ends[kinds == LinkKind.RELATED] = np.sort(ends[kinds == LinkKind.RELATED], axis=1)
        for (source, target), (_, _, kind, reason) in zip(ends.tolist(), some, strict=True):
            yield map_id, source, target, kind, reason
