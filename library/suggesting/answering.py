"""A question put to the server as work of the outbox, and what becomes of its failures."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Never

from django.db import transaction
from django.db.models import F

from library.asking.answers import Answer, Schema, ask, tokens_at_most
from library.asking.errors import AnswerUnusable, AskingRefused, Unanswered
from library.asking.server import Server, server_to_ask
from library.asking.spending import SetAside, set_aside, settle
from library.models import Question
from outbox.backoff import delay_after
from outbox.errors import GivenUp, NotYet
from outbox.leases import finish
from outbox.models import Job

# Each answer costs; one that could not be used so often will not get better.
MOST_UNUSABLE = 3
NO_SERVER = "No language model is configured any more: set KINAPSE_LLM_URL and try again."


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is asked. `name`: of the schema, as the protocol wants one."""

    name: str
    instructions: str
    data: str
    schema: Schema


# Makes proposals of an answer and says so in a sentence; both arguments as they were asked.
Keep = Callable[[Any, str], str]


def answer(job: Job, question: Question, prompt: Prompt, keep: Keep) -> None:
    """Ask, and keep what is answered in one transaction with the end of the job. Raises: GivenUp, NotYet."""
    server = server_to_ask()
    if server is None:
        give_up(question, NO_SERVER)
    given = _asked(job, question, server, prompt)
    with transaction.atomic():
        close(question, keep(given.content, server.model))
        finish(job)


def close(question: Question, outcome: str) -> None:
    """Nothing is left to do about a question."""
    Question.objects.filter(pk=question.pk).update(state=Question.State.DONE, outcome=outcome)


def give_up(question: Question, why: str) -> Never:
    """Say for good why there is no answer. Raises: GivenUp."""
    Question.objects.filter(pk=question.pk).update(state=Question.State.FAILED, outcome=why)
    raise GivenUp(why)


def _asked(job: Job, question: Question, server: Server, prompt: Prompt) -> Answer:
    """The answer, with what it has cost written down."""
    aside: SetAside | None = None
    try:
        most = tokens_at_most(server, instructions=prompt.instructions, data=prompt.data)
        aside = set_aside(most)
        given = ask(
            server,
            instructions=prompt.instructions,
            data=prompt.data,
            name=prompt.name,
            schema=prompt.schema,
        )
    except AskingRefused as error:
        _count(question, server, aside, 0)
        give_up(question, str(error))
    except Unanswered as error:
        _count(question, server, aside, None if error.may_cost else 0)
        _wait(job, question, str(error), error.seconds)
    except AnswerUnusable as error:
        _count(question, server, aside, error.tokens)
        if job.attempts >= MOST_UNUSABLE:
            give_up(question, f"{error} It was asked {job.attempts} times.")
        _wait(job, question, str(error), 0.0)
    _count(question, server, aside, given.tokens)
    return given


def _count(question: Question, server: Server, aside: SetAside | None, spent: int | None) -> None:
    """Write down what was spent; what nobody knows counts as much as it may have been."""
    if aside is None:
        return
    tokens = aside.tokens if spent is None else spent
    settle(aside, tokens)
    Question.objects.filter(pk=question.pk).update(tokens=F("tokens") + tokens, asked_of=server.model)


def _wait(job: Job, question: Question, why: str, seconds: float) -> Never:
    """Raises: NotYet, or GivenUp when it was the last attempt."""
    if delay_after(job.attempts) is None:
        give_up(question, why)
    Question.objects.filter(pk=question.pk).update(
        state=Question.State.WAITING, outcome=f"{why} It is asked again later."
    )
    raise NotYet(why, seconds=seconds)
