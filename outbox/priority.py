"""Work that can wait gives way to pages that cannot, where both share the processors."""

import os
from contextlib import suppress
from pathlib import Path

# A quarter of the processors' time while pages want all of it, and all of it while they want none.
NICENESS = 5


def give_way() -> None:
    """Let other processes of the machine go first, from now on, this one's children too."""
    with suppress(OSError):
        os.nice(max(NICENESS - os.getpriority(os.PRIO_PROCESS, 0), 0))
    # Linux lets work of this kind wait for its turn when it wakes up, in place of interrupting a page half-way.
    with suppress(OSError, AttributeError):
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
    # Where Linux shares out time by session first, the session must give way as well.
    with suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(NICENESS))
