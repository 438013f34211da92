"""Files handed in, to be taken in by the outbox. Web processes need no more of it than this."""

from django.contrib.auth.models import User
from django.db import transaction

from concepts.models import KnowledgeMap
from library.models import Intake
from outbox.models import Job
from outbox.progress import Progress, progress_of
from outbox.services import enqueue

KIND = "library.intake"
GIVEN_UP = (
    "It could not be taken in, although it was tried again and again. Nothing was stored. "
    "The outbox keeps what went wrong; when that is mended, hand the file in again."
)


def ask_for_intake(
    *, file_name: str, content: bytes, knowledge_map: KnowledgeMap | None = None, asked_by: User | None = None
) -> Intake:
    """Hand a file in. It is read later, by the relay or a worker."""
    with transaction.atomic():
        asked = Intake.objects.create(
            file_name=file_name, content=content, map=knowledge_map, asked_by=asked_by
        )
        enqueue(kind=KIND, payload={"intake": asked.pk}, key=_key(asked))
    return asked


def intake_progress(asked: Intake) -> Progress:
    """How far an intake has come, in steps. Queries: 1."""
    job = job_of(asked)
    return progress_of(job) if job else Progress(0, 0)


def job_of(asked: Intake) -> Job | None:
    """The work that takes a file in; None when the outbox has forgotten it. Queries: 1."""
    return Job.objects.filter(key=_key(asked)).first()


def end_given_up(job: Job) -> None:
    """The outbox tries no more: whoever waits for the file is told, and its bytes are kept no longer."""
    waiting = Intake.objects.filter(pk=job.payload["intake"], state=Intake.State.WAITING)
    waiting.update(state=Intake.State.REFUSED, outcome=GIVEN_UP, content=b"")


def find_intake(number: int, *, asked_by: User) -> Intake | None:
    """What somebody handed in, or anybody did if they may see all. Queries: 1, and those for permissions."""
    found = Intake.objects.defer("content", "document__text", "document__parts").select_related("document")
    asked = found.filter(pk=number).first() if number < 2**63 else None
    if asked is None or not (asked.asked_by_id == asked_by.pk or asked_by.has_perm("library.view_intake")):
        return None
    return asked


def _key(asked: Intake) -> str:
    return f"{KIND}:{asked.pk}"
