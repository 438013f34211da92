"""The topics of a map: a many-to-many field whose writes raise the revision of the maps, from either side."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import Any

from django.db import models
from django.db.models.fields.related_descriptors import ManyToManyDescriptor
from django.utils.functional import cached_property

from concepts.models.revisions import MapChange, changing_all


class MapTopicsField(models.ManyToManyField[Any, Any]):
    """A plain many-to-many field to migrations and forms; its `add`, `remove`, `set` and `clear` change the map."""

    def contribute_to_class(
        self, cls: type[models.Model], name: str, private_only: bool = False, **kwargs: Any
    ) -> None:
        super().contribute_to_class(cls, name, private_only=private_only, **kwargs)
        setattr(cls, self.name, _RevisingDescriptor(self.remote_field, reverse=False))

    def contribute_to_related_class(self, cls: type[models.Model], related: Any) -> None:
        super().contribute_to_related_class(cls, related)
        setattr(cls, related.accessor_name, _RevisingDescriptor(self.remote_field, reverse=True))

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.ManyToManyField", args, kwargs


class _RevisingDescriptor(ManyToManyDescriptor[Any, Any]):
    @cached_property
    def related_manager_cls(self) -> type[Any]:
        return _revising(super().related_manager_cls, from_topic=self.reverse)


def _revising(manager: type[Any], *, from_topic: bool) -> type[Any]:
    class RevisingManager(manager):  # type: ignore[misc]
        def add(self, *objs: Any, **kwargs: Any) -> None:
            with self._changing(objs):
                super().add(*objs, **kwargs)

        def remove(self, *objs: Any) -> None:
            with self._changing(objs):
                super().remove(*objs)

        def set(self, objs: Iterable[Any], **kwargs: Any) -> None:
            rows = list(objs)
            with self._changing(rows, and_present=True):
                super().set(rows, **kwargs)

        def clear(self) -> None:
            with self._changing((), and_present=True):
                super().clear()

        def _changing(
            self, rows: Iterable[Any], *, and_present: bool = False
        ) -> AbstractContextManager[list[MapChange]]:
            if not from_topic:
                return changing_all([self.instance.pk])
            present = self.values_list("pk", flat=True) if and_present else ()
            return changing_all({*(getattr(row, "pk", row) for row in rows), *present})

    return RevisingManager
