"""What is worked out of a snapshot, kept for as long as the snapshot itself is, and no longer.

A cache of the last few answers would hold on to the snapshots that they are of: each of a large map with changes laid
over it takes tens of megabytes.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from graph.snapshot import GraphSnapshot

# Of one function for one snapshot: with other arguments it hardly ever is more than two.
_MOST = 8
_UNKNOWN: Any = object()

More = ParamSpec("More")
T = TypeVar("T")
OfSnapshot = Callable[Concatenate[GraphSnapshot, More], T]


def kept_with_snapshot(work_out: OfSnapshot[More, T]) -> OfSnapshot[More, T]:
    """Have a function remember its answers on the snapshot. They must not be changed, and hold no snapshot."""

    @wraps(work_out)
    def kept(snapshot: GraphSnapshot, /, *args: More.args, **kwargs: More.kwargs) -> T:
        answers = snapshot.worked_out.setdefault(work_out, {})
        asked = (args, tuple(sorted(kwargs.items())))
        answer: T = answers.get(asked, _UNKNOWN)
        if answer is _UNKNOWN:
            # Threads may work the same out at once; the later answer stays.
            answer = work_out(snapshot, *args, **kwargs)
            if len(answers) >= _MOST:
                answers.clear()
            answers[asked] = answer
        return answer

    return kept
