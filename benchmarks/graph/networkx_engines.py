"""NetworkX, by its own calls and by our loops over its dicts."""

from collections.abc import Collection
from pathlib import Path

import networkx as nx

from benchmarks.graph.engine import Answer
from benchmarks.graph.looping import Looping
from benchmarks.graph.terms import LIMIT, RADIUS
from benchmarks.graph.workload import Workload


class NetworkxLoops(Looping):
    """Own loops over NetworkX's dicts."""

    name = "networkx loops"

    def open(self, folder: Path) -> None:
        workload = Workload.load(folder)
        self.linked: nx.Graph[int] = nx.Graph()
        self.taught: nx.DiGraph[int] = nx.DiGraph()
        for network, sources, targets in (
            (self.linked, workload.sources, workload.targets),
            (self.taught, *workload.teaching()),
        ):
            network.add_nodes_from(range(workload.concepts))
            network.add_edges_from(zip(sources.tolist(), targets.tolist(), strict=True))
        # The plain dicts: going through the views would only add to each step.
        self._adjacent = vars(self.linked)["_adj"]
        self._before = vars(self.taught)["_pred"]

    def around(self, level: Collection[int]) -> set[int]:
        return set().union(*map(self._adjacent.__getitem__, level))

    def before(self, level: Collection[int]) -> set[int]:
        return set().union(*map(self._before.__getitem__, level))


class NetworkxCalls(NetworkxLoops):
    """What NetworkX offers for each question."""

    name = "networkx calls"

    def neighborhood(self, center: int) -> Answer:
        reached = nx.single_source_shortest_path_length(self.linked, center, cutoff=RADIUS)
        return sorted(reached, key=lambda node: (reached[node], node))[:LIMIT]

    def path(self, target: int, known: list[int]) -> Answer:
        left = nx.restricted_view(self.taught, known, [])
        return sorted(nx.ancestors(left, target) | {target})

    def connection(self, source: int, target: int) -> Answer:
        try:
            return len(nx.bidirectional_shortest_path(self.linked, source, target)) - 1
        except nx.NetworkXNoPath:
            return -1
