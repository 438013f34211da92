"""Rows that the search finds: beside their texts they keep these folded, see `concepts.folding`."""

from collections.abc import Callable, Collection, Iterable
from typing import Any, TypeVar

from django.db import models

from concepts.folding import fold, fold_names
from concepts.models.revisions import changing_all

_FOLDED = {"folded_names", "folded_summary"}
_SEARCHED = {"title", "aliases", "summary"}
_ROWS_AT_ONCE = 500


class Searchable(models.Model):
    """A row with a title and a summary. The index follows the folded columns by itself, in the database."""

    title: "models.CharField[str, str]"
    summary: "models.CharField[str, str]"

    # The names one a line, the title first.
    folded_names = models.TextField(blank=True, default="", editable=False)
    folded_summary = models.TextField(blank=True, default="", editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = with_folded(kwargs["update_fields"])
        super().save(*args, **kwargs)

    def prepare(self) -> None:
        """Bring the texts into their stored form. Raises ValidationError when one is too long."""
        self.folded_names, self.folded_summary = fold_names(self.title, *self.alias_list), fold(self.summary)

    @property
    def alias_list(self) -> tuple[str, ...]:
        return ()


Row = TypeVar("Row", bound=Searchable)


class SearchableRows(models.QuerySet[Row]):
    """Bulk writes that keep the folded columns in step with the texts."""

    # Only declared: a method here would hide that of the queryset class beside it.
    map_ids: Callable[[], list[int]]

    def update(self, **values: Any) -> int:
        if not values.keys() & _SEARCHED or values.keys() & _FOLDED:
            return super().update(**values)
        with changing_all(self.map_ids()):
            ids = list(self.order_by().values_list("pk", flat=True))
            updated = super().update(**values)
            self._prepare_again(ids, sorted(values.keys() & _SEARCHED))
        return updated

    def bulk_create(self, objs: Iterable[Row], *args: Any, **kwargs: Any) -> list[Row]:
        if kwargs.get("update_fields"):
            kwargs["update_fields"] = with_folded(kwargs["update_fields"])
        return super().bulk_create(objs, *args, **kwargs)

    def bulk_update(self, objs: Iterable[Row], fields: Iterable[str], *args: Any, **kwargs: Any) -> int:
        return super().bulk_update(objs, with_folded(fields), *args, **kwargs)

    def _prepare_again(self, ids: list[int], fields: list[str]) -> None:
        """Texts that an expression has written in the database are cleaned and folded from what it wrote."""
        for start in range(0, len(ids), _ROWS_AT_ONCE):
            rows = self.model._base_manager.filter(pk__in=ids[start : start + _ROWS_AT_ONCE])
            rows.bulk_update(list(rows), fields)


def with_folded(fields: Iterable[str]) -> Collection[str]:
    """The columns to write when these are written."""
    named = set(fields)
    return sorted(named | _FOLDED if named & _SEARCHED else named)
