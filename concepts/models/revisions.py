"""One revision runs through everything: the only way to write to a map.

The row of the map is the lock of the map. Raising its revision is the first statement of every change, so a second
writer waits on it, on both databases, until the first has committed: what is checked under the lock stays true.
"""

import secrets
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.apps import apps
from django.db import transaction
from django.db.models import F
from django.dispatch import Signal
from django.utils import timezone

from concepts.errors import UnknownMap
from concepts.models.teaching_order import refuse_circles


@dataclass
class MapChange:
    """A change under way. `new_links`: teaching links (source, target) to be checked when it ends."""

    map_id: int
    new_links: list[tuple[int, int]] = field(default_factory=list)
    any_link: bool = False


# Maps or concepts of them were published or hidden; `map_ids` says which. Sent inside the transaction that does it, for
# apps that this one does not know.
publicity_changed = Signal()

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
    change = MapChange(map_id)
    with transaction.atomic():
        _raise_revision(map_id)
        token = _under_way.set({**changes, map_id: change})
        try:
            yield change
        finally:
            _under_way.reset(token)
        if change.any_link or change.new_links:
            refuse_circles(map_id, None if change.any_link else change.new_links)


@contextmanager
def changing_all(map_ids: Collection[int]) -> Iterator[list[MapChange]]:
    """Change several maps in one transaction. Locks are taken in one order, so two changes cannot deadlock."""
    with transaction.atomic(), ExitStack() as stack:
        yield [stack.enter_context(changing(map_id)) for map_id in sorted(set(map_ids))]


def _raise_revision(map_id: int) -> None:
    maps = apps.get_model("concepts", "KnowledgeMap")._base_manager
    raised = maps.filter(pk=map_id).update(
        revision=F("revision") + 1, stamp=new_stamp(), updated=timezone.now()
    )
    if not raised:
        raise UnknownMap(f"There is no map with the number {map_id}.")
