"""What can go wrong in the graph service, as one tree of exceptions."""

from collections.abc import Sequence


class GraphError(Exception):
    """Base of every error that the graph service raises on purpose."""


class UnknownConcept(GraphError):
    """The graph holds no such concept; `concept_id` is the id or slug that was asked for."""

    def __init__(self, concept_id: int | str) -> None:
        super().__init__(f"no concept {concept_id!r} in this graph")
        self.concept_id = concept_id


class BadGraph(GraphError):
    """The arrays describe no graph: a link without an end, an id twice, a concept linked to itself, …"""


class TeachingCircle(GraphError):
    """Teaching links lead back to where they began; `circle` is closed: its first id is also its last."""

    def __init__(self, circle: Sequence[int]) -> None:
        super().__init__("teaching links form a circle: " + " → ".join(map(str, circle)))
        self.circle = tuple(circle)


class SnapshotUnreadable(GraphError):
    """The snapshot on disk is missing, short, damaged or of another version."""


class TooMuchChanged(GraphError):
    """So much of a graph has changed since its snapshot was built that building it anew is the shorter way."""
