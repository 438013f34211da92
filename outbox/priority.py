"""Work that can wait gives way to pages that cannot, where both share the processors."""

import os
from contextlib import suppress
from pathlib import Path

from django.db import connection


def give_way() -> None:
    """Let other processes of the machine go first, from now on, this one's children too; see decision 19."""
    # SQLite has one lock for all who write: who holds it goes on with a tenth of the processors' time, so that pages do
    # not wait for it. Elsewhere a page that wakes up takes the processor at once.
    niceness, policy = (10, "SCHED_BATCH") if connection.vendor == "sqlite" else (19, "SCHED_IDLE")
    with suppress(OSError):
        os.nice(max(niceness - os.getpriority(os.PRIO_PROCESS, 0), 0))
    with suppress(OSError, AttributeError):
        os.sched_setscheduler(0, getattr(os, policy), os.sched_param(0))
    # Where Linux shares out time by session first, the session must give way as well, unless it is somebody else's.
    if os.getsid(0) == os.getpid():
        with suppress(OSError):
            Path("/proc/self/autogroup").write_text(str(niceness))
