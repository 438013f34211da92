"""Files taken in: read, recognised, stored as drafts, and proposed from. As work for the outbox, or at once."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from concepts.models import KnowledgeMap
from library.documents import Outcome, destination, is_stored, store_document
from library.errors import OtherMap
from library.files import recognize_file
from library.models import Document, Intake, Proposal
from library.proposing import Ahead, Proposed, look_ahead, propose
from library.reading import DocumentRefused
from library.recognizing.found import Recognized
from library.suggesting.questions import ask_about_document
from outbox.leases import finish
from outbox.models import Job
from outbox.progress import report

NOTHING_STORED = "Nothing was stored."
# Read, recognised, compared with the atlas, stored with its proposals.
STEPS = 4


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
        if self.outcome is Outcome.WAITING:
            return f"{named}: its new text waits. The published one stays until a curator takes it in the review."
        stored = "stored as a draft" if self.outcome is Outcome.NEW else "has a new text"
        return f"{named}: {stored}; {_counted(self.proposed)}"


def run_intake(job: Job) -> None:
    """Take a file in once: the document, its proposals, what is said of them, and the end of the job are one
    transaction."""
    # One that has ended holds no file any more, also when its job is tried again by hand.
    waiting = Intake.objects.filter(pk=job.payload["intake"], state=Intake.State.WAITING)
    asked = waiting.select_related("map").first()
    if asked is None:
        return
    try:
        # A name from elsewhere is no path.
        name = Path(asked.file_name).name or asked.file_name
        report(job, done=0, steps=STEPS)
        ready = _make_ready(name, bytes(asked.content), asked.map, lambda done: _report(job, done))
        with transaction.atomic():
            taken = _store(ready)
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
    taken = _store(_make_ready(file_name, content, knowledge_map, progress))
    progress(STEPS)
    return taken


@dataclass(frozen=True, slots=True)
class _Ready:
    """A file with all that is known of it before anything is locked."""

    file_name: str
    recognized: Recognized
    map: KnowledgeMap | None
    ahead: Ahead


def _make_ready(
    file_name: str, content: bytes, knowledge_map: KnowledgeMap | None, progress: Callable[[int], object]
) -> _Ready:
    """The long part. Raises: FileRefused."""
    try:
        recognized = recognize_file(file_name, content, when_read=lambda: progress(1))
    except DocumentRefused as refused:
        place = f"{file_name}:{refused.line}" if refused.line else file_name
        raise FileRefused(f"{place}: {refused.message}") from refused
    progress(2)
    map_id, topics = destination(recognized, file_name=file_name, knowledge_map=knowledge_map)
    ahead = look_ahead(recognized, map_id=map_id, topics=topics)
    progress(3)
    return _Ready(file_name, recognized, knowledge_map, ahead)


def _store(ready: _Ready) -> Taken:
    """The document and its proposals, in one transaction. Raises: FileRefused."""
    recognized = ready.recognized
    about: dict[str, Any] = {"file_name": ready.file_name, "knowledge_map": ready.map}
    try:
        with transaction.atomic():
            if there := is_stored(recognized, **about):
                return Taken(there, Outcome.SAME)
            stored = store_document(recognized, **about)
            if stored.outcome is Outcome.WAITING:
                return Taken(stored.document, stored.outcome)
            proposed = propose(stored.document, recognized, ahead=ready.ahead)
            ask_about_document(stored.document)
            return Taken(stored.document, stored.outcome, proposed)
    except (OtherMap, ValidationError) as refused:
        said = " ".join(refused.messages) if isinstance(refused, ValidationError) else str(refused)
        raise FileRefused(f"{ready.file_name}: {said}") from refused


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
