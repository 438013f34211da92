"""The words of a snapshot with changes laid over it: those that did not change are read where they always were."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson

from graph.adjacency import Adjacency, Indices, earlier_entry_positions
from graph.kinds import LinkKind
from graph.overlay.changes import ConceptNow
from graph.overlay.numbering import Numbering
from graph.overlay.splicing import rows_at
from graph.rows import MOST_MINUTES, PatchedText, Texts, encoded_fragment, slug_end, slug_hash
from graph.snapshot import GraphSnapshot

Array = npt.NDArray[Any]
Arrays = dict[str, Array]
_BY_CONCEPT = ("slug_ends", "minutes", "x", "y")


def lay_words(
    base: GraphSnapshot,
    numbering: Numbering,
    order: Indices | None,
    adjacency: Adjacency,
    arrays: Arrays,
    texts: dict[str, Texts],
) -> None:
    """Add to `arrays` and `texts` what is said of each concept."""
    if not numbering.rows and order is None:
        names = (*_BY_CONCEPT, "slug_hashes", "slug_holders")
        arrays.update({name: base.arrays[name] for name in names})
        return
    in_order = np.arange(numbering.count) if order is None else order
    # A new concept reads the first of the base until its own words are laid over them.
    read = np.where(in_order < numbering.known, in_order, 0)
    for name in _BY_CONCEPT:
        arrays[name] = base.arrays[name][read] if base.concept_count else _empty(base.arrays[name], in_order)
    place = np.full(numbering.count, -1, dtype=np.int64)
    place[in_order] = np.arange(in_order.size)
    touched = {int(place[number]): row for number, row in numbering.rows.items()}
    for index, row in sorted(touched.items()):
        if in_order[index] >= numbering.known:
            arrays["x"][index], arrays["y"][index] = _beside(adjacency, arrays, index)
        arrays["slug_ends"][index] = slug_end(row.slug)
        arrays["minutes"][index] = min(row.minutes, MOST_MINUTES)
    words = {index: _fragment(arrays, index, row) for index, row in touched.items()}
    texts["fragment"] = PatchedText.over(texts["fragment"], read, words)
    _lay_slugs(base, numbering, place, arrays)


def _empty(array: Array, order: Indices) -> Array:
    return np.zeros(order.size, dtype=array.dtype)


def _fragment(arrays: Arrays, index: int, row: ConceptNow) -> bytes:
    return encoded_fragment(
        row.slug, row.title, row.summary, float(arrays["x"][index]), float(arrays["y"][index])
    )


def _beside(adjacency: Adjacency, arrays: Arrays, index: int) -> tuple[float, float]:
    """Where a new concept is drawn until all are placed anew: behind one of its parents."""
    entries = adjacency.earlier(index)
    parents = entries[(entries & 3) == LinkKind.PARENT] >> 2
    if not parents.size:
        return 0.0, 0.0
    return float(arrays["x"][parents[0]]) + 1.0, float(arrays["y"][parents[0]])


def _lay_slugs(base: GraphSnapshot, numbering: Numbering, place: Indices, arrays: Arrays) -> None:
    """The table from hashes of slugs to concepts, without those that have another slug now or are gone."""
    holders = base.arrays["slug_holders"].astype(np.int64)
    again = {
        number
        for number, row in numbering.rows.items()
        if number >= numbering.known or base.slug_of(number) != row.slug
    }
    kept = ~np.isin(holders, list(again | numbering.gone))
    hashes = np.array([slug_hash(numbering.rows[number].slug) for number in sorted(again)], dtype=np.uint32)
    order = np.argsort(hashes, kind="stable")
    left = base.arrays["slug_hashes"][kept]
    spots = np.searchsorted(left, hashes[order])
    arrays["slug_hashes"] = np.insert(left, spots, hashes[order])
    numbers = np.array(sorted(again), dtype=np.int64)[order]
    arrays["slug_holders"] = np.insert(place[holders[kept]], spots, place[numbers]).astype(np.uint32)


def lay_reasons(
    base: GraphSnapshot,
    removed: Indices,
    place: Indices,
    adjacency: Adjacency,
    added: Mapping[tuple[int, int, int], str],
    arrays: Arrays,
    texts: dict[str, Texts],
) -> None:
    """Add the reasons to `arrays` and `texts`: those of links that stayed, and of `added`, ends by number."""
    said = {ends: reason for ends, reason in added.items() if reason}
    old = base.arrays["reason_positions"]
    stayed = np.flatnonzero(~np.isin(old, removed))
    positions = np.concatenate(
        (_moved(base, old[stayed], place, adjacency), _positions(adjacency, place, said))
    )
    order = np.argsort(positions, kind="stable")
    arrays["reason_positions"] = positions[order]
    numbers = np.concatenate((stayed, np.zeros(len(said), dtype=np.int64)))[order]
    new = np.flatnonzero(order >= stayed.size)
    encoded = [orjson.dumps(reason) for reason in said.values()]
    words = {int(spot): encoded[int(order[spot]) - stayed.size] for spot in new}
    texts["reason"] = PatchedText.over(texts["reason"], numbers, words)


def _moved(base: GraphSnapshot, positions: Indices, place: Indices, adjacency: Adjacency) -> Indices:
    """Where links stand now that stood there in the base."""
    later, entries = rows_at(base.adjacency, positions), base.adjacency.at(positions)
    backward = (entries & 3) == 0
    earlier = place[(entries >> 2).astype(np.int64)]
    sources, targets = np.where(backward, place[later], earlier), np.where(backward, earlier, place[later])
    kinds = np.where(backward, LinkKind.RELATED, entries & 3).astype(np.uint8)
    return earlier_entry_positions(adjacency, sources, targets, kinds)


def _positions(adjacency: Adjacency, place: Indices, said: Mapping[tuple[int, int, int], str]) -> Indices:
    ends = np.array(list(said), dtype=np.int64).reshape(-1, 3)
    return earlier_entry_positions(
        adjacency, place[ends[:, 0]], place[ends[:, 1]], ends[:, 2].astype(np.uint8)
    )
