"""Engines that our own loops ask for what lies next to a concept."""

from collections.abc import Collection

from benchmarks.graph import loops
from benchmarks.graph.engine import Answer, Engine


class Looping(Engine):
    """Our own loops over what a library says lies next to a concept."""

    def around(self, level: Collection[int]) -> set[int]:
        """All concepts linked to those of `level`, either way."""
        raise NotImplementedError

    def before(self, level: Collection[int]) -> set[int]:
        """All concepts that teach those of `level`."""
        raise NotImplementedError

    def neighborhood(self, center: int) -> Answer:
        return loops.neighborhood(self.around, center)

    def path(self, target: int, known: list[int]) -> Answer:
        return loops.path(self.before, target, set(known))

    def connection(self, source: int, target: int) -> Answer:
        return loops.connection(self.around, source, target)
