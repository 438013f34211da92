"""igraph, by its own calls and by our loops."""

from collections.abc import Collection
from itertools import chain
from pathlib import Path
from typing import ClassVar

import igraph
import numpy as np

from benchmarks.graph.engine import Answer
from benchmarks.graph.looping import Looping
from benchmarks.graph.terms import LIMIT, RADIUS
from benchmarks.graph.workload import Workload


class Igraph(Looping):
    """Own loops: igraph's own neighborhood and shortest path read everything within reach first."""

    name = "igraph"

    def open(self, folder: Path) -> None:
        workload = Workload.load(folder)
        pairs = np.stack((workload.sources, workload.targets), axis=1)
        self._linked = igraph.Graph(n=workload.concepts, edges=pairs)
        self._taught = igraph.Graph(
            n=workload.concepts, edges=np.stack(workload.teaching(), axis=1), directed=True
        )

    def around(self, level: Collection[int]) -> set[int]:
        return set(chain.from_iterable(map(self._linked.neighbors, level)))

    def before(self, level: Collection[int]) -> set[int]:
        return set(chain.from_iterable(map(self._taught.predecessors, level)))


class IgraphCalls(Igraph):
    """igraph's own neighborhood and shortest path."""

    name = "igraph calls"
    note: ClassVar[str] = "path by own loops, igraph cannot stop at the known"

    def neighborhood(self, center: int) -> Answer:
        found, known = [center], {center}
        for distance in range(1, RADIUS + 1):
            ring = self._linked.neighborhood(center, order=distance, mindist=distance)
            found += sorted(set(ring) - known)[: LIMIT - len(found)]
            if len(found) == LIMIT:
                break
        return found

    def connection(self, source: int, target: int) -> Answer:
        route = self._linked.get_shortest_path(source, target)
        return len(route) - 1
