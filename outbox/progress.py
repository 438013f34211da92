"""How far long work has come.

PostgreSQL keeps it in the job's row. SQLite lets nobody write while the work's own transaction is open, so there it is
a small file beside the database, on the one machine that there is.
"""

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from outbox.leases import update_under_lease
from outbox.models import Job


@dataclass(frozen=True, slots=True)
class Progress:
    """So many steps of so many; 0 of 0 while nobody can tell."""

    done: int
    steps: int

    @property
    def percent(self) -> int:
        """From 0 to 100."""
        return min(self.done * 100 // self.steps, 100) if self.steps else 0


def report(job: Job, *, done: int, steps: int) -> None:
    """Say how far a job in hand has come. Costs nothing: whoever keeps its lease passes it on, once a second."""
    job.steps_done, job.steps = done, steps


def progress_of(job: Job) -> Progress:
    """How far a job has come, as read from its row just now."""
    if job.state == Job.State.WAITING and connection.vendor == "sqlite":
        with suppress(OSError, ValueError, KeyError):
            told = json.loads(_file(job).read_text())
            return Progress(told["done"], told["steps"])
    return Progress(job.steps_done, job.steps)


def tell(job: Job) -> None:
    """Write down what was reported. Raises: LeaseLost."""
    if connection.vendor != "sqlite":
        update_under_lease(job, steps_done=job.steps_done, steps=job.steps)
        return
    file = _file(job)
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".draft")
    draft.write_text(json.dumps({"done": job.steps_done, "steps": job.steps}))
    draft.replace(file)


def forget(job: Job) -> None:
    """The work has ended: the row says how."""
    if connection.vendor == "sqlite":
        _file(job).unlink(missing_ok=True)


def _file(job: Job) -> Path:
    return Path(settings.VAR_DIR) / "progress" / f"{job.pk}.json"
