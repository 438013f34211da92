"""Questions as work of the outbox."""

from library.models import Question
from library.suggesting.expansion import expand
from library.suggesting.reading import read_again
from outbox.models import Job


def run_question(job: Job) -> None:
    """Put a question, unless it is answered or what it is about is gone. Raises: GivenUp, NotYet."""
    questions = Question.objects.select_related("concept__map", "document__map")
    asked = questions.filter(pk=job.payload["question"]).exclude(state=Question.State.DONE).first()
    if asked is None:
        return
    if asked.concept:
        expand(job, asked, asked.concept)
    elif asked.document:
        read_again(job, asked, asked.document)
