"""Celery over Redis, read under the prefix CELERY_. Without REDIS_URL the relay does all work itself."""

import sys

from kinapse.settings.database import REDIS_URL
from kinapse.settings.environment import env

# The outbox knows the application by this name alone, as Django knows ROOT_URLCONF.
CELERY_APP = "kinapse.celery.app"
CELERY_BROKER_URL = REDIS_URL or None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_DEFAULT_QUEUE = "outbox"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# By itself Celery ends the pool of connections before and after every task, and each task makes a new one: that costs
# more than most tasks. Connections that are no longer usable are seen to where tasks are done (outbox.tasks).
CELERY_DB_REUSE_MAX = sys.maxsize
# Logs stay as settings.logs has them, and tasks' arguments out of them.
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# However long Redis is away, workers come back to it.
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
# At Redis' defaults a killed worker's task was not delivered again within 40 s; so tuned, within 13.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    # A Redis that hangs must not hang the relay and the workers for ever.
    "socket_timeout": 10,
    "socket_connect_timeout": 3,
    # Whoever else uses the same Redis keeps their own.
    "global_keyprefix": env.str("KINAPSE_REDIS_PREFIX", default="kinapse:"),
}
