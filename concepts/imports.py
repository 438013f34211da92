"""Imports as work for the outbox: a file is handed in, and becomes maps or a list of faults."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from concepts.formats import MapRefused, StagedMap, read_maps, store_maps
from concepts.formats.private_file import private_folder
from concepts.layouts import ask_for_layouts
from concepts.models import MapImport
from outbox.leases import finish
from outbox.models import Job
from outbox.progress import Progress, progress_of, report
from outbox.services import enqueue

KIND = "concepts.import"
NOTHING_CHANGED = "Nothing was changed."
_LONGEST_NAME = 200


def ask_for_import(
    *, file_name: str, content: bytes, slug: str = "", asked_by: User | None = None
) -> MapImport:
    """Hand a file in. It is read later, by the relay or a worker."""
    with transaction.atomic():
        asked = MapImport.objects.create(file_name=file_name, content=content, slug=slug, asked_by=asked_by)
        enqueue(kind=KIND, payload={"import": asked.pk}, key=_key(asked))
    return asked


def import_progress(asked: MapImport) -> Progress:
    """How far an import has come, in rows written. Queries: 1."""
    job = Job.objects.filter(key=_key(asked)).first()
    return progress_of(job) if job else Progress(0, 0)


def is_in_hand(asked: MapImport) -> bool:
    """Whether somebody is at it; before the first row is written, it is read and checked. Queries: 1."""
    return Job.objects.filter(key=_key(asked)).exclude(leased_until=None).exists()


def run_import(job: Job) -> None:
    """Do an import once: the maps, what is said of it, and the end of the job are one transaction."""
    asked = MapImport.objects.filter(pk=job.payload["import"]).first()
    if asked is None:
        return
    try:
        with _maps(asked) as maps, transaction.atomic():
            stored = store_maps(maps, progress=_counting(job, maps))
            ask_for_layouts(stored_map for stored_map, _ in stored)
            said = [
                f"{stored_map.slug}: {outcome.value}, revision {stored_map.revision:,}"
                for stored_map, outcome in stored
            ]
            _end(asked, job, MapImport.State.DONE, said)
    except ValidationError as refused:
        with transaction.atomic():
            _end(asked, job, MapImport.State.REFUSED, [*refused.messages, NOTHING_CHANGED])


@contextmanager
def _maps(asked: MapImport) -> Iterator[list[StagedMap]]:
    with private_folder() as folder, ExitStack() as stack:
        file = folder / _name_on_disk(asked.file_name)
        file.write_bytes(bytes(asked.content))
        try:
            yield stack.enter_context(read_maps([file], slug=asked.slug))
        except MapRefused as refused:
            near = [line.replace(f"{folder}/", "") for line in refused.lines()]
            raise ValidationError(near) from refused


def _name_on_disk(name: str) -> str:
    """The end of a file's name, which says what format it is. One from elsewhere is no path, and may have more bytes
    than disks take for a name.
    """
    return Path(name).name.encode()[-_LONGEST_NAME:].decode(errors="ignore")


def _counting(job: Job, maps: list[StagedMap]) -> "_Count":
    return _Count(job, sum(each.rows for each in maps))


class _Count:
    """Rows written so far, told as progress of a job."""

    def __init__(self, job: Job, rows: int) -> None:
        self._job, self._rows, self._done = job, rows, 0
        report(job, done=0, steps=rows)

    def __call__(self, count: int) -> None:
        self._done += count
        report(self._job, done=min(self._done, self._rows), steps=self._rows)


def _end(asked: MapImport, job: Job, state: MapImport.State, said: list[str]) -> None:
    MapImport.objects.filter(pk=asked.pk).update(state=state, outcome="\n".join(said), content=b"")
    finish(job)


def _key(asked: MapImport) -> str:
    return f"{KIND}:{asked.pk}"
