"""The Celery application: workers that take outbox rows over Redis."""

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kinapse.settings")

app = Celery("kinapse")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect  # type: ignore[untyped-decorator]
def keep_logs_as_they_are(**_: Any) -> None:
    """With anybody connected here Celery leaves the logs to settings.logs: one JSON object a line, nobody named."""
