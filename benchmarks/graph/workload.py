"""The map and the questions that every engine gets."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.graph.terms import HUBS, KNOWN, LINKS, SEED, STARTS
from graph.adjacency import Indices
from graph.kinds import LinkKind
from graph.path import way_to
from graph.snapshot import GraphSnapshot
from graph.synthetic import power_law_dag


@dataclass(frozen=True, slots=True)
class Workload:
    """One map, its concepts numbered by their place in the teaching order, and questions about it.

    Peers get concepts under these numbers, which spares them the sorting that the graph service does once
    when it builds; the service itself gets `ids`, the database's, in no order, and has to translate.
    """

    ids: Indices
    sources: Indices
    targets: Indices
    kinds: npt.NDArray[np.uint8]
    starts: Indices
    others: Indices
    known: Indices
    known_ends: Indices

    @property
    def concepts(self) -> int:
        """How many concepts the map has."""
        return int(self.ids.size)

    def known_of(self, question: int) -> Indices:
        """What is known on the way to start number `question`."""
        first = int(self.known_ends[question - 1]) if question else 0
        return self.known[first : int(self.known_ends[question])]

    def teaching(self) -> tuple[Indices, Indices]:
        """Sources and targets of the teaching links."""
        chosen = self.kinds != LinkKind.RELATED
        return self.sources[chosen], self.targets[chosen]

    def save(self, folder: Path) -> None:
        """Write everything into `folder`, one file an array."""
        for name in self.__slots__:
            np.save(folder / f"{name}.npy", getattr(self, name))

    @classmethod
    def load(cls, folder: Path, **options: Any) -> "Workload":
        """What `save` wrote; options as for `numpy.load`."""
        return cls(*(np.load(folder / f"{name}.npy", **options) for name in cls.__slots__))


def make_workload(concepts: int, folder: Path) -> GraphSnapshot:
    """Draw the map and the questions and save them, with the snapshot; the same every time."""
    generator = np.random.default_rng(SEED)
    table = power_law_dag(concepts, LINKS[concepts], SEED)
    ids = generator.permutation(concepts) + 1
    snapshot = GraphSnapshot.build(
        concept_ids=ids, sources=ids[table.sources], targets=ids[table.targets], kinds=table.kinds
    )
    snapshot.save(folder)
    place = snapshot.indices_of(ids)
    starts = _starts(generator, snapshot)
    known = [_known(generator, snapshot, start) for start in starts.tolist()]
    Workload(
        ids=snapshot.concept_ids(np.arange(concepts)),
        sources=place[table.sources],
        targets=place[table.targets],
        kinds=table.kinds,
        starts=starts,
        others=generator.permutation(starts),
        known=np.concatenate(known),
        known_ends=np.cumsum([some.size for some in known]),
    ).save(folder)
    return snapshot


def save_before(workload: Workload, folder: Path, changed: int) -> None:
    """Save the snapshot of a map with other links, and which: half of `changed` are added since, half removed."""
    generator = np.random.default_rng(SEED + 1)
    ids = workload.ids
    ends = np.column_stack((ids[workload.sources], ids[workload.targets], workload.kinds)).astype(np.int64)
    is_added = np.zeros(ends.shape[0], dtype=bool)
    is_added[generator.choice(ends.shape[0], changed // 2, replace=False)] = True
    removed = _other_links(generator, workload, changed - changed // 2)
    before = np.concatenate((ends[~is_added], removed))
    GraphSnapshot.build(
        concept_ids=ids,
        sources=before[:, 0],
        targets=before[:, 1],
        kinds=before[:, 2],
        positions=np.arange(ids.size),
    ).save(folder / "before")
    np.save(folder / "added.npy", ends[is_added])
    np.save(folder / "removed.npy", removed)


def _other_links(generator: np.random.Generator, workload: Workload, count: int) -> npt.NDArray[np.int64]:
    """Links by id that the map does not have, of the same kinds, teaching ones along its order."""
    taken = workload.sources * workload.concepts + workload.targets
    pairs = np.sort(generator.integers(0, workload.concepts, size=(count * 2, 2)), axis=1)
    pairs = pairs[(pairs[:, 0] < pairs[:, 1]) & ~np.isin(pairs @ [workload.concepts, 1], taken)]
    _, first = np.unique(pairs, axis=0, return_index=True)
    pairs = pairs[np.sort(first)[:count]]
    kinds = generator.choice(workload.kinds, pairs.shape[0])
    return np.column_stack((workload.ids[pairs], kinds)).astype(np.int64)


def _starts(generator: np.random.Generator, snapshot: GraphSnapshot) -> Indices:
    """The busiest hubs and concepts from anywhere, mixed, so that a cut sample has both."""
    degrees = snapshot.adjacency.degrees(np.arange(snapshot.concept_count))
    hubs = np.argsort(-degrees, kind="stable")[:HUBS]
    rest = np.setdiff1d(np.arange(snapshot.concept_count), hubs)
    return generator.permutation(np.concatenate((hubs, generator.choice(rest, STARTS - HUBS, replace=False))))


def _known(generator: np.random.Generator, snapshot: GraphSnapshot, target: int) -> Indices:
    before = way_to(snapshot, target).steps[:-1]
    return np.sort(generator.choice(before, min(KNOWN, before.size), replace=False))
