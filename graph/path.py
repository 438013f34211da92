"""The learning path to a concept: all that comes before it, in teaching order, less what is known."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.adjacency import KIND_OF_CODE, NOTHING, Adjacency, Entries, Indices, distinct, places_among
from graph.kinds import LinkKind
from graph.scratch import MarkSheet
from graph.snapshot import GraphSnapshot

# Marks: a step; known; known and found to lie before the target; walked through behind a known one.
STEP, KNOWN, MET, PASSED = 1, 2, 3, 4
# Concepts of a level that are walked back from at a time.
PART = 4_096


@dataclass(frozen=True, slots=True)
class Need:
    """A later step that needs a step directly: its id, by which kind of link, and why."""

    concept_id: int
    kind: LinkKind
    reason: str


@dataclass(frozen=True, slots=True)
class Step:
    """One concept to learn; `needed_by` in path order, empty for the target alone."""

    concept_id: int
    needed_by: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class LearningPath:
    """The steps to `target`, itself the last, and the known that lie before it, in teaching order.

    `left_out`: how many steps before the target are not among them.
    """

    target: int
    steps: tuple[Step, ...]
    known: tuple[int, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Way:
    """A learning path by index: `steps` ascending, which is their order; `known` ascending."""

    steps: Indices
    known: Indices


def learning_path(
    snapshot: GraphSnapshot, target: int, *, known: Collection[int] = (), most: int | None = None
) -> LearningPath:
    """Concepts still to learn before `target`, in teaching order, `target` last.

    Parameters: `known`, ids to leave out together with what only they need. A known target leaves one step,
    itself: who asks for the way to a concept wants to arrive there. `most`: so many steps, the first and the target,
    are told at most, and only what they need of each other.
    Returns: unique ids, each after all of its own prerequisites that are still to learn, ties by the map's
    order; one more known concept takes steps away and never reorders the rest. `known` holds those of the
    given that lie before `target`, and `target` itself when it was given.
    Cost: O(V + E) of the ancestors. Raises: UnknownConcept, for a known one too.
    Source: Kahn 1962, ties by the map's order; the order itself is computed once, when the snapshot is built.
    """
    index = snapshot.index_of(target)
    way = way_to(snapshot, index, known=snapshot.indices_of(known))
    told = way.steps
    if most is not None and told.size > most:
        told = np.append(told[: most - 1], told[-1])
    ids = snapshot.concept_ids(told).tolist()
    steps = tuple(map(Step, ids, map(tuple, _needs(snapshot, told))))
    known_ids = tuple(snapshot.concept_ids(way.known).tolist())
    return LearningPath(target, steps, known_ids, left_out=way.steps.size - told.size)


def way_to(snapshot: GraphSnapshot, target: int, *, known: Indices = NOTHING) -> Way:
    """`learning_path` by index, in arrays, without the needs."""
    start = np.array([target], dtype=np.int64)
    with snapshot.scratch.marks() as sheet:
        sheet.write(known, KNOWN)
        if sheet.marks[target] == KNOWN:
            sheet.marks[target] = MET
            return Way(start, _known_before(snapshot.adjacency, known, sheet))
        sheet.write(start, STEP)
        steps = np.concatenate(list(_walked_back(snapshot.adjacency, start, sheet)))
        steps.sort()
        return Way(steps, _known_before(snapshot.adjacency, known, sheet))


def ancestors_of(snapshot: GraphSnapshot, indices: Indices) -> Indices:
    """Several concepts, each once, and all that comes before any of them. Cost: O(V + E) of what is returned."""
    with snapshot.scratch.marks() as sheet:
        sheet.write(indices, STEP)
        return np.concatenate([NOTHING, *_walked_back(snapshot.adjacency, indices, sheet)])


def _walked_back(adjacency: Adjacency, level: Indices, sheet: MarkSheet) -> Iterator[Indices]:
    while level.size:
        yield level
        # In parts, so that a walk through much of a large map takes no more memory at a time than a short one.
        parts = [level[first : first + PART] for first in range(0, level.size, PART)]
        level = np.concatenate([_next_steps(adjacency, part, sheet) for part in parts])


def _next_steps(adjacency: Adjacency, part: Indices, sheet: MarkSheet) -> Indices:
    others = _taught_by(adjacency, part)
    marks = sheet.marks[others]
    sheet.marks[others[marks == KNOWN]] = MET
    fresh = distinct(others[marks == 0]).astype(np.int64)
    sheet.write(fresh, STEP)
    return fresh


def _known_before(adjacency: Adjacency, known: Indices, sheet: MarkSheet) -> Indices:
    """The known that can be walked back to, also through one another.

    What lies between them is not looked at twice.
    """
    given = np.sort(known)
    level = given[sheet.marks[given] == MET]
    while level.size:
        waiting = given[sheet.marks[given] == KNOWN]
        if not waiting.size or waiting[0] > level.max():
            break
        others = _taught_by(adjacency, level)
        marks = sheet.marks[others]
        # Nothing before the first of those still waiting can lead back to one of them.
        new = ((marks == 0) | (marks == KNOWN)) & (others >= waiting[0])
        level = distinct(others[new]).astype(np.int64)
        sheet.write(level[sheet.marks[level] == 0], PASSED)
        sheet.marks[level[sheet.marks[level] == KNOWN]] = MET
    # A concept given twice stands twice in a row. (np.unique would load masked arrays into the process, 7 MB.)
    met: Indices = given[(sheet.marks[given] == MET) & (np.diff(given, prepend=-1) > 0)]
    return met


def _taught_by(adjacency: Adjacency, level: Indices) -> Entries:
    """The earlier ends of all teaching links of `level`, as they come."""
    positions, _ = adjacency.earlier_positions(level)
    entries = adjacency.at(positions)
    ends: Entries = entries[_teaching(entries)] >> np.uint32(2)
    return ends


def _teaching(entries: Entries) -> npt.NDArray[np.bool_]:
    # Of the codes 0 to 3 the two that teach, 1 and 2, are those whose bits differ.
    differ: npt.NDArray[np.bool_] = ((entries ^ (entries >> 1)) & 1) != 0
    return differ


def _needs(snapshot: GraphSnapshot, steps: Indices) -> list[list[Need]]:
    adjacency = snapshot.adjacency
    positions, lengths = adjacency.earlier_positions(steps)
    entries = adjacency.at(positions)
    places, inside = places_among(steps, (entries >> 2).astype(np.int64))
    chosen = np.flatnonzero(_teaching(entries) & inside)
    later = snapshot.concept_ids(np.repeat(steps, lengths)[chosen]).tolist()
    kinds = [KIND_OF_CODE[code] for code in (entries[chosen] & 3).tolist()]
    needs: list[list[Need]] = [[] for _ in range(steps.size)]
    found = map(Need, later, kinds, snapshot.reasons_of(positions[chosen]))
    for place, need in zip(places[chosen].tolist(), found, strict=True):
        needs[place].append(need)
    return needs
