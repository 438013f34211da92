"""The disk full on which the database is. Needs the right to mount a small one."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from benchmarks.faults.cases.counting import lost_mails, lost_rows
from benchmarks.faults.report import Outcome
from benchmarks.faults.scene import Scene, scene
from benchmarks.faults.visitors import Crowd, read_and_join

_SECONDS = 5.0


def disk_full(*, embedded: bool, seed: int) -> Outcome:
    """Sign-ups are told to come again, reads go on, what was acknowledged is stored, the database is intact."""
    with (
        _small_disk(48 if embedded else 220) as disk,
        scene(embedded=embedded, seed=seed, folder=disk) as here,
    ):
        crowd = Crowd("disk")
        before = read_and_join(here.site.port, crowd, _SECONDS, pause=0.01)
        filler = disk / "filler"
        _fill(filler)
        full = read_and_join(here.site.port, crowd, _SECONDS, pause=0.01)
        filler.unlink()
        # PostgreSQL may have had to start itself anew.
        here.site.wait_for("/readyz")
        after = read_and_join(here.site.port, crowd, _SECONDS, pause=0.01)
        without = lost_rows(here, crowd) + lost_mails(here, crowd)
        intact = _is_intact(here)
    told = [answer for answer in full["sign-up"].answers if answer.status == 503]
    errors = sum(answer.status not in {202, 503} for answer in full["sign-up"].answers)
    reads = sum(phase["page"].failures for phase in (before, full, after))
    again = sum(answer.status == 202 for answer in after["sign-up"].answers)
    return here.outcome(
        "disk",
        "disk full: 503, reads go on, what was acknowledged is stored, database intact",
        bool(told and again)
        and errors == reads == without == 0
        and intact
        and all(a.retry_after for a in told),
        f"full: sign-ups {full['sign-up'].statuses()}, pages {full['page'].statuses()}; after: sign-ups "
        f"{after['sign-up'].statuses()}; {without} lost, intact: {intact}",
    )


def may_mount() -> bool:
    """Whether this process may mount a file system."""
    try:
        with _small_disk(1):
            return True
    except (OSError, subprocess.CalledProcessError):
        return False


@contextmanager
def _small_disk(megabytes: int) -> Iterator[Path]:
    disk = Path(tempfile.mkdtemp(prefix="kinapse-disk-"))
    try:
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", disk],
            check=True,
            capture_output=True,
        )
        try:
            yield disk
        finally:
            subprocess.run(["umount", "--lazy", disk], check=False)
    finally:
        disk.rmdir()


def _fill(filler: Path) -> None:
    """Take all that is left, in ever smaller pieces."""
    size = 1 << 20
    with filler.open("wb", buffering=0) as file:
        while size >= 512:
            with suppress(OSError):
                while file.write(os.urandom(size)) == size:
                    continue
            size //= 2


def _is_intact(here: Scene) -> bool:
    if here.postgresql is None:
        return here.site.rows("PRAGMA integrity_check") == [("ok",)]
    tables = here.site.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return all(here.site.rows(f'SELECT count(*) FROM "{table}"') for (table,) in tables)
