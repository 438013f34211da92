"""What goes wrong between asking and an answer: tried again with patience, given up with a reason, paid for once."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db.models.functions import Now
from django.utils import timezone
from pytest_django import Settings

from concepts.models import Concept
from library.asking.errors import Unanswered
from library.asking.spending import set_aside, settle
from library.models import Document, Proposal, Question, Spending
from library.suggesting.questions import ask_about_concept
from outbox import relay
from outbox.backoff import ATTEMPTS
from outbox.models import Job
from outbox.services import try_again
from tests.concepts.atlas import make_concepts, make_map
from tests.library.asking.conftest import KEY
from tests.library.asking.model_server import (
    ModelServer,
    Play,
    answers,
    completion,
    cuts,
    floods,
    hangs,
    says,
)
from tests.library.asking.replies import concept, expansion
from tests.outbox.work import in_thread

pytestmark = pytest.mark.django_db
GOOD = says(expansion(concept("Optimizers")))


@pytest.fixture
def training() -> Concept:
    return make_concepts(make_map("Learning"), "Training")[0]


@pytest.fixture
def question(model: ModelServer, training: Concept) -> Question:
    asked = ask_about_concept(training)
    assert asked is not None
    return asked


def attempt(question: Question) -> Job:
    """The job after its next attempt, however long it was to wait."""
    Job.objects.filter(kind="library.ask").update(due=Now())
    relay.work_off()
    question.refresh_from_db()
    return Job.objects.get(kind="library.ask")


def spent() -> int:
    return sum(Spending.objects.values_list("tokens", flat=True))


@pytest.mark.parametrize(
    "play",
    [
        hangs,
        cuts,
        floods,
        answers(429),
        answers(500),
        answers(503),
        answers(200, b"garbage"),
        answers(200, completion("no JSON")),
        answers(200, completion({"concepts": []})),
        answers(200, completion({"concepts": [], "links": []}, finish_reason="length")),
        answers(200, completion(None, refusal="No.")),
    ],
)
def test_after_any_fault_it_is_asked_again_and_answered(
    model: ModelServer, question: Question, settings: Settings, play: Play
) -> None:
    settings.LLM_SECONDS = 1
    model.will(play, GOOD)
    job = attempt(question)
    assert (job.state, job.attempts, question.state) == (Job.State.WAITING, 1, Question.State.WAITING)
    assert job.last_error
    assert question.outcome == f"{job.last_error} It is asked again later."
    assert not Document.objects.exists()
    job = attempt(question)
    assert (job.state, question.state) == (Job.State.DONE, Question.State.DONE)
    assert Proposal.objects.count() == 2
    assert KEY not in f"{question.outcome} {job.last_error}"


@pytest.mark.parametrize(
    ("status", "said"), [(401, "KINAPSE_LLM_KEY"), (404, "KINAPSE_LLM_MODEL"), (307, "KINAPSE_LLM_URL")]
)
def test_what_the_settings_must_mend_is_given_up_at_once_and_can_be_tried_again(
    model: ModelServer, question: Question, status: int, said: str
) -> None:
    model.will(answers(status), GOOD)
    job = attempt(question)
    assert (job.state, job.attempts, question.state) == (Job.State.FAILED, 1, Question.State.FAILED)
    assert said in question.outcome
    assert job.last_error == question.outcome
    assert spent() == 0
    try_again(job_ids=[job.pk])
    assert attempt(question).state == Job.State.DONE
    assert question.state == Question.State.DONE


def test_an_answer_that_is_never_usable_is_paid_for_three_times_at_most(
    model: ModelServer, question: Question
) -> None:
    model.will(says("no JSON", tokens=1_000))
    assert [attempt(question).state for _ in range(3)] == ["waiting", "waiting", "failed"]
    assert question.outcome == "What the model wrote is no JSON. It was asked 3 times."
    assert (question.tokens, spent(), len(model.asked)) == (3_000, 3_000, 3)


def test_a_server_that_is_away_for_a_day_is_given_up(model: ModelServer, question: Question) -> None:
    model.will(answers(503))
    Job.objects.update(attempts=ATTEMPTS - 1)
    assert attempt(question).state == Job.State.FAILED
    assert question.state == Question.State.FAILED
    assert question.outcome == "It answered with status 503."


def test_a_server_is_left_alone_as_long_as_it_asks(model: ModelServer, question: Question) -> None:
    model.will(answers(429, Retry_After="1800"))
    attempt(question)
    due = Job.objects.get(kind="library.ask").due
    assert timedelta(seconds=1_700) < due - timezone.now() <= timedelta(seconds=1_800)


def test_what_may_have_cost_counts_in_full_and_what_did_not_counts_nothing(
    model: ModelServer, question: Question, settings: Settings
) -> None:
    settings.LLM_SECONDS = 1
    model.will(answers(500), hangs)
    attempt(question)
    assert spent() == 0
    attempt(question)
    assert spent() == question.tokens > settings.LLM_MOST_TOKENS


def test_a_day_costs_no_more_than_its_bound(
    model: ModelServer, question: Question, settings: Settings
) -> None:
    today = datetime.now(UTC).date()
    Spending.objects.create(day=today, tokens=settings.LLM_DAILY_TOKENS - 4_000)
    job = attempt(question)
    assert model.asked == []
    assert job.state == Job.State.WAITING
    assert "asked again tomorrow" in question.outcome
    assert job.due.date() > today
    assert spent() == settings.LLM_DAILY_TOKENS - 4_000
    Spending.objects.update(day=today - timedelta(days=1))
    model.will(GOOD)
    assert attempt(question).state == Job.State.DONE
    assert Spending.objects.get(day=today).tokens == 120


def test_a_question_that_no_day_can_pay_says_what_to_set(question: Question, settings: Settings) -> None:
    settings.LLM_DAILY_TOKENS = 1_000
    assert attempt(question).state == Job.State.FAILED
    assert "raise KINAPSE_LLM_DAILY_TOKENS" in question.outcome


def test_what_is_set_aside_is_settled_by_what_was_spent(db: None) -> None:
    one, two = set_aside(1_000), set_aside(500)
    assert spent() == 1_500
    settle(one, 200)
    settle(two, 700)
    assert spent() == 900


@pytest.mark.django_db(transaction=True)
def test_many_at_once_do_not_pass_the_bound_together(settings: Settings) -> None:
    settings.LLM_DAILY_TOKENS = 5_500
    granted: list[int] = []

    def one() -> None:
        try:
            granted.append(set_aside(1_000).tokens)
        except Unanswered:
            granted.append(0)

    threads = [threading.Thread(target=in_thread(one)) for _ in range(9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(granted) == [0] * 4 + [1_000] * 5
    assert spent() == 5_000


def test_a_server_taken_out_of_the_settings_is_told(question: Question, settings: Settings) -> None:
    settings.LLM_URL = ""
    assert attempt(question).state == Job.State.FAILED
    assert question.outcome.startswith("No language model is configured any more")


def test_an_answer_is_kept_whole_or_not_at_all(
    model: ModelServer, question: Question, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object) -> None:
        raise RuntimeError("The disk is full.")

    model.will(GOOD)
    with monkeypatch.context() as patched:
        patched.setattr("library.suggesting.answering.finish", fail)
        assert attempt(question).state == Job.State.WAITING
    assert not Document.objects.exists()
    assert question.state == Question.State.WAITING
    assert attempt(question).state == Job.State.DONE
    assert Proposal.objects.count() == 2
