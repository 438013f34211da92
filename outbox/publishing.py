"""Due jobs published to Celery, whose workers do them. A message carries the row's number and lease, nothing else."""

import logging
from collections.abc import Sequence

from celery import Celery
from django.conf import settings
from django.utils.module_loading import import_string
from kombu.exceptions import OperationalError as QueueError

from outbox.errors import NoQueue
from outbox.leases import give_back, in_hand, reserve
from outbox.models import Job

TASK = "outbox.do"
# Messages that wait longer than their lease are published again, and the old ones do nothing: so not too many wait.
AHEAD = 64
AHEAD_OF_A_KIND = 48

logger = logging.getLogger("kinapse.outbox")


def publish_due() -> int:
    """Publish what is due, as far as workers can be expected to follow. Returns how many. Raises: NoQueue."""
    leased = in_hand()
    full = [kind for kind, count in leased.items() if count >= AHEAD_OF_A_KIND]
    jobs = reserve(count=AHEAD - sum(leased.values()), but=full)
    if jobs:
        _publish(jobs)
    return len(jobs)


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
