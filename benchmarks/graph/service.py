"""The graph service itself."""

from pathlib import Path

import numpy as np

from benchmarks.graph.engine import Answer, Engine
from benchmarks.graph.terms import LIMIT, RADIUS
from graph.connection import routes_between
from graph.neighborhood import reach
from graph.path import way_to
from graph.snapshot import GraphSnapshot


class Service(Engine):
    """Memory-mapped snapshot. It is asked by id, answers by id, and finds the links of a neighborhood as well."""

    name = "kinapse"

    def open(self, folder: Path) -> None:
        self.snapshot = GraphSnapshot.open(folder)

    def neighborhood(self, center: int) -> Answer:
        found = reach(self.snapshot, self.snapshot.index_of(center), radius=RADIUS, limit=LIMIT)
        ids: list[int] = self.snapshot.concept_ids(found.indices).tolist()
        return ids

    def path(self, target: int, known: list[int]) -> Answer:
        asked = self.snapshot.index_of(target)
        way = way_to(self.snapshot, asked, known=self.snapshot.indices_of(np.array(known, dtype=np.int64)))
        ids: list[int] = self.snapshot.concept_ids(way.steps).tolist()
        return ids

    def connection(self, source: int, target: int) -> Answer:
        ends = self.snapshot.index_of(source), self.snapshot.index_of(target)
        routes = routes_between(self.snapshot, *ends)
        return len(routes[0]) - 1 if routes else -1
