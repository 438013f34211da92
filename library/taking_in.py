"""Files taken in: read, recognised, stored as drafts, and proposed from. As work for the outbox, or at once."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from concepts.models import KnowledgeMap
from library.documents import Outcome, is_stored, store_document
from library.errors import OtherMap
from library.files import recognize_file
from library.models import Document, Intake, Proposal
from library.proposing import Proposed, propose
from library.reading import DocumentRefused
from library.recognizing.found import Recognized
from outbox.leases import finish
from outbox.models import Job
from outbox.progress import report

NOTHING_STORED = "Nothing was stored."
# Read, recognised, stored with its proposals.
STEPS = 3


class FileRefused(Exception):
    """A file was not taken, and nothing of it was stored. Says `file:line: what is wrong and what to do`."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file."""

    document: Document
    outcome: Outcome
    proposed: Proposed = field(default_factory=Proposed)

    def sentence(self) -> str:
        """What became of it, for people."""
        kind = self.document.get_kind_display().lower()
        named = f"{kind} “{self.document.title}”"
        if self.outcome is Outcome.SAME:
            return f"{named}: here already, word for word. Nothing new is proposed."
        stored = "stored as a draft" if self.outcome is Outcome.NEW else "has a new text"
        return f"{named}: {stored}; {_counted(self.proposed)}"


def run_intake(job: Job) -> None:
    """Take a file in once: the document, its proposals, what is said of them, and the end of the job are one
    transaction."""
    asked = Intake.objects.select_related("map").filter(pk=job.payload["intake"]).first()
    if asked is None:
        return
    try:
        # A name from elsewhere is no path.
        name = Path(asked.file_name).name or asked.file_name
        recognized = _recognized(name, bytes(asked.content), lambda done: _report(job, done))
        with transaction.atomic():
            taken = _store(name, recognized, asked.map)
            _end(asked, job, Intake.State.DONE, taken.sentence(), taken.document)
    except FileRefused as refused:
        with transaction.atomic():
            _end(asked, job, Intake.State.REFUSED, f"{refused}\n{NOTHING_STORED}")


def take_in(
    *,
    file_name: str,
    content: bytes,
    knowledge_map: KnowledgeMap | None = None,
    progress: Callable[[int], object] = lambda done: None,
) -> Taken:
    """Take a file in at once. `progress` is told how many of the STEPS are done. Raises: FileRefused."""
    recognized = _recognized(file_name, content, progress)
    taken = _store(file_name, recognized, knowledge_map)
    progress(STEPS)
    return taken


def _recognized(file_name: str, content: bytes, progress: Callable[[int], object]) -> Recognized:
    try:
        recognized = recognize_file(file_name, content, when_read=lambda: progress(1))
    except DocumentRefused as refused:
        place = f"{file_name}:{refused.line}" if refused.line else file_name
        raise FileRefused(f"{place}: {refused.message}") from refused
    progress(2)
    return recognized


def _store(file_name: str, recognized: Recognized, knowledge_map: KnowledgeMap | None) -> Taken:
    there = is_stored(recognized, file_name=file_name, knowledge_map=knowledge_map)
    if there:
        return Taken(there, Outcome.SAME)
    try:
        with transaction.atomic():
            stored = store_document(recognized, file_name=file_name, knowledge_map=knowledge_map)
            if stored.outcome is Outcome.SAME:
                return Taken(stored.document, stored.outcome)
            return Taken(stored.document, stored.outcome, propose(stored.document, recognized))
    except (OtherMap, ValidationError) as refused:
        said = " ".join(refused.messages) if isinstance(refused, ValidationError) else str(refused)
        raise FileRefused(f"{file_name}: {said}") from refused


def _counted(proposed: Proposed) -> str:
    if not proposed.count:
        words = "nothing new is proposed"
    else:
        named = [f"{count:,} {_NAMES[kind][count != 1]}" for kind, count in proposed.new.items()]
        words = f"proposed: {', '.join(named)}"
    return f"{words}; {proposed.withdrawn:,} withdrawn." if proposed.withdrawn else f"{words}."


_NAMES = {
    Proposal.Kind.CONCEPT: ("new concept", "new concepts"),
    Proposal.Kind.CHANGE: ("change", "changes"),
    Proposal.Kind.LINK: ("link", "links"),
    Proposal.Kind.CITATION: ("citation", "citations"),
    Proposal.Kind.FACT: ("fact", "facts"),
    Proposal.Kind.REMOVAL: ("removal", "removals"),
}


def _report(job: Job, done: int) -> None:
    report(job, done=done, steps=STEPS)


def _end(asked: Intake, job: Job, state: Intake.State, said: str, document: Document | None = None) -> None:
    Intake.objects.filter(pk=asked.pk).update(state=state, outcome=said, content=b"", document=document)
    finish(job)
