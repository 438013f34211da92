"""One revision runs through the library: raised with every change, the key of everything derived from it."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models import F

from concepts.models import KnowledgeMap
from concepts.models.revisions import new_stamp
from outbox.models import Job
from outbox.services import enqueue

# The index of what is like what is built anew after a change, by `library.likeness`.
LIKENESS = "library.likeness"
# Changes seldom come alone: those that follow so soon are done in one.
SETTLING = timedelta(seconds=5)


class LibraryState(models.Model):
    """The one row that says in which state the library is; it is also the lock of the library.

    `stamp` tells states apart that share a revision number after a rollback or a restore.
    """

    revision = models.PositiveBigIntegerField(default=1)
    stamp = models.CharField(max_length=16, default=new_stamp)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="library_state_is_one_row")]

    def __str__(self) -> str:
        return f"{self.revision}-{self.stamp}"


_under_way: ContextVar[bool] = ContextVar("library_being_revised", default=False)


@contextmanager
def revising(map_ids: Collection[int] = ()) -> Iterator[None]:
    """Change the library in one transaction that raises its revision by one, however many blocks are nested in it.

    `map_ids`: the maps whose concepts' pages show what is changed. Their `sources_stamp` is renewed, and not their
    revision: the graph of a map stays as it is, and so do its snapshots.
    """
    if _under_way.get():
        _renew(map_ids)
        yield
        return
    with transaction.atomic():
        raised = LibraryState.objects.filter(pk=1).update(revision=F("revision") + 1, stamp=new_stamp())
        if not raised:
            # Emptied tables have lost the row that a migration made.
            LibraryState.objects.create(pk=1)
        _ask_for_likeness()
        _renew(map_ids)
        token = _under_way.set(True)
        try:
            yield
        finally:
            _under_way.reset(token)


def _ask_for_likeness() -> None:
    """Hand the index over to be built, unless that waits to be done already. Queries: 1, else up to 5.

    The row of the state is locked by now, and a job of this kind ends only under the same lock and only when what it
    built is of that very state: so one that waits, or is under way, will see this change too.
    """
    if not Job.objects.filter(kind=LIKENESS, state=Job.State.WAITING).exists():
        enqueue(kind=LIKENESS, payload={}, key=f"{LIKENESS}:{new_stamp()}", after=SETTLING)


def _renew(map_ids: Collection[int]) -> None:
    """Rows of maps are locked in one order here as in `changing_all`, so two changes cannot deadlock."""
    wanted = KnowledgeMap.objects.order_by("pk").filter(pk__in=set(map_ids))
    if map_ids and (locked := list(wanted.select_for_update().values_list("pk", flat=True))):
        KnowledgeMap.objects.filter(pk__in=locked).update(sources_stamp=new_stamp())


class LibraryRow(models.Model):
    """A row of the library: cleaned before it is written, and written only inside `revising`."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.prepare()
        with revising():
            super().save(*args, **kwargs)
            revise_maps(self.map_ids())

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with revising(self.map_ids()):
            return super().delete(*args, **kwargs)

    def prepare(self) -> None:
        """Bring the texts into their stored form. Raises ValidationError when one is too long."""

    def map_ids(self) -> list[int]:
        """The maps whose pages show this row. Queries: up to 1."""
        return []


def revise_maps(map_ids: Collection[int]) -> None:
    """Inside `revising`: maps that are found to show the change only once it is made."""
    _renew(map_ids)


Row = TypeVar("Row", bound=LibraryRow)


class LibraryRows(models.QuerySet[Row]):
    """Rows of the library. Bulk writes cost one further query, for the maps that show them."""

    def update(self, **values: Any) -> int:
        with revising(self.map_ids()):
            return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        with revising(self.map_ids()):
            return super().delete()

    def bulk_create(self, objs: Iterable[Row], *args: Any, **kwargs: Any) -> list[Row]:
        rows = list(objs)
        for row in rows:
            row.prepare()
        with revising({map_id for row in rows for map_id in row.map_ids()}):
            return super().bulk_create(rows, *args, **kwargs)

    def bulk_update(self, objs: Iterable[Row], fields: Iterable[str], *args: Any, **kwargs: Any) -> int:
        rows = list(objs)
        for row in rows:
            row.prepare()
        with revising({map_id for row in rows for map_id in row.map_ids()}):
            return super().bulk_update(rows, fields, *args, **kwargs)

    def map_ids(self) -> list[int]:
        """The maps whose pages show these rows. Queries: up to 1."""
        return []

    # Django asks a queryset class which of its own methods a manager may offer; deleting through a manager is not one.
    delete.queryset_only = True  # type: ignore[attr-defined]
