"""How many rows go to the database at a time."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

IDS_A_QUERY = 500
ROWS_AT_A_TIME = 5_000

T = TypeVar("T")

# Told how many rows are as they must be, each time some have become so.
Progress = Callable[[int], object]


def batches(things: Iterable[T], size: int) -> Iterator[list[T]]:
    """Things in lists of `size`, the last as long as what is left."""
    left = iter(things)
    while some := list(islice(left, size)):
        yield some


def no_progress(count: int) -> None:
    """For work that nobody watches."""
