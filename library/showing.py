"""Concepts and maps that are shown to everyone, or no longer: what joins documents in the index of likeness."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models.signals import pre_save
from django.dispatch import receiver

from concepts.models import Concept, KnowledgeMap
from concepts.models.showing import many_shown_otherwise
from library.models import Citation, revising

_IDS_A_QUERY = 5_000


@receiver(pre_save, sender=Concept)
@receiver(pre_save, sender=KnowledgeMap)
def after_saving(sender: Any, instance: Any, update_fields: Collection[str] | None, **kwargs: Any) -> None:
    """One row, if it is shown to others than before. Queries: 1 where that is written."""
    if instance._state.adding or (update_fields is not None and "published" not in update_fields):
        return
    before = sender._base_manager.filter(pk=instance.pk).values_list("published", flat=True).first()
    if before is not None and before != instance.published:
        _renew_likeness(sender, [instance.pk])


@receiver(many_shown_otherwise)
def after_updating(sender: Any, ids: Collection[int], **kwargs: Any) -> None:
    """Many rows."""
    _renew_likeness(sender, ids)


def _renew_likeness(sender: Any, ids: Collection[int]) -> None:
    """Let the index be built anew if documents cite these concepts, or concepts of these maps.

    Once the map's change has ended: whoever has its lock may not wait for that of the library.
    """
    path = "concept__in" if sender is Concept else "concept__map__in"
    rows = list(ids)
    some = (rows[first : first + _IDS_A_QUERY] for first in range(0, len(rows), _IDS_A_QUERY))
    if any(Citation.objects.placed().filter(**{path: these}).exists() for these in some):
        transaction.on_commit(_revise)


def _revise() -> None:
    with revising():
        pass
