"""What every engine in the comparison can do."""

from abc import ABC, abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from benchmarks.graph.workload import Workload

Answer = list[int] | int


class TooSlow(Exception):
    """A question was stopped at the time limit."""


class Engine(ABC):
    """One way to answer; made in a process of its own, which is ready for questions once `open` returns."""

    name: ClassVar[str]
    note: ClassVar[str] = ""

    @classmethod  # noqa: B027
    def prepare(cls, workload: "Workload", folder: Path) -> None:
        """Do whatever is done once for a map and kept on disk; most engines keep nothing."""

    @abstractmethod
    def open(self, folder: Path) -> None:
        """Get ready for questions, in a process that has nothing in memory yet."""

    @abstractmethod
    def neighborhood(self, center: int) -> Answer:
        """All within three links, both ways, nearest first, ties by number, 200 at most."""

    @abstractmethod
    def path(self, target: int, known: list[int]) -> Answer:
        """What to learn for `target`, in teaching order."""

    @abstractmethod
    def connection(self, source: int, target: int) -> Answer:
        """How many links a shortest route has."""

    def limit(self, seconds: float) -> None:  # noqa: B027
        """Stop any later question after so long, by TooSlow; most engines cannot."""

    def close(self) -> None:  # noqa: B027
        """Let go of what is open, if anything is."""
