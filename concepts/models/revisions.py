"""One revision runs through everything: the only way to write to a map.

The row of the map is the lock of the map. Raising its revision is the first statement of every change, so a second
writer waits on it, on both databases, until the first has committed: what is checked under the lock stays true.
"""

import secrets
from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.utils import timezone

from concepts.errors import UnknownMap
from concepts.models import change_log
from concepts.models.change_log import MOST_TOLD, log_change
from concepts.models.teaching_order import refuse_circles

_RAISE = """
UPDATE concepts_knowledgemap SET revision = revision + 1, stamp_before = stamp, stamp = %s, updated = %s
WHERE id = %s RETURNING revision, stamp_before, stamp, is_large,
is_large OR EXISTS (SELECT 1 FROM concepts_concept WHERE map_id = %s LIMIT 1 OFFSET %s)
"""


@dataclass
class MapChange:
    """A change under way. `new_links`: teaching links (source, target) to be checked when it ends.

    `is_in_tiles`: whether the map was drawn from tiles before, or would be with one concept more.
    Of a large map it keeps what was touched, `concepts` by id and `pairs` of ends of links. Who writes past the models
    sets `whole`.
    """

    map_id: int
    revision: int
    before: str
    stamp: str
    is_large: bool
    is_in_tiles: bool
    new_links: list[tuple[int, int]] = field(default_factory=list)
    any_link: bool = False
    concepts: set[int] = field(default_factory=set)
    pairs: set[tuple[int, int]] = field(default_factory=set)
    whole: bool = False

    @property
    def is_told(self) -> bool:
        """Whether what is touched must still be told."""
        return self.is_large and not self.whole

    def touch(self, *, concepts: Iterable[int] = (), pairs: Iterable[tuple[int, int]] = ()) -> None:
        """Tell what is touched; of very much, only that it is very much."""
        if not self.is_told:
            return
        self.concepts.update(concepts)
        self.pairs.update(pairs)
        if len(self.concepts) + len(self.pairs) > MOST_TOLD:
            self.whole = True
            self.concepts.clear()
            self.pairs.clear()


_under_way: ContextVar[dict[int, MapChange]] = ContextVar("maps_being_changed")


def new_stamp() -> str:
    """A name for one state of a map that no other state ever has, unlike a revision that was rolled back."""
    return secrets.token_hex(8)


@contextmanager
def changing(map_id: int) -> Iterator[MapChange]:
    """Change a map in one transaction that raises its revision by one, however many blocks are nested in it.

    Raises: UnknownMap; CircleRefused at its end, with everything rolled back.
    """
    changes = _under_way.get({})
    if map_id in changes:
        yield changes[map_id]
        return
    with transaction.atomic():
        change = _raise_revision(map_id)
        token = _under_way.set({**changes, map_id: change})
        try:
            yield change
        finally:
            _under_way.reset(token)
        refuse_circles(change)
        log_change(change)


@contextmanager
def changing_all(map_ids: Collection[int]) -> Iterator[list[MapChange]]:
    """Change several maps in one transaction. Locks are taken in one order, so two changes cannot deadlock."""
    with transaction.atomic(), ExitStack() as stack:
        yield [stack.enter_context(changing(map_id)) for map_id in sorted(set(map_ids))]


def _raise_revision(map_id: int) -> MapChange:
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(_RAISE, [new_stamp(), now, map_id, map_id, change_log.DRAWN_AT_ONCE - 1])
        row = cursor.fetchone()
    if row is None:
        raise UnknownMap(f"There is no map with the number {map_id}.")
    return MapChange(map_id, row[0], row[1], row[2], bool(row[3]), bool(row[4]))
