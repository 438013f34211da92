"""Querysets whose bulk writes raise the revision of every map they touch, like the writes of single rows."""

from collections.abc import Iterable
from typing import Any, ClassVar, TypeVar

from django.db import models

from concepts.models.change_log import MOST_TOLD
from concepts.models.revisions import MapChange, changing_all

Row = TypeVar("Row", bound="MapRow")


class MapRow(models.Model):
    """A row that belongs to a map: written only inside `changing`, cleaned before it is written."""

    map_id: int
    # The fields that decide what teaches what, and all that a snapshot holds.
    teaching_fields: ClassVar[frozenset[str]]
    told_fields: ClassVar[frozenset[str]]

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.prepare()
        with changing_all([self.map_id]) as changes:
            if not self._state.adding:
                self._stored().tell(changes)
            super().save(*args, **kwargs)
            self.note_in(changes[0])

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with changing_all([self.map_id]) as changes:
            self._stored().tell(changes)
            return super().delete(*args, **kwargs)

    def prepare(self) -> None:
        """Bring the texts into their stored form. Raises ValidationError when one is too long."""
        raise NotImplementedError

    def note_in(self, change: Any) -> None:
        """Tell the change what must be checked at its end, and what it touches."""

    @classmethod
    def tell(cls, change: Any, rows: "MapRows[Any]") -> None:
        """Tell a change of a large map that it touches these rows. Queries: 1."""
        raise NotImplementedError

    def _stored(self) -> Any:
        return type(self)._base_manager.filter(pk=self.pk)


class MapRows(models.QuerySet[Row]):
    """Rows of maps. Bulk writes cost one further query, for the maps they touch."""

    def update(self, **values: Any) -> int:
        if "map" in values or "map_id" in values:
            raise ValueError("A concept or link stays in its map: delete it and create it in the other.")
        with changing_all(self.map_ids()) as changes:
            if values.keys() & self.model.told_fields:
                self.tell(changes)
            if values.keys() & self.model.teaching_fields:
                for change in changes:
                    # Where the links led before and lead now is too much to tell.
                    change.any_link = change.whole = True
            return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        with changing_all(self.map_ids()) as changes:
            self.tell(changes)
            return super().delete()

    def bulk_create(self, objs: Iterable[Row], *args: Any, **kwargs: Any) -> list[Row]:
        rows = list(objs)
        for row in rows:
            row.prepare()
        with changing_all({row.map_id for row in rows}) as changes:
            created = super().bulk_create(rows, *args, **kwargs)
            by_map = {change.map_id: change for change in changes}
            for row in created:
                row.note_in(by_map[row.map_id])
        return created

    def bulk_update(self, objs: Iterable[Row], fields: Iterable[str], *args: Any, **kwargs: Any) -> int:
        rows = list(objs)
        for row in rows:
            row.prepare()
        with changing_all({row.map_id for row in rows}):
            return super().bulk_update(rows, fields, *args, **kwargs)

    def tell(self, changes: Iterable[MapChange]) -> None:
        """Tell changes of large maps that they touch these rows. Queries: 1 for each such map."""
        for change in changes:
            if change.is_told:
                self.model.tell(change, self.filter(map_id=change.map_id).order_by()[: MOST_TOLD + 1])

    def map_ids(self) -> list[int]:
        """The maps that these rows belong to. Queries: 1."""
        return list(self.order_by().values_list("map_id", flat=True).distinct())

    # Django asks a queryset class which of its own methods a manager may offer; deleting through a manager is not one.
    delete.queryset_only = True  # type: ignore[attr-defined]
