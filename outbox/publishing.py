"""Due jobs published to Celery, whose workers do them. A message carries the row's number and lease, nothing else."""

import logging
from collections import Counter
from collections.abc import Mapping, Sequence

from celery import Celery
from django.conf import settings
from django.utils.module_loading import import_string
from kombu.exceptions import OperationalError as QueueError

from outbox.errors import NoQueue
from outbox.leases import give_back, in_hand, reserve
from outbox.models import Job
from outbox.registry import group_of, kinds_of

TASK = "outbox.do"
# Messages that wait longer than their lease are published again, and the old ones do nothing: so not too many wait.
AHEAD = 64
AHEAD_OF_A_GROUP = 48
# Kinds of which none waits yet find room all the same, whatever the slow ones have filled.
AHEAD_OF_A_NEW_KIND = 8

logger = logging.getLogger("kinapse.outbox")


def publish_due() -> int:
    """Publish what is due, as far as workers can be expected to follow. Returns how many. Raises: NoQueue."""
    leased = in_hand()
    room = AHEAD - sum(leased.values())
    if room > 0:
        jobs = reserve(count=room, but=_full(leased))
    else:
        jobs = reserve(count=AHEAD_OF_A_NEW_KIND, but=[*_full(leased), *leased])
    if jobs:
        _publish(jobs)
    return len(jobs)


def _full(leased: Mapping[str, int]) -> list[str]:
    counts: Counter[str] = Counter()
    for kind, count in leased.items():
        counts[group_of(kind)] += count
    return kinds_of([group for group, count in counts.items() if count >= AHEAD_OF_A_GROUP], among=leased)


def _publish(jobs: Sequence[Job]) -> None:
    app: Celery = import_string(settings.CELERY_APP)
    published = 0
    try:
        with app.connection_for_write() as queue, app.amqp.Producer(queue) as producer:
            for job in jobs:
                app.send_task(TASK, args=[job.pk, job.lease], task_id=job.key, producer=producer, retry=False)
                published += 1
    except (QueueError, OSError) as error:
        give_back(jobs[published:])
        raise NoQueue(type(error).__name__) from error
