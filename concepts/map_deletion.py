"""Deleting maps: a small one at once, a large one in the background, some rows at a time."""

from collections.abc import Generator

from django.db import transaction
from django.db.models import Model, QuerySet

from concepts.models import Concept, KnowledgeMap, Link
from concepts.text import TITLE_LENGTH
from outbox.models import Job
from outbox.progress import report
from outbox.services import enqueue

KIND = "concepts.deletion"
# Of a map with more concepts or links than that, deleting takes too long for a request to wait for it.
LARGE_FROM_ROWS = 10_000
BEING_DELETED = " (being deleted)"
_ROWS_AT_A_TIME = 2_000


def delete_map(knowledge_map: KnowledgeMap) -> bool:
    """Delete a map, and say whether it is gone: a large one is shown to nobody at once, and goes in the background.

    Must run in a transaction.
    """
    if not _is_large(knowledge_map.pk):
        knowledge_map.delete()
        return True
    title = knowledge_map.title.removesuffix(BEING_DELETED)[: TITLE_LENGTH - len(BEING_DELETED)]
    KnowledgeMap.objects.filter(pk=knowledge_map.pk).update(
        published=False, featured=False, title=title + BEING_DELETED
    )
    enqueue(kind=KIND, payload={"map": knowledge_map.pk}, key=f"{KIND}:{knowledge_map.pk}")
    return False


def run_deletion(job: Job) -> None:
    """Delete the map of a job. Ended half-way it goes on where it was; done twice it finds nothing."""
    map_id = job.payload["map"]
    done, steps = 0, sum(_rows(model, map_id).count() for model in (Link, Concept))
    for count in _deleted(map_id):
        done += count
        report(job, done=min(done, steps), steps=steps)
    for knowledge_map in KnowledgeMap.objects.filter(pk=map_id):
        knowledge_map.delete()


def _is_large(map_id: int) -> bool:
    """Queries: 2 at most, of no more rows than matter."""
    return any(
        _rows(model, map_id).values_list("pk")[LARGE_FROM_ROWS : LARGE_FROM_ROWS + 1].exists()
        for model in (Concept, Link)
    )


def _deleted(map_id: int) -> Generator[int, None, None]:
    """Links first, then concepts with what stands behind them elsewhere. Each part is a transaction of its own.

    Written past the models, as no change of the map: it is shown to nobody any more.
    """
    for model in (Link, Concept):
        while ids := list(_rows(model, map_id).values_list("pk", flat=True)[:_ROWS_AT_A_TIME]):
            with transaction.atomic():
                QuerySet(model).filter(pk__in=ids).delete()
            yield len(ids)


def _rows(model: type[Model], map_id: int) -> "QuerySet[Model]":
    return QuerySet(model).filter(map_id=map_id).order_by()
