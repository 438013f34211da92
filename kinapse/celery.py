"""The Celery application: workers that take outbox rows over Redis."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kinapse.settings")

app = Celery("kinapse")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
