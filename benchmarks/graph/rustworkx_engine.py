"""rustworkx."""

from collections.abc import Collection
from itertools import chain
from pathlib import Path

import rustworkx as rx

from benchmarks.graph.looping import Looping
from benchmarks.graph.workload import Workload


class Rustworkx(Looping):
    """Own loops, because rustworkx has no search that stops at a distance or at what is known."""

    name = "rustworkx"

    def open(self, folder: Path) -> None:
        workload = Workload.load(folder)
        self._linked = rx.PyGraph(multigraph=False)
        self._taught = rx.PyDiGraph()
        for network, sources, targets in (
            (self._linked, workload.sources, workload.targets),
            (self._taught, *workload.teaching()),
        ):
            network.add_nodes_from(range(workload.concepts))
            network.extend_from_edge_list(list(zip(sources.tolist(), targets.tolist(), strict=True)))

    def around(self, level: Collection[int]) -> set[int]:
        return set(chain.from_iterable(map(self._linked.neighbors, level)))

    def before(self, level: Collection[int]) -> set[int]:
        return set(chain.from_iterable(map(self._taught.predecessor_indices, level)))
