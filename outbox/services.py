"""What hands work over, and what is done about it by hand."""

import json
from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models.functions import Now

from outbox import registry
from outbox.errors import OutsideTransaction, UnknownKind
from outbox.models import Job

# Written out, since Django takes longer to make this statement than databases to run it. The rest has defaults there.
_HAND_OVER = """
INSERT INTO outbox_job (kind, key, payload, state, attempts, lease, last_error)
VALUES (%s, %s, %s, %s, 0, '', '') ON CONFLICT (key) DO NOTHING
"""


def enqueue(*, kind: str, payload: Mapping[str, Any], key: str, after: timedelta = timedelta(0)) -> Job:
    """Hand work over in the transaction that causes it, due `after` a while. A key that is known adds nothing.

    Raises: OutsideTransaction; UnknownKind.
    """
    _must_be_possible(kind)
    due = {"due": Now() + after} if after else {}
    job, _ = Job.objects.get_or_create(key=key, defaults={"kind": kind, "payload": dict(payload), **due})
    return job


def try_again(*, job_ids: Collection[int]) -> int:
    """Give failed jobs all their attempts anew, and make waiting ones due at once. Returns how many.

    Done ones are left alone, and so are those that somebody has in hand.
    """
    stuck = Job.objects.filter(pk__in=job_ids, state=Job.State.FAILED)
    put_off = Job.objects.filter(pk__in=job_ids, state=Job.State.WAITING, lease="", due__gt=Now())
    return sum(
        jobs.update(state=Job.State.WAITING, due=Now(), attempts=0, finished=None, steps_done=0)
        for jobs in (stuck, put_off)
    )


def forget(*, key_prefix: str) -> int:
    """Remove all jobs whose key begins so, whatever their state. Returns how many."""
    deleted, _ = Job.objects.filter(key__startswith=key_prefix).delete()
    return deleted


def forget_each(*, keys: Collection[str]) -> int:
    """Remove the jobs of these keys, whatever their state. Returns how many. Queries: 1."""
    deleted, _ = Job.objects.filter(key__in=keys).delete()
    return deleted


def hand_over(*, kind: str, payload: Mapping[str, Any], key: str) -> None:
    """As `enqueue`, in one statement that is the same whether the key is known or not, and tells neither. Queries: 1.

    Raises: OutsideTransaction; UnknownKind.
    """
    _must_be_possible(kind)
    with connection.cursor() as cursor:
        cursor.execute(_HAND_OVER, [kind, key, json.dumps(payload), Job.State.WAITING.value])


def _must_be_possible(kind: str) -> None:
    if not connection.in_atomic_block:
        raise OutsideTransaction(f"“{kind}” must be handed over inside the transaction that causes it.")
    if not registry.is_known(kind):
        raise UnknownKind(f"No handler is registered for “{kind}”.")
