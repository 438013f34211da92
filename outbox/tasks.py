"""What a Celery worker is asked to do. Only the relay asks."""

from celery import shared_task
from django.db import close_old_connections

from outbox.doing import do_published
from outbox.publishing import TASK


@shared_task(name=TASK)
def do(job_id: int, lease: str) -> bool:
    """Do one published job; whether it was still to be done."""
    close_old_connections()
    try:
        return do_published(job_id=job_id, lease=lease)
    finally:
        close_old_connections()
