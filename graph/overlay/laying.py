"""A snapshot with changes laid over it: the arrays of a new build, copied from the old ones."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from graph.adjacency import BACKWARD, KIND_OF_CODE, Adjacency, Indices, entry_keys
from graph.identity import IdTable
from graph.kinds import LinkKind
from graph.order import teaching_order
from graph.overlay.changes import Changes
from graph.overlay.numbering import Numbering
from graph.overlay.ordering import order_after
from graph.overlay.splicing import entries_between, extended, renumbered, rows_at, spliced
from graph.overlay.words import lay_reasons, lay_words
from graph.snapshot import GraphSnapshot

Array = npt.NDArray[Any]
Triple = tuple[int, int, int]


def laid_over(base: GraphSnapshot, changes: Changes, *, revision: int) -> GraphSnapshot:
    """The snapshot that a build from the changed map would give, but for places in the drawing.

    `base` may itself have changes laid over it. Cost: a copy of the links; O(V) more when concepts come, go or move.
    Raises: TooMuchChanged, when a new build is the shorter way.
    """
    numbering = Numbering(base, changes.concepts)
    removed = _removed(base, numbering, changes)
    gone, reasons = _Ends.standing_at(base.adjacency, removed), _added(numbering, changes)
    added = _Ends.of(reasons)
    kept = extended(spliced(base.adjacency, removed, _NO_KEYS), len(numbering.new))
    order = _order(numbering, kept, gone, added)
    place = _places(order, numbering.count)
    numbered = kept if order is None else renumbered(kept, order)
    keys = entry_keys(place[added.sources], place[added.targets], added.kinds)
    keys.sort()
    adjacency = spliced(numbered, _NOTHING, keys)
    arrays = {
        "starts": adjacency.starts,
        "before": adjacency.before,
        "entries": adjacency.packed,
        "kind_counts": base.kind_counts - gone.counts() + added.counts(),
        **_numbered_arrays(numbering, order),
    }
    parents = gone.of_parents() | added.of_parents()
    arrays["roots"] = _roots(numbering, adjacency, place, arrays["positions"], parents)
    # Where they may be others they are counted when they are asked for.
    if not (parents or numbering.new or numbering.gone) and "depths" in base.arrays:
        arrays["depths"] = base.arrays["depths"] if order is None else base.arrays["depths"][order]
    texts = dict(base.texts)
    if base.has_rows:
        lay_words(base, numbering, order, adjacency, arrays, texts)
        lay_reasons(base, removed, place, adjacency, reasons, arrays, texts)
    base.release()
    return GraphSnapshot(revision, arrays, texts)


_NOTHING: Indices = np.empty(0, dtype=np.int64)
_NO_KEYS = np.empty(0, dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class _Ends:
    """Links by the numbers of their ends."""

    sources: Indices
    targets: Indices
    kinds: npt.NDArray[np.uint8]

    @classmethod
    def of(cls, triples: "dict[Triple, str]") -> "_Ends":
        table = np.array(list(triples), dtype=np.int64).reshape(-1, 3)
        return cls(table[:, 0], table[:, 1], table[:, 2].astype(np.uint8))

    @classmethod
    def standing_at(cls, adjacency: Adjacency, positions: Indices) -> "_Ends":
        """Once each, as they stand among the earlier entries of their later ends."""
        rows, entries = rows_at(adjacency, positions), adjacency.at(positions)
        earlier = (entries >> 2).astype(np.int64) < rows
        rows, entries = rows[earlier], entries[earlier]
        others, codes = (entries >> 2).astype(np.int64), entries & 3
        backward = codes == BACKWARD
        kinds = np.array(KIND_OF_CODE, dtype=np.uint8)[codes]
        return cls(np.where(backward, rows, others), np.where(backward, others, rows), kinds)

    def teaching(self) -> set[Triple]:
        return self._chosen(self.kinds != LinkKind.RELATED)

    def of_parents(self) -> set[Triple]:
        return self._chosen(self.kinds == LinkKind.PARENT)

    def counts(self) -> Indices:
        return np.bincount(self.kinds, minlength=len(KIND_OF_CODE))

    def _chosen(self, chosen: npt.NDArray[np.bool_]) -> set[Triple]:
        columns = (column[chosen].tolist() for column in (self.sources, self.targets, self.kinds))
        return set(zip(*columns, strict=True))


def _removed(base: GraphSnapshot, numbering: Numbering, changes: Changes) -> Indices:
    """Where the entries stand of links between touched pairs, and of all links of concepts that are gone."""
    ends = np.array([pair for pair in changes.pairs if pair[0] != pair[1]], dtype=np.int64).reshape(-1, 2)
    first, second = (base.known_indices_of(ends[:, side]) for side in (0, 1))
    known = (first >= 0) & (second >= 0)
    gone = np.array(sorted(numbering.gone), dtype=np.int64)
    others = (base.adjacency.around(gone) >> 2).astype(np.int64)
    owners = np.repeat(gone, base.adjacency.degrees(gone))
    return entries_between(
        base.adjacency, np.concatenate((first[known], owners)), np.concatenate((second[known], others))
    )


def _added(numbering: Numbering, changes: Changes) -> dict[Triple, str]:
    """The links to put in, each once, with its reason."""
    ends = np.array([(link.source, link.target) for link in changes.links], dtype=np.int64).reshape(-1, 2)
    sources, targets = (numbering.numbers_of(ends[:, side]) for side in (0, 1))
    return {
        (source, target, link.kind): link.reason
        for link, source, target in zip(changes.links, sources, targets, strict=True)
        if source is not None and target is not None
    }


def _order(numbering: Numbering, kept: Adjacency, gone: _Ends, added: _Ends) -> Indices | None:
    """The numbers in the teaching order; None when they are in it as they stand."""
    before, now = gone.teaching(), added.teaching()
    if before == now and not (numbering.gone or numbering.new or numbering.is_moved):
        return None
    pairs = {(source, target) for source, target, _ in now}
    if numbering.is_moved:
        order = _order_anew(numbering, kept, pairs)
    else:
        freed = {target for _, target, _ in before - now} - numbering.gone
        order = order_after(
            kept, numbering.ranks, known=numbering.known, gone=numbering.gone, added=pairs, freed=freed
        )
    return None if np.array_equal(order, np.arange(numbering.count)) else order


def _order_anew(numbering: Numbering, kept: Adjacency, added: set[tuple[int, int]]) -> Indices:
    positions, lengths = kept.earlier_positions(np.arange(numbering.count))
    entries = kept.at(positions)
    teaching = ((entries ^ (entries >> 1)) & 1) != 0
    new = np.array(list(added), dtype=np.int64).reshape(-1, 2)
    sources = np.concatenate(((entries[teaching] >> 2).astype(np.int64), new[:, 0]))
    targets = np.concatenate((np.repeat(np.arange(numbering.count), lengths)[teaching], new[:, 1]))
    ranks = numbering.ranks
    numbers = np.empty_like(ranks)
    numbers[ranks] = np.arange(ranks.size)
    order = teaching_order(ranks.size, ranks[sources], ranks[targets])
    # Those that are gone have no links, and ranks behind all others.
    return numbers[order[order < ranks.size - len(numbering.gone)]]


def _places(order: Indices | None, count: int) -> Indices:
    """The index of each number."""
    place = np.arange(count)
    if order is not None:
        place[order] = np.arange(order.size)
    return place


def _numbered_arrays(numbering: Numbering, order: Indices | None) -> dict[str, Array]:
    """Ids and the map's own order, by index."""
    base = numbering.base
    if order is None and not (numbering.new or numbering.gone or numbering.is_moved):
        names = ("positions", "places", *IdTable.names_in(base.arrays))
        return {name: base.arrays[name] for name in names}
    in_order = np.arange(numbering.count) if order is None else order
    return {
        "positions": numbering.ranks[in_order].astype(np.uint32),
        "places": numbering.places[in_order],
        **IdTable.of(numbering.ids[in_order]).arrays(),
    }


def _roots(
    numbering: Numbering, adjacency: Adjacency, place: Indices, positions: Array, parents: set[Triple]
) -> npt.NDArray[np.uint32]:
    """The concepts without a parent: only those of touched parent links, and new ones, are looked at again."""
    touched = {child for _, child, _ in parents} | set(numbering.new.values()) | numbering.gone
    old = numbering.base.roots.astype(np.int64)
    kept = place[old[~np.isin(old, list(touched))]]
    again = place[sorted(touched - numbering.gone)]
    top = [index for index in again.tolist() if not (adjacency.earlier(index) & 3 == LinkKind.PARENT).any()]
    roots = np.concatenate((kept, np.array(top, dtype=np.int64)))
    return roots[np.argsort(positions[roots])].astype(np.uint32)
