"""The graph service with changes laid over its snapshot."""

from pathlib import Path

import numpy as np

from benchmarks.graph.service import Service
from graph.overlay.changes import Changes, LinkNow
from graph.overlay.laying import laid_over
from graph.snapshot import GraphSnapshot


class LaidOver(Service):
    """The snapshot as it was before some links were changed, and those changes laid over it when it is opened."""

    name = "kinapse, changed"
    note = "to open it, the changes are laid over"

    def open(self, folder: Path) -> None:
        before = GraphSnapshot.open(folder / "before")
        self.snapshot = laid_over(before, _changes(folder), revision=1)


def _changes(folder: Path) -> Changes:
    """The links that the map has and had not, and those that it had and has not."""
    added, removed = np.load(folder / "added.npy"), np.load(folder / "removed.npy")
    pairs = np.concatenate((added[:, :2], removed[:, :2])).tolist()
    return Changes(
        pairs=[(first, second) for first, second in pairs], links=[LinkNow(*link) for link in added.tolist()]
    )
