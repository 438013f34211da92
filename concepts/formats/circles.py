"""Circles among the links of a file, each told at its last line."""

from collections.abc import Sequence

import numpy as np

from concepts.formats.faults import Faults
from concepts.formats.staged_concepts import StagedConcepts
from concepts.formats.staged_links import Keys, LinkTable, Places
from graph.errors import TeachingCircle
from graph.kinds import LinkKind
from graph.order import teaching_order

_CIRCLES_TOLD = 20
_TITLES_SHOWN = 12


def refuse_circles(links: LinkTable, lines: Places, concepts: StagedConcepts, faults: Faults) -> None:
    """Up to twenty circles of parent and prerequisite links become faults, and that there are more.

    `lines`: of each link.
    """
    pairs, last_lines = _taught(links, lines, len(concepts))
    for _ in range(_CIRCLES_TOLD):
        circle = _find_circle(pairs, len(concepts))
        if not circle:
            return
        # Told at the link that comes last in the file; without it the next circle shows.
        ends = np.array(circle, dtype=np.int64)
        places = np.searchsorted(pairs, ends[:-1] * len(concepts) + ends[1:])
        last = int(places[np.argmax(last_lines[places])])
        faults.add(int(last_lines[last]), f"These links run in a circle: {_named(circle, concepts)}.")
        pairs, last_lines = np.delete(pairs, last), np.delete(last_lines, last)
    if _find_circle(pairs, len(concepts)):
        # How many there are in all, nobody can count.
        text = f"There are more circles than the {_CIRCLES_TOLD} that are told: break those first, and try again."
        faults.add(0, text)


def _taught(links: LinkTable, lines: Places, concepts: int) -> tuple[Keys, Places]:
    """The pairs that a parent or prerequisite link joins, ascending, and the last line of each."""
    teaching = np.flatnonzero(links.kinds != LinkKind.RELATED)
    pairs = links.sources[teaching].astype(np.int64) * concepts + links.targets[teaching]
    order = np.lexsort((lines[teaching], pairs))
    pairs, ordered = pairs[order], lines[teaching][order]
    last = np.append(pairs[1:] != pairs[:-1], True)[: pairs.size]
    return pairs[last], ordered[last]


def _find_circle(pairs: Keys, concepts: int) -> list[int]:
    try:
        teaching_order(concepts, pairs // concepts, pairs % concepts)
    except TeachingCircle as found:
        return [int(place) for place in found.circle]
    return []


def _named(circle: Sequence[int], concepts: StagedConcepts) -> str:
    if len(circle) <= _TITLES_SHOWN:
        return " → ".join(concepts.titles(circle))
    half = _TITLES_SHOWN // 2
    return " → ".join([*concepts.titles(circle[:half]), "…", *concepts.titles(circle[-half:])])
